"""The figures: what they say in words, and that the picture can be read."""

import base64
import re
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from course.clinic_figures import COLOURS, OUTCOMES, loss_curves, outcome_grid
from course.described import INK
from course.figures import HOLDS, LEARNS, accuracy_bars, freeze_map
from course.four_starts import shipped_results
from course.models import two_linear


def two_panels():
    free = {"0.weight": 3.0, "0.bias": 4.0, "2.weight": 0.6, "2.bias": 0.8}
    frozen = free | {"0.weight": None, "0.bias": None}
    return freeze_map(two_linear(0), {"nothing frozen": free, "body frozen": frozen})


def four_bars():
    return accuracy_bars(shipped_results()["starts"])


def seven_curves():
    fall = [0.8, 0.6, 0.5]
    return loss_curves({f"{n} · patient": [x + n / 100 for x in fall] for n in range(7)})


def five_outcomes():
    return outcome_grid([(f"p.{o} = <{o}>", o, f"group {i // 3}") for i, o in enumerate(OUTCOMES)])


FIGURES = [two_panels, four_bars, seven_curves, five_outcomes]


@pytest.fixture(params=FIGURES)
def picture(request):
    return request.param()


def test_the_freeze_map_names_norms_and_frozen_blocks():
    """3 and 4 make 5: the norm of a block is taken over all its tensors."""
    assert two_panels().alt == (
        "nothing frozen: gradient norm 0 5.00, 2 1.00; frozen: none. "
        "body frozen: gradient norm 2 1.00; frozen: 0."
    )


def test_a_frozen_block_is_hatched_and_says_so():
    _, body_frozen = two_panels().figure.axes
    hatches = [patch.get_hatch() for patch in body_frozen.patches if patch.get_height() < 0]
    assert hatches == ["///", None]
    said = [text.get_text() for text in body_frozen.texts if "\n" in text.get_text()]
    assert said == ["0\n55\nfrozen", "2\n12\nlearns"]


def test_a_wholly_frozen_network_can_be_drawn():
    nothing = dict.fromkeys(["0.weight", "0.bias", "2.weight", "2.bias"])
    drawn = freeze_map(two_linear(0), {"all frozen": nothing})
    assert drawn.alt == "all frozen: no gradient; frozen: 0, 2."
    assert drawn.png()


def test_the_bars_give_every_mean_with_its_spread_and_a_dot_per_seed():
    drawn = four_bars()
    (axes,) = drawn.figure.axes
    assert drawn.alt.startswith("Mean test accuracy over 8 seeds: ")
    for name, result in shipped_results()["starts"].items():
        value = f"{result['mean']:.3f} ± {result['spread']:.3f}"
        assert f"{name} {value}" in drawn.alt
        assert value in [text.get_text() for text in axes.texts]
    dots = [list(line.get_xdata()) for line in axes.lines]
    assert dots == [result["accuracies"] for result in shipped_results()["starts"].values()]


def test_the_curves_say_where_each_begins_and_ends():
    drawn = seven_curves()
    assert "it falls in 7 of 7 curves" in drawn.alt
    assert "6 · patient from 0.86 to 0.56" in drawn.alt
    assert "lie 0.06 apart" in drawn.alt


def test_curves_that_coincide_differ_in_dash_and_width():
    (axes,) = seven_curves().figure.axes
    dashes = {str(line._unscaled_dash_pattern) for line in axes.lines}
    assert len(dashes) == 7
    widths = [line.get_linewidth() for line in axes.lines]
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 7


def test_the_grid_counts_the_outcomes_and_names_each_snippet():
    drawn = five_outcomes()
    assert drawn.alt.startswith(
        "5 snippets: raises 1, nothing 1, partly 1, freezes 1, unfreezes 1. group 0: "
    )
    (axes,) = drawn.figure.axes
    said = [text.get_text() for text in axes.texts]
    for outcome, (_, sign) in OUTCOMES.items():
        assert f"p.{outcome} = <{outcome}> → {outcome}" in drawn.alt
        assert f"{sign} {outcome}" in said


def test_the_grid_refuses_an_unknown_outcome():
    with pytest.raises(KeyError, match="explodes"):
        outcome_grid([("p", "explodes", "group")])


def test_jupyter_gets_an_image_with_alt_text_and_the_same_words_as_plain_text(picture):
    bundle = picture._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"] == repr(picture) == picture.alt
    image = re.compile(r'<img .*alt="([^"]+)" src="data:image/png;base64,(.+)">')
    alt, source = image.fullmatch(bundle["text/html"]).groups()
    assert "<" not in alt
    assert alt.replace("&lt;", "<").replace("&gt;", ">") == picture.alt
    assert base64.b64decode(source).startswith(b"\x89PNG")


@pytest.mark.parametrize("draw", FIGURES)
def test_a_picture_is_the_same_bytes_each_time_it_is_drawn(draw):
    content = draw().png()
    assert content == draw().png()
    assert len(content) < 150_000


def written(figure):
    """Every visible text of `figure` with the box it takes on paper."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    # Ticks beyond the ends of an axis have labels too, which are never drawn.
    beyond = {
        tick.label1
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }
    texts = [text for text in figure.findobj(Text) if text.get_text() and text not in beyond]
    return [(text, text.get_window_extent(renderer)) for text in texts if text.get_visible()]


def test_no_text_is_small_or_cut_off_or_covers_another(picture):
    shown = written(picture.figure)
    assert len(shown) > 5
    assert min(text.get_fontsize() for text, _ in shown) >= 9
    paper = picture.figure.bbox
    for text, box in shown:
        assert box.x0 >= paper.x0 and box.x1 <= paper.x1, text
        assert box.y0 >= paper.y0 and box.y1 <= paper.y1, text
    for (one, box), (other, its_box) in combinations(shown, 2):
        assert not box.overlaps(its_box), (one, other)


def test_the_ground_is_white_whatever_the_theme(picture):
    assert picture.figure.get_facecolor() == (1, 1, 1, 1)


def contrast(one, other):
    """Contrast ratio of two colours, from 1 to 21. Source: WCAG 2.2, relative luminance."""

    def luminance(colour):
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
        ]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_words_stand_out_from_their_ground_and_curves_from_white():
    assert contrast("white", LEARNS) >= 4.5
    for ground in [HOLDS, *(fill for fill, _ in OUTCOMES.values())]:
        assert contrast(INK, ground) >= 4.5
    assert min(contrast(colour, "white") for colour in COLOURS) >= 4.5
