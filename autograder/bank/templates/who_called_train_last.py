"""Which modules are in train mode after some calls; one may be new, or guarded by an override."""

import random

from autograder.bank.material.moded_net import OVERRIDE, PARTS, awake_after, net_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template

NAMES = ("body", "backbone", "trunk", "features", "base")
HINT = "Go line by line: whom does the call reach, and who answers it?"


def make(rng: random.Random) -> Draft:
    """A body with BatchNorm and Dropout under a head; three to five lines change modes."""
    body, keeps = rng.choice(NAMES), rng.random() < 0.6
    wide, narrow, out = rng.randint(5, 9), rng.randint(2, 8), rng.randint(2, 5)
    calls = [
        f"model.{body}.requires_grad_(False)",
        *rng.sample(_calls(body, narrow, out), rng.randint(3, 4)),
    ]
    rng.shuffle(calls)
    calls.insert(0, f"model = Net().{rng.choice(['train', 'eval'])}()")
    plain = net_code(body, wide, narrow, out)
    kept = plain + ("\n" + OVERRIDE.format(body=body) if keeps else "\n")
    code = f"{kept.rstrip()}\n\n\n" + "\n".join(calls)
    question = (
        f"Which of `model`, its `{body}`, `{body}[1]`, `{body}[2]` and its `head`\n"
        "are in train mode at the end?"
    )
    awake = awake_after(code)
    right = Choice(_told(awake, body), "Run line by line, this is what `.training` says.")
    wrong = [
        *(Choice(_told(names, body), says, belief=why) for names, says, why in _mixed_up(awake)),
        *(
            Choice(_told(awake_after(_code(changed, slip)), body), says, **why)
            for changed, slip, says, why in _slips(plain, kept, calls, body)
        ),
    ]
    return Draft(f"{question}\n\n```python\n{code}\n```", right, wrong, HINT)


def _calls(body: str, narrow: int, out: int) -> list[str]:
    """Lines of which some are drawn."""
    return [
        "model.train()",
        "model.eval()",
        f"model.{body}.eval()",
        f"model.{body}.train()",
        f"model.{body}[1].train()",
        f"model.{body}[1].eval()",
        f"model.{body}[2] = nn.Dropout(0.2)",
        f"model.head = nn.Linear({narrow}, {out + 1})",
    ]


def _code(definition: str, calls: list[str]) -> str:
    """A definition and the lines after it."""
    return "\n".join([definition, *calls])


def _told(parts: set[str], body: str) -> str:
    """The parts as they are called in the code, in order."""
    names = [part.replace("body", body) for part in PARTS if part in parts]
    return ", ".join(f"`{name}`" for name in names) or "none of them"


def _mixed_up(awake: set[str]) -> list[tuple]:
    """What comes out when a call is thought to reach too few modules or too many."""
    every, inner = set(PARTS), {"body[1]", "body[2]"}
    return [
        (every - awake, "These are the ones in eval mode.", "train and eval are exchanged"),
        (every, "Some module here is in eval mode.", "modules thought awake while training"),
        (set(), "Some module here is awake.", "the whole model thought asleep"),
        (awake ^ {"model"}, "The mode of `model` is another one.", "a parent follows its parts"),
        (awake ^ {"head"}, "The mode of `head` is another one.", "the head thought an exception"),
        (awake ^ inner, "`train()` and `eval()` reach the children.", "a call stops at one module"),
        (awake ^ {"body[1]"}, "BatchNorm answers like any module.", "BatchNorm is an exception"),
    ]


def _slips(plain: str, kept: str, calls: list[str], body: str) -> list[tuple]:
    """Programs that do what a wrong way of thinking expects: definition, lines, truth, name."""
    part = f"model.{body}"
    found = []
    if kept.rstrip() != plain:
        found.append((plain, calls, f"`train` of the class puts `{body}` to sleep when it runs.",
                      {"belief": "the override is overlooked"}))  # fmt: skip
    sleeps = [line for line in calls[1:] if line.endswith("eval()")]
    if sleeps and "model.train()" in calls[calls.index(sleeps[0]) :]:
        found.append((plain, [*calls, *sleeps], "`model.train()` ran after an `eval()`.",
                      {"mistake": "E3"}))  # fmt: skip
    for at in [at for at, line in enumerate(calls) if " = nn." in line]:
        name = calls[at].partition(" = ")[0]
        told = [*calls[: at + 1], f"{name}.train(model.training)", *calls[at + 1 :]]
        found.append((kept, told, "A new module is born in train mode.", {"mistake": "E16"}))
    direct = [line for line in calls if line.startswith(part) and line.endswith("train()")]
    if direct:
        others = [line for line in calls if line not in direct]
        found.append((kept, others, f"`{direct[-1]}` wakes without asking the model.",
                      {"mistake": "E14"}))  # fmt: skip
    return found


TEMPLATE = Template("who_called_train_last", MEDIUM, ("05",), ("05.1", "05.3"), make)
