"""What every figure owes: the same picture twice, and words that can be read."""

from collections.abc import Callable
from itertools import combinations

from course.described import Described
from tests.test_figures import written


def assert_repeats_and_reads(draw: Callable[[], Described]) -> None:
    """Asserts that two drawings are equal, and that no word is small, cut off or covered."""
    drawn = draw()
    assert drawn.png() == draw().png()
    shown = written(drawn.figure)
    assert min(text.get_fontsize() for text, _ in shown) >= 9
    paper = drawn.figure.bbox
    for text, box in shown:
        assert box.x0 >= paper.x0 and box.x1 <= paper.x1, text
        assert box.y0 >= paper.y0 and box.y1 <= paper.y1, text
    for (one, box), (other, its_box) in combinations(shown, 2):
        assert not box.overlaps(its_box), (one, other)
