"""What a freeze by name does to a tensor that has two names."""

import random

from autograder.bank.material.parameter_names import against, quoted
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

TABLES = ("emb", "words", "lookup", "tokens", "table")
MIDDLES = ("body", "mid", "block", "core", "trunk")
ENDS = ("out", "score", "predict", "logits", "decoder")
NONE = "no name"
ALONE = "the bias is thought to have the flag of its weight"
ALL = "more names are thought to be met"
TEST, LEFT = (
    "the condition is thought to be turned round",
    "a shared tensor is thought to be exempt",
)
ON, LACKS = "After the loop the flag is on: {}.", "The list lacks {}."
HINT = "Under which names does `named_parameters()` list the tensors? Each tensor comes once."


def make(rng: random.Random) -> Draft:
    """A table, a middle layer and an end that shares its weight; the order of all three varies."""
    table, middle, end = (rng.choice(names) for names in (TABLES, MIDDLES, ENDS))
    words, width = rng.randint(5, 20), rng.randint(2, 9)
    layers = {
        table: f"nn.Embedding({words}, {width})",
        middle: f"nn.Linear({width}, {width})",
        end: f"nn.Linear({width}, {words})",
    }
    order = rng.sample(list(layers), 3)
    owner, borrower = rng.sample([table, end], 2)
    meant = rng.choice([owner, borrower, borrower, table, end])
    test = rng.choice(['name.startswith("{}.")', 'not name.startswith("{}.")', '"{}" in name'])
    condition = test.format(meant)
    built = "\n".join(f'    "{name}": {layers[name]},' for name in order)
    code = (
        f"model = nn.ModuleDict({{\n{built}\n}})\n"
        f'model["{borrower}"].weight = model["{owner}"].weight\n'
        "for name, parameter in model.named_parameters():\n"
        f"    if {condition}:\n        parameter.requires_grad_(False)"
    )
    model = names_after(code)["model"]
    named = dict(model.named_parameters(remove_duplicate=False))
    listed = [name for name, _ in model.named_parameters()]
    right = [name for name, parameter in named.items() if not parameter.requires_grad]

    shared = [f"{name}.weight" for name in order if name in (table, end)]
    met = [name for name in named if eval(condition, {"name": name})]
    met_listed = [name for name in listed if name in met]
    guesses = [
        (met, "B13", ""),
        (met_listed, "B13", ""),
        ([name for name in named if name in met or name in shared], "B13", ""),
        ([name for name in named if name not in right], "", TEST),
        ([name for name in right if name not in shared], "", LEFT),
        ([name for name in named if name in right or name == f"{end}.bias"], "", ALONE),
        ([name for name in named if name in right or name.startswith(middle)], "", ALL),
        (list(named), "", ALL),
        ([], "B4", ""),
    ]
    return Draft(
        "Which names belong to a frozen parameter after this code? A tensor with two names counts\n"
        f"under both.\n\n```python\n{code}\n```",
        Choice(quoted(right, NONE), f"The loop meets the shared tensor once, as `{shared[0]}`."),
        [
            Choice(quoted(names, NONE), against(names, right, ON, LACKS), mistake, belief)
            for names, mistake, belief in guesses
            if names != right
        ],
        HINT,
    )


TEMPLATE = Template("frozen_under_both_names", MEDIUM, ("03",), ("03.1", "03.4"), make)
