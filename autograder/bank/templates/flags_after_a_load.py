"""Which layers learn after values were loaded into a model, or a model was copied."""

import random

from autograder.bank.material.parameter_names import against, quoted, that_learn
from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

NAMES = (
    ("stem", "body", "neck", "head"),
    ("low", "mid", "high", "fc"),
    ("enc", "mix", "join", "out"),
    ("embed", "first", "second", "score"),
)
LOAD = "{new}.load_state_dict({old}.state_dict())\n"
COPY = "{new} = copy.deepcopy({old})\n"
UNION, BOTH = (
    "the flags of both models are thought to join",
    "a layer is thought to need both flags",
)
HINT = "What stands in a `state_dict`: values, flags, or both? And what does a copy keep?"


def make(rng: random.Random) -> Draft:
    """Two models of one make, each with layers frozen; one takes values from the other."""
    names = rng.choice(NAMES)
    old, new = rng.choice([("trained", "fresh"), ("first", "second"), ("saved", "model")])
    widths = [rng.randint(2, 9) for _ in range(5)]
    rows = "".join(
        f'        "{name}": nn.Linear({a}, {b}),\n'
        for name, a, b in zip(names, widths, widths[1:], strict=False)
    )
    built = f"def build():\n    return nn.ModuleDict({{\n{rows}    }})\n\n\n"
    in_old = rng.sample(names, rng.randint(1, 3))
    in_new = rng.sample(names, rng.randint(0, 2))
    later = rng.choice(names)
    flags = {
        old: "".join(f'{old}["{name}"].requires_grad_(False)\n' for name in in_old),
        new: "".join(f'{new}["{name}"].requires_grad_(False)\n' for name in in_new),
    }
    last = rng.choice(["", "", f'{new}["{later}"].requires_grad_(False)\n'])
    is_copy = rng.random() < 0.3
    start = f"{old} = build()\n{flags[old]}{new} = build()\n{flags[new]}"
    taken = (COPY if is_copy else LOAD).format(old=old, new=new)

    def layers(code: str, model: str) -> list[str]:
        asking = that_learn(names_after(code)[model])
        return [name for name in names if f"{name}.weight" in asking]

    imports = "import copy\n\n\n" if is_copy else ""
    code = f"{imports}{built}{start}{taken}{last}".rstrip()
    right = layers(code, new)
    of_old, of_new = layers(built + start, old), layers(built + start, new)
    swapped = f"import copy\n{built}{start}{(LOAD if is_copy else COPY).format(old=old, new=new)}"
    seen = later if last else (in_new or in_old)[-1]
    guesses = [
        (layers(swapped + last, new), "F21", ""),
        (of_old, "F21", ""),
        (of_new, "F21", ""),
        ([name for name in names if name in of_old or name in of_new], "", UNION),
        ([name for name in names if name in of_old and name in of_new], "", BOTH),
        ([name for name in names if name not in right], "", "frozen and learning are swapped"),
        (list(names), "", "loading is thought to thaw everything"),
        ([name for name in names if name != seen], "", "only one of the freezes is seen"),
        ([], "", "loading is thought to freeze everything"),
    ]
    why = (
        "A copy keeps the flags of its original."
        if is_copy
        else (f"Loading changes values; the flags of `{new}` stay as its own lines set them.")
    )
    ends = (f"Off in `{new}` at the end: {{}}.", f"Also on in `{new}` at the end: {{}}.")
    return Draft(
        f"Which layers of `{new}` ask for a gradient after this code?\n\n```python\n{code}\n```",
        Choice(quoted(right), why),
        [
            Choice(quoted(learning), against(learning, right, *ends), mistake, belief)
            for learning, mistake, belief in guesses
            if learning != right
        ],
        HINT,
    )


TEMPLATE = Template("flags_after_a_load", EASY, ("04",), ("04.5",), make)
