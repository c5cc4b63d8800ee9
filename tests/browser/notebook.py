"""A notebook in JupyterLab, used as a learner uses it: by mouse and keyboard."""

import json
import re
from pathlib import Path

from tests.browser import Locator, Page, expect
from tests.running_lab import Lab

# Notebooks behind it keep their cells on the page.
IN_FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook"

# More than any page of ours needs.
MOST_TABS = 100


class Notebook:
    """An open notebook; cells are found by the ids that they have in its file."""

    def __init__(self, page: Page, path: Path) -> None:
        """The file at `path`, which is open in front on this page; nothing in it has run."""
        self.page = page
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        self._ids = [cell["id"] for cell in cells]
        self._codes = [cell["id"] for cell in cells if cell["cell_type"] == "code"]
        self._runs = 0

    @classmethod
    def opened(cls, page: Page, lab: Lab, path: Path) -> "Notebook":
        """Opens the file at `path`, which lies in the course of `lab`, and nothing else."""
        # Without reset JupyterLab opens the tabs of the test before as well.
        page.goto(lab.url(f"lab/tree/{path.relative_to(lab.root).as_posix()}?reset"))
        wait_until_ready(page)
        return cls(page, path)

    def cell(self, cell_id: str) -> Locator:
        """The cell with this id, scrolled to or not."""
        number = self._ids.index(cell_id)
        return self.page.locator(f'{IN_FRONT} [data-windowed-list-index="{number}"]')

    def output(self, cell_id: str) -> Locator:
        """What a cell has put out."""
        return self.cell(cell_id).locator(".jp-Cell-outputArea")

    def write(self, cell_id: str, source: str) -> None:
        """Types `source` in place of a cell's text, and runs the cell."""
        self.cell(cell_id).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)
        expect(self.cell(cell_id)).to_contain_text(source.splitlines()[-1])
        self.run(cell_id)

    def run(self, cell_id: str) -> None:
        """Runs a cell with Shift+Enter; returns when it has ended."""
        self.cell(cell_id).locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        self._runs += 1
        # Its own number, because a cell that ran before shows one already.
        prompt = self.cell(cell_id).locator(".jp-InputPrompt")
        expect(prompt).to_have_text(f"[{self._runs}]:")

    def tab_to(self, control: Locator) -> None:
        """Presses Tab until a control has the focus."""
        for _ in range(MOST_TABS):
            if control.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{control} is out of reach for Tab")

    def run_up_to(self, cell_id: str) -> None:
        """Runs all code cells from the first to this one."""
        for code in self._codes[: self._codes.index(cell_id) + 1]:
            self.run(code)

    def above(self, cell_id: str) -> str:
        """The id of the cell above this one."""
        return self._ids[self._ids.index(cell_id) - 1]

    def region(self, first: str, last: str) -> dict[str, float]:
        """Scrolls to the cells from `first` to `last`; returns where they are, in pixels."""
        # Their inner parts: the frame of a cell that is selected does not belong to a picture.
        top = self.cell(first).locator(".jp-Cell-inputWrapper")
        return region(top, self.cell(last).locator(".jp-Cell-outputWrapper"), margin=4)


def region(first: Locator, last: Locator, *, margin: int) -> dict[str, float]:
    """Scrolls to `first`; returns where all down to `last` is, and `margin` pixels around it."""
    first.evaluate(SCROLL, margin)
    top, end = first.bounding_box(), last.bounding_box()
    return {
        "x": top["x"] - margin,
        "y": top["y"] - margin,
        "width": top["width"] + 2 * margin,
        "height": end["y"] + end["height"] - top["y"] + 2 * margin,
    }


# The boxes are right once the browser has drawn the page in its new place.
SCROLL = """async (element, margin) => {
    element.style.scrollMarginTop = `${margin}px`;
    element.scrollIntoView({block: "start"});
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""


def wait_until_ready(page: Page) -> None:
    """Returns when a notebook is on the page and its kernel waits for work."""
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)
    # The circle in the notebook's toolbar says idle before there is a kernel; this line does not,
    # and a cell that is run without a kernel stays as it is.
    expect(page.locator("#jp-main-statusbar")).to_contain_text("(ipykernel) | Idle")


def choose(page: Page, *path: str) -> None:
    """Takes an entry of JupyterLab's menus, such as Settings, Theme, JupyterLab Dark."""
    entries = page.locator(".lm-MenuBar-itemLabel, .lm-Menu-itemLabel").locator("visible=true")
    for name in path:
        # By the label: an entry that opens a further menu has no role of its own.
        entries.filter(has_text=re.compile(f"^{re.escape(name)}$")).click()
