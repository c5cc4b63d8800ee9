"""Set-ups with one mistake each, by section of the list of mistakes, and correct ones."""

from tests.planted import patterns, section_a, section_b, section_c, section_d, section_e, section_f
from tests.planted.planting import Planted

SECTIONS = (section_a, section_b, section_c, section_d, section_e, section_f)


def every() -> list[Planted]:
    """The set-ups with a mistake, section by section."""
    return [case for section in SECTIONS for case in section.CASES if case.mistake]


def correct() -> list[Planted]:
    """The set-ups without one: well-known patterns, and neighbours of the mistaken ones."""
    neighbours = [case for section in SECTIONS for case in section.CASES if not case.mistake]
    return [*patterns.CASES, *neighbours]
