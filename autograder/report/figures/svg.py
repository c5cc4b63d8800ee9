"""A drawing as SVG inside a page: small, named, and coloured by the style of the page.

matplotlib writes a file of its own: with fixed ids, its own fonts, and style attributes that the
page's security policy forbids. Here only the shapes and the texts stay, in the order of drawing;
each colour becomes a class, so the page colours them for light and for dark.
"""

import io
import re
import warnings
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import matplotlib
from markupsafe import Markup

from autograder.marks import printable
from autograder.report.figures.drawing import ROLES
from course.described import Described

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+\.\d+")


def inline(drawing: Described, name: str, title: str) -> Markup:
    """The drawing as an `svg` element that a screen reader reads as one picture with two texts.

    `title` is the short one, the drawing's own words are the long one. `name` begins the ids of
    both, and no two figures of a page may share it. The same drawing gives the same bytes.
    """
    drawn = ElementTree.fromstring(_written(drawing))
    texts = {"title": title, "desc": drawing.alt}
    box = drawn.attrib["viewBox"]
    labelled = " ".join(f"{name}-{tag}" for tag in texts)
    picture = Element("svg", {"role": "img", "viewBox": box, "aria-labelledby": labelled})
    for tag, words in texts.items():
        SubElement(picture, tag, id=f"{name}-{tag}").text = printable(words)
    picture.extend(_parts(drawn))
    return Markup(ElementTree.tostring(picture, encoding="unicode", short_empty_elements=False))


def _written(drawing: Described) -> str:
    """What matplotlib writes of a drawing, with texts as texts."""
    content = io.StringIO()
    texts = {"svg.fonttype": "none", "svg.hashsalt": "report"}
    with matplotlib.rc_context(texts), warnings.catch_warnings():
        # matplotlib has no Chinese font, say; the reader's browser has.
        warnings.filterwarnings("ignore", message="Glyph")
        no_date = {"Date": None, "Creator": None}
        drawing.figure.savefig(content, format="svg", transparent=True, metadata=no_date)
    return content.getvalue()


def _parts(drawn: Element) -> Iterator[Element]:
    """The shapes and texts that can be seen."""
    markers = {path.get("id"): path for path in drawn.iterfind(f".//{SVG}defs/{SVG}path")}
    for part in drawn.iter():
        look = dict(re.findall(r"([\w-]+): ([^;]+)", part.get("style", "")))
        if part.tag == f"{SVG}use":
            shape = {"d": _short(markers[part.attrib[LINK].removeprefix("#")].attrib["d"])}
            shape["transform"] = _short(f"translate({part.attrib['x']} {part.attrib['y']})")
            yield Element("path", shape | _painted(look))
        elif part.tag == f"{SVG}text":
            yield _text(part, look)
        elif part.tag == f"{SVG}path" and not part.get("id") and _is_seen(look):
            yield Element("path", {"d": _short(part.attrib["d"])} | _painted(look))


def _is_seen(look: dict[str, str]) -> bool:
    """Whether a shape has any colour."""
    return look.get("fill") != "none" or look.get("stroke", "none") != "none"


def _text(part: Element, look: dict[str, str]) -> Element:
    """A text in the page's own font."""
    place = {key: _short(part.attrib[key]) for key in ("x", "y")}
    if not part.get("transform", "").startswith("rotate(-0 "):
        place["transform"] = _short(part.attrib["transform"])
    font = {
        "font-size": look["font-size"].removesuffix("px"),
        "text-anchor": look.get("text-anchor", "start"),
    }
    made = Element("text", place | font | _painted({"fill": look["fill"]}))
    made.text = part.text
    return made


def _painted(look: dict[str, str]) -> dict[str, str]:
    """The roles of fill and stroke as classes, and the width of a stroke."""
    roles = [f"{kind}-{ROLES[look.get(kind, 'none')]}" for kind in ("fill", "stroke")]
    width = {"stroke-width": look["stroke-width"]} if "stroke-width" in look else {}
    return {"class": " ".join(roles)} | width


def _short(numbers: str) -> str:
    """Coordinates to a tenth of a unit, in one line: nobody sees more."""
    short = NUMBER.sub(lambda found: f"{float(found[0]):.1f}", numbers)
    return " ".join(short.split())
