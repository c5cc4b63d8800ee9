"""Which change a camera made, read off what each block alone brought back in the shipped runs."""

import random

from autograder.bank.material.shipped_rows import drawn_seeds, mean_over, table
from autograder.bank.question import EASY, Choice, Draft, Template
from course.shifts import BLOCKS, shipped_results

# By family, every shift of the shipped runs in words; of a family one stands in the question.
WORDS = {
    "labels": {
        "labels moved": ["Label y becomes (y + 3) mod 10", "Every label moves on by 3"],
        "y + 7 mod 10": ["Label y becomes (y + 7) mod 10, pictures stay", "Labels move on by 7"],
        "9 - y": ["Label y becomes 9 - y", "The labels count backwards: y becomes 9 - y"],
    },
    "places": {
        "tiles mirrored": ["Every 2x2 tile is turned by half a turn", "2x2 tiles turn half round"],
        "2x2 tiles flipped at a diagonal": [
            "Every 2x2 tile is flipped at a diagonal",
            "2x2 tiles are flipped",
        ],
    },
    "grey levels": {
        "inverted": ["Grey level x becomes 1 - x", "Light and dark are exchanged in every pixel"],
        "0.9 - 0.8x": ["Grey level x becomes 0.9 - 0.8x", "x becomes 0.9 - 0.8x in every pixel"],
        "0.8 - 0.6x": ["Grey level x becomes 0.8 - 0.6x", "x becomes 0.8 - 0.6x everywhere"],
    },
    "contrast": {
        "contrast": ["Grey level x becomes 0.35x + 0.5", "All is pale: x becomes 0.35x + 0.5"]
    },
}
BELIEFS = {
    "labels": "the head is thought to mend every change",
    "places": "changed places are thought to be mended anywhere",
    "grey levels": "exchanged light and dark are thought to be mended anywhere",
    "contrast": "the choice of the block is thought not to matter",
}
WHY = {
    "labels": "The head gains most: the pictures are as before, their names are not.",
    "places": "Block 2 looks at neighbours, and it is the one that mends changed places best.",
    "grey levels": "Block 3 is ahead and block 1 far behind: so it was when light became dark.",
    "contrast": "All blocks end close together: any of them mends a weaker contrast.",
}
HINT = "Which block stands out, and how far is the worst one behind?"


def make(rng: random.Random) -> Draft:
    """One shift, some of its seeds; the options are one shift of each family."""
    shipped = shipped_results()
    means = {
        shift: {block: parts[block]["mean"] for block in BLOCKS}
        for shift, parts in (shipped["shifts"] | shipped["hidden"]).items()
    }
    family = rng.choice(list(WORDS))
    offered = {name: rng.choice(list(shifts)) for name, shifts in WORDS.items()}
    parts = (shipped["shifts"] | shipped["hidden"])[offered[family]]
    seeds = drawn_seeds(rng, len(parts["head"]["accuracies"]), least=3)
    row = [f"{mean_over(parts[block]['accuracies'], seeds):.3f}" for block in BLOCKS]
    choices = {
        name: Choice(
            rng.choice(WORDS[name][shift]) + ".",
            WHY[name] if name == family else _of(means[shift]),
            belief="" if name == family else BELIEFS[name],
        )
        for name, shift in offered.items()
    }
    right = choices.pop(family)
    return Draft(
        "A camera has changed what it delivers. In a `SmallNet` that reads digits, one block at a "
        "time was retrained on 50 labelled pictures of that camera, and the other four stayed "
        f"frozen. Mean accuracy over {len(seeds)} runs, by the block that was retrained:\n\n"
        f"{table([f'`{block}`' for block in BLOCKS], [row])}\n\nWhich change fits these numbers?",
        right,
        list(choices.values()),
        HINT,
    )


def _of(means: dict[str, float]) -> str:
    """What the blocks reached after another change."""
    best, worst = max(means, key=means.get), min(means, key=means.get)
    return (
        f"After that change `{best}` came out best with {means[best]:.2f}, "
        f"and `{worst}` worst with {means[worst]:.2f}."
    )


TEMPLATE = Template("camera_from_scores", EASY, ("09",), ("09.1",), make)
