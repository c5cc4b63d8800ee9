"""What axe-core finds on a part of a page: what keeps people from reading or using it."""

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser import Locator

# The two highest of axe's four impacts.
GRAVE = ("serious", "critical")
# Rules that ipywidgets' own markup breaks, with the reason why we cannot help it.
KNOWN = {
    # The handle of its slider takes no name. A field with a name stands beside each of ours.
    "aria-input-field-name": "noUi-handle",
}


def violations(part: Locator) -> list[str]:
    """What is gravely wrong within `part`: the rule of axe, and the element that breaks it."""
    part.page.evaluate(AXE_SCRIPT)
    found = part.evaluate("element => axe.run(element, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['html']}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
        if KNOWN.get(rule["id"], node["html"] + "?") not in node["html"]
    ]
