"""What a search for invented attributes prints, after several lines that meant to freeze."""

import random
from collections.abc import Iterable

from autograder.bank.material.chains import Chain, drawn_chain
from autograder.bank.material.stems import said, with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

# A name that somebody invents on layers, and one on parameters.
PAIRS = (("requires_grad", "require_grad"), ("trainable", "trainable"), ("frozen", "frozen"))
FLAGS = (
    "model.{tensor}.requires_grad = False",
    "model.{tensor}.requires_grad_(False)",
    "model.{layer}.requires_grad_(False)",
)
HINT = "Go line by line: on which object does a new entry appear, and is it of the kind searched?"
BOTH = "layers and parameters are searched together"
OTHER = "layers and parameters are mixed up"
FLAG = "a real flag that is off is taken for an invention"
HAS = "an attribute that exists is taken for an invention"
NEVER = "Python is thought to refuse new attributes"
ONE = "the search is thought to end at its first find"
LAST = "an earlier find is thought to be replaced"


def make(rng: random.Random) -> Draft:
    """Four to six lines on drawn objects, then a search of the modules or of the parameters."""
    chain = drawn_chain(rng, 3)
    names, on_layers = rng.choice(PAIRS), rng.random() < 0.5
    code = f"{chain.code}\n{_lines(rng, chain, names, on_layers)}"
    listing, name = ("named_modules", names[0]) if on_layers else ("named_parameters", names[1])
    head = f"path for path, owner in model.{listing}()"
    search = f'[\n    {head}\n    if "{name}" in vars(owner)\n]'
    left = names_after(f"{code}\nfound = {search}")
    model, found = left["model"], left["found"]
    modules, parameters = dict(model.named_modules()), dict(model.named_parameters())
    on_modules = [path for path, owner in modules.items() if names[0] in vars(owner)]
    on_tensors = [path for path, owner in parameters.items() if names[1] in vars(owner)]
    off = [path for path, parameter in parameters.items() if not parameter.requires_grad]
    if on_layers:
        off = list(dict.fromkeys(path.partition(".")[0] for path in off))
    owners = list(chain.layers) if on_layers else list(parameters)

    def wrong(paths: Iterable[str], belief: str) -> Choice:
        """A wrong list, with what the search really finds."""
        listed = [path for path in (*owners, *on_modules, *on_tensors) if path in paths]
        return Choice(
            f"`{list(dict.fromkeys(listed))}`", f"In fact it finds {said(found)}.", belief=belief
        )

    return Draft(
        with_code("What does the last statement print?", f"{code}\nprint({search})"),
        Choice(
            f"`{found}`", f"A line put a new entry on {said(found)}, and on nothing else searched."
        ),
        [
            wrong([*on_modules, *on_tensors], BOTH),
            wrong(on_tensors if on_layers else on_modules, OTHER),
            wrong([*found, *off], FLAG),
            wrong([*found, *off[:1]], FLAG),
            wrong([*found, *off[-1:]], FLAG),
            wrong(off, FLAG),
            wrong(owners[:4], HAS),
            wrong([], NEVER),
            wrong(found[:1], ONE),
            wrong(found[-1:], LAST),
        ],
        HINT,
    )


def _lines(rng: random.Random, chain: Chain, names: tuple[str, str], on_layers: bool) -> str:
    """Inventions on layers and on parameters, more of those searched, and one or two real flags."""
    many, few = rng.randint(1, 3), rng.randint(1, 2)
    layers = rng.sample(chain.layers, many if on_layers else few)
    tensors = rng.sample(chain.tensors, few if on_layers else many)
    value = names[0] == "frozen"
    lines = [f"model.{layer}.{names[0]} = {value}" for layer in layers]
    lines += [f"model.{tensor}.{names[1]} = {value}" for tensor in tensors]
    lines += [
        flag.format(layer=rng.choice(chain.layers), tensor=rng.choice(chain.tensors))
        for flag in rng.sample(FLAGS, rng.randint(1, 2))
    ]
    rng.shuffle(lines)
    return "\n".join(lines)


TEMPLATE = Template("stray_attributes", MEDIUM, ("02",), ("02.3",), make)
