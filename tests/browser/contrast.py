"""How well text on a page can be read: the contrast of WCAG 2.2, success criterion 1.4.3."""

import re

from tests.browser import Locator

# The least that criterion 1.4.3 asks of text of ordinary size.
ENOUGH = 4.5

# Each text with its colour, and the colours behind it from the nearest to the page's own.
TEXTS = """element => {
    const behind = part => part
        ? [getComputedStyle(part).backgroundColor, ...behind(part.parentElement)] : [];
    const found = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent.trim(), part = walker.currentNode.parentElement;
        if (text && part.checkVisibility())
            found.push([text, getComputedStyle(part).color, behind(part)]);
    }
    return found;
}"""

Colour = tuple[float, float, float]


def contrasts(element: Locator) -> dict[str, float]:
    """The contrast of every text in `element`, from 1 (unreadable) to 21, by the text."""
    found = {}
    for text, ink, behind in element.evaluate(TEXTS):
        paper = (255.0, 255.0, 255.0)
        for layer in reversed(behind):
            paper = _over(layer, paper)
        lights = sorted(_luminance(colour) for colour in (_over(ink, paper), paper))
        found[text] = round((lights[1] + 0.05) / (lights[0] + 0.05), 2)
    return found


def _over(css: str, paper: Colour) -> Colour:
    """What is seen of a colour, as CSS computes it, in front of another."""
    match = re.fullmatch(r"rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)", css)
    assert match, f"{css} is no colour that this module reads"
    *colour, alpha = (float(part) for part in match.groups(default="1"))
    return tuple(alpha * a + (1 - alpha) * b for a, b in zip(colour, paper, strict=True))


def _luminance(colour: Colour) -> float:
    """Relative luminance, as WCAG 2.2 defines it for sRGB."""
    shares = (part / 255 for part in colour)
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
