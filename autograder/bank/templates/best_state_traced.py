"""A keeper of the best state, traced by hand: which number comes back at the end."""

import math
import random

from autograder.bank.material.stems import with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import printed_by

# Windows on the memory of the weight, and copies of it.
WINDOWS = (
    "net.state_dict()",
    "dict(net.state_dict())",
    "copy.copy(net.state_dict())",
    "{n: p.data for n, p in net.named_parameters()}",
    "{n: p.detach() for n, p in net.named_parameters()}",
)
COPIES = (
    "copy.deepcopy(net.state_dict())",
    "copy.deepcopy(net).state_dict()",
    "{n: p.detach().clone() for n, p in net.named_parameters()}",
    "{n: p.clone() for n, p in net.state_dict().items()}",
)
HINT = "Write down weight and score turn by turn: when does a line copy numbers, and when not?"


def make(rng: random.Random) -> Draft:
    """One number that falls by the same amount in each turn, and drawn scores."""
    start, fall = rng.randint(30, 90), rng.randint(2, 5)
    digits = [rng.randint(50, 95) for _ in range(rng.randint(4, 6))]
    if rng.random() < 0.7:
        # A tie with the best one, later.
        digits.append(max(digits))
    scores = [f"0.{digit}" for digit in digits]
    if rng.random() < 0.5:
        scores.insert(rng.randint(1, len(scores) - 1), "math.nan")
    sign, more = rng.choice((">", ">", ">=")), rng.randint(2, 4)
    window = rng.random() < 0.4
    keep = rng.choice(WINDOWS if window else COPIES)
    code = "\n".join(
        [
            "import copy",
            "import math",
            "",
            "net = nn.Linear(1, 1, bias=False)",
            f"nn.init.constant_(net.weight, {start}.0)",
            f"optimizer = torch.optim.SGD(net.parameters(), lr={fall}.0)",
            "",
            "def step():",
            "    optimizer.zero_grad()",
            "    net.weight.sum().backward()  # the gradient is 1",
            "    optimizer.step()",
            "",
            "high = -1.0",
            f"for score in [{', '.join(scores)}]:",
            "    step()",
            f"    if score {sign} high:",
            "        high = score",
            f"        kept = {keep}",
            f"for _ in range({more}):",
            "    step()",
            "net.load_state_dict(kept)",
            "print(int(net.weight.item()))",
        ]
    )
    right = int(printed_by(code))
    wrong = [
        Choice(str(value), f"{value} is the weight {when}.", mistake, belief)
        for turns, when, mistake, belief in _readings(scores, more, window)
        if (value := start - turns * fall) != right
    ]
    says = "The copy was made after the step of the turn that the comparison chose last."
    if window:
        says = "What was kept is a window on the weight, and shows its last number."
    return Draft(
        with_code("What do these lines print?", code), Choice(str(right), says), wrong, HINT
    )


def _readings(scores: list[str], more: int, window: bool) -> list[tuple[int, str, str, str]]:
    """After how many steps a reader may think that the state was kept, and why."""
    values = [math.nan if score == "math.nan" else float(score) for score in scores]
    best = max(value for value in values if not math.isnan(value))
    first, last = values.index(best), len(values) - 1 - values[::-1].index(best)
    alias = "F24" if window else ""
    early, late = ("", "") if window else ("ties keep the first one", "ties take the last one")
    nan = values.index(math.nan) + 1 if math.nan in values else 0
    return [
        (first + 1, "after the first turn with the highest score", alias, early),
        (last + 1, "after the last turn with the highest score", alias, late),
        (first, "before the first turn with the highest score", "", "the step comes later"),
        (last, "before the last turn with the highest score", "", "the step comes later"),
        (len(values), "after the last score", "", "the last turn is kept"),
        (len(values) + more, "at the very end", "", "every kept state is a window"),
        (1, "after the first turn", "", "the first turn is kept"),
        (0, "at the start", "", "nothing moves the weight"),
        *([(nan, "after the turn of nan", "", "nan is above any score")] if nan else []),
    ]


TEMPLATE = Template("best_state_traced", HARD, ("11",), ("11.4",), make)
