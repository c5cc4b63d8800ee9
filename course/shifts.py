"""Which block to retrain when the world changes: four changes for all to see, and six hidden ones.

`python -m course.shifts` makes course/assets/shifts.json in about six minutes. The network has
learned MNIST at 8x8 and is to go on doing so, with five labelled images per class of what a strange
camera delivers. One block learns, or everything; rates are chosen on validation for each.
"""

import copy
import json
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import torch

from course.data import ASSETS, Images, few, keep_asset, mnist8_split
from course.depth import result
from course.models import SmallNet, pretrained_small_net
from course.pretrain import pretrain
from course.training import accuracy, fit, watched

SEEDS = 8
DRAWS = 5
STEPS = 100
RATES = (1e-3, 3e-3, 1e-2)
BLOCKS = ("block1", "block2", "block3", "block4", "head")
EVERYTHING = "everything"
RECIPE = (
    "SmallNet that learned MNIST at 8x8 in 600 steps; of 1 000 other images 300 to draw 5 labels "
    "per class from, 200 for validation, 500 to test on, all changed alike; one block or "
    "everything learns, 100 steps of Adam on all labels at once, rate 1e-3, 3e-3 or 1e-2, chosen "
    "on validation; a seed draws split, labels and its own pretraining; hidden changes: the "
    "shipped network, 5 draws of labels; spread is the population standard deviation"
)
Shift = Callable[[torch.Tensor, torch.Tensor], Images]


class Camera(NamedTuple):
    """What a camera delivers: labelled images to learn from, to choose by, and to test on once."""

    labelled: Images
    validation: Images
    test: Images


def grey_levels(factor: float, offset: float) -> Shift:
    """Every grey level x becomes `factor` * x + `offset`."""
    return lambda images, labels: Images(factor * images + offset, labels)


def tiles(change: Callable[[torch.Tensor], torch.Tensor]) -> Shift:
    """Every 2x2 tile of the image is changed by itself.

    `change` takes and gives (n, 1, 4, 2, 4, 2): tile row, row in it, tile column, column in it.
    """
    return lambda images, labels: Images(
        change(images.reshape(-1, 1, 4, 2, 4, 2)).reshape(-1, 1, 8, 8), labels
    )


def at_a_diagonal(pixels: torch.Tensor) -> torch.Tensor:
    """The tiles of `tiles`, each flipped at the diagonal from bottom left to top right."""
    return pixels.transpose(3, 5).flip(3, 5)


def relabelled(factor: int, offset: int) -> Shift:
    """Every label y becomes (`factor` * y + `offset`) mod 10."""
    return lambda images, labels: Images(images, (factor * labels + offset) % 10)


SHIFTS = {
    "contrast": grey_levels(0.35, 0.5),
    "inverted": grey_levels(-1.0, 1.0),
    "tiles mirrored": tiles(lambda images: images.flip(3, 5)),
    "labels moved": relabelled(1, 3),
}
# By family; which of a family is asked about is drawn. Contrast is not: any block mends it.
HIDDEN = {
    "grey levels": {
        "0.9 - 0.8x": grey_levels(-0.8, 0.9),
        "0.8 - 0.6x": grey_levels(-0.6, 0.8),
    },
    "places": {
        "2x2 tiles flipped at a diagonal": tiles(at_a_diagonal),
        "2x2 tiles flipped, and paler": tiles(lambda images: 0.7 * at_a_diagonal(images) + 0.1),
    },
    "labels": {"y + 7 mod 10": relabelled(1, 7), "9 - y": relabelled(-1, 9)},
}


def through(shift: Shift, seed: int = 0, draw: int | None = None) -> Camera:
    """What the camera delivers: 50, 200 and 500 images that no network of this seed has seen.

    `draw` decides which 50 carry labels; if None, the seed does.
    """
    images, labels = mnist8_split(seed).test
    pool = few(images[:300], labels[:300], per_class=5, seed=seed if draw is None else draw)
    parts = (pool, (images[300:500], labels[300:500]), (images[500:], labels[500:]))
    return Camera(*(shift(*part) for part in parts))


def retrained(base: SmallNet, part: str, rate: float, labelled: Images) -> SmallNet:
    """A copy of `base` of which one block has learned `labelled`, or everything."""
    net = copy.deepcopy(base)
    if part != EVERYTHING:
        net.requires_grad_(False)
        net.get_submodule(part).requires_grad_(True)
    fit(net, *labelled, steps=STEPS, lr_head=rate)
    return net


def chosen_on_validation(base: SmallNet, part: str, camera: Camera) -> tuple[float, float]:
    """Test accuracy with the best rate, and that rate."""
    nets = {rate: retrained(base, part, rate, camera.labelled) for rate in RATES}
    # max keeps the first of equals: the smaller rate wins a tie.
    best = max(nets, key=lambda rate: accuracy(nets[rate], *camera.validation))
    return accuracy(nets[best], *camera.test), best


def one_seed(seed: int = 0) -> dict[str, dict[str, float]]:
    """Test accuracy by shift and part for one seed, in 5 to 12 s on one core.

    Quicker than the shipped results in two ways: the network is the shipped one, and each part
    learns at the rate that it chose most often there (the earlier seed's in a tie).
    """
    base, scores = pretrained_small_net(), {}
    for name, parts in shipped_results()["shifts"].items():
        camera = through(SHIFTS[name], seed)
        scores[name] = {}
        for part in (*BLOCKS, EVERYTHING):
            rate = Counter(parts[part]["rates"]).most_common(1)[0][0]
            net = retrained(base, part, rate, camera.labelled)
            scores[name][part] = accuracy(net, *camera.test)
    return scores


def shipped_results() -> dict:
    """What course/assets/shifts.json holds.

    `{"recipe": str, "torch": str, "shifts": {shift: {part: RESULT}}, "hidden": {shift: {block:
    RESULT}}}` with RESULT = `{"mean": float, "spread": float, "accuracies": [float, ...]}`, and
    "rates", the chosen ones, beside. The parts are "untouched", which has no rates, the five
    blocks and "everything".
    """
    return json.loads((ASSETS / "shifts.json").read_text(encoding="utf-8"))


def measured(runs: list[tuple[SmallNet, Camera]], parts: tuple[str, ...]) -> dict[str, dict]:
    """The results of each part over several networks and what a camera gives them."""
    table = {}
    for part in parts:
        scores = [chosen_on_validation(base, part, camera) for base, camera in runs]
        table[part] = result([score for score, _ in scores]) | {"rates": [r for _, r in scores]}
    return table


def main() -> None:
    """Write course/assets/shifts.json and print its means."""
    torch.set_num_threads(1)
    bases = [pretrain(seed) for seed in watched(range(SEEDS), "pretraining")]
    shifts, hidden = {}, {}
    for name, shift in watched(SHIFTS.items(), "shifts"):
        runs = [(base, through(shift, seed)) for seed, base in enumerate(bases)]
        untouched = result([accuracy(base, *camera.test) for base, camera in runs])
        shifts[name] = {"untouched": untouched} | measured(runs, (*BLOCKS, EVERYTHING))
    for name, shift in watched(every_hidden().items(), "hidden shifts"):
        runs = [(pretrained_small_net(), through(shift, draw=draw)) for draw in range(DRAWS)]
        hidden[name] = measured(runs, BLOCKS)
    release = torch.__version__.split("+")[0]
    results = {"recipe": RECIPE, "torch": release, "shifts": shifts, "hidden": hidden}
    keep_asset("shifts.json", (json.dumps(results, indent=1) + "\n").encode())
    for name, parts in (shifts | hidden).items():
        said = [f"{part} {r['mean']:.3f} ± {r['spread']:.3f}" for part, r in parts.items()]
        print(f"{name}: {', '.join(said)}")


def every_hidden() -> dict[str, Shift]:
    """The six hidden shifts by name."""
    return {name: shift for family in HIDDEN.values() for name, shift in family.items()}


if __name__ == "__main__":
    main()
