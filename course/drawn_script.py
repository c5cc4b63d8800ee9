"""The fraud desk's training script with six faults drawn for a learner, one each of lessons 2 to 7.

The lines stand here as text. Which faults a script holds follows from the learner's name alone.
"""

import hashlib
from collections.abc import Mapping

# Lesson: the faults that it can have, by their ids.
FAULTS = {
    2: ("A5", "A8", "A18"),
    3: ("B1", "C7"),
    4: ("D6", "D4"),
    5: ("E3", "E2"),
    6: ("F11", "F10"),
    7: ("H6", "H5"),
}

FREEZE = {
    "A5": ["model.requires_grad = False"],
    "A8": ["for parameter in model.parameters():", "    parameter.require_grad = False"],
    "A18": ["for value in model.state_dict().values():", "    value.requires_grad = False"],
}
HEAD = ["model.head = nn.Linear(model.head.in_features, 2)"]
OPTIMIZER = {
    "D6": ['optimizer = torch.optim.AdamW(model.head.parameters(), lr=plan["lr_head"])'],
    "D4": ['optimizer = torch.optim.AdamW(model.parameters(), lr=plan["lr_head"])'],
}
CLEAR = {"D6": ["    optimizer.zero_grad()"], "D4": ["    model.head.zero_grad()"]}
THAW = {
    "B1": [
        "for name, parameter in model.named_parameters():",
        '    if name.startswith("body." + plan["thaw"]):',
        "        parameter.requires_grad = True",
    ],
    "C7": ['model.body.get_submodule(plan["thaw"]).requires_grad_(True)'],
}
INPUT = {"F11": "model.head(features)", "F10": "model(images)"}
COUNT = {
    "H6": [
        "recalls = []",
        'for images, labels in data["validation"]:',
        "    called = model(images).argmax(dim=1)",
        "    if (labels == 1).any():",
        "        recalls.append((called[labels == 1] == 1).float().mean().item())",
        "return sum(recalls) / len(recalls)",
    ],
    "H5": [
        "found = frauds = 0",
        'for images, labels in data["validation"]:',
        "    called = model(images).argmax(dim=1, keepdim=True)",
        "    found += int(((called == 1) & (labels == 1)).sum())",
        "    frauds += int((labels == 1).sum())",
        "return found / frauds",
    ],
}


def drawn_faults(learner: str) -> dict[int, str]:
    """The fault of each lesson from 2 to 7 in the script of the learner with this name.

    Case and spaces around the name do not matter.
    """
    digits = hashlib.sha256(learner.strip().lower().encode()).digest()
    return {
        lesson: faults[digit % len(faults)]
        for digit, (lesson, faults) in zip(digits, FAULTS.items(), strict=False)
    }


def script(faults: Mapping[int, str]) -> str:
    """The function `training_script` with these faults, one for each lesson from 2 to 7."""
    flags, names, groups, modes, cache, count = (faults[lesson] for lesson in FAULTS)
    awake = ["model.train()"] if cache == "F10" else []
    asleep = ["model.eval()"] if modes == "E3" else []
    made = [*HEAD, *OPTIMIZER[groups]] if names == "B1" else [*OPTIMIZER[groups], *HEAD]
    body = [
        'images, labels = data["train"]',
        *FREEZE[flags],
        *made,
        *(awake or asleep),
        "",
        "with torch.no_grad():",
        "    features = model.body(images)",
        *(asleep if awake else []),
        'for _ in range(plan["head_steps"]):',
        *_step(groups, "model.head(features)"),
        "",
        *THAW[names],
        'for _ in range(plan["steps"]):',
        *(["    model.train()"] if modes == "E3" else []),
        *_step(groups, INPUT[cache]),
        "model.eval()",
        "",
        *COUNT[count],
    ]
    head = "def training_script(model: nn.Module, data: dict, plan: dict) -> float:"
    return "\n".join([head, *(f"    {line}" if line else "" for line in body)])


def _step(groups: str, output: str) -> list[str]:
    """The lines of one training step inside a loop."""
    loss = f"    cross_entropy({output}, labels).backward()"
    return [*CLEAR[groups], loss, "    optimizer.step()"]
