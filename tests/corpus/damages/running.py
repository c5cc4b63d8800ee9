"""Notebooks that are whole and run untidily: D9 to D12."""

from autograder.sample_class import answered, began_with, solved
from tests.corpus.damages.damage import FULL, Damage, at, code, in_cells

NOISE = """
import logging, sys, warnings
from tqdm import tqdm
for number in tqdm(range(100)):
    pass
logging.getLogger().error("loss is 0.31")
warnings.warn("lr_scheduler.step() before optimizer.step()")
print("half way", file=sys.stderr)
"""
FIGURE = """
import matplotlib.pyplot as plt
plt.plot([1, 2, 3])
plt.show()
"""
SLOW = "import time\n\ntime.sleep(1)"
SHELL = """
%matplotlib inline
%pip install torch
!ls
!echo hello > hello.txt
"""
LOST_FILE = "numbers = open('/home/ada/lessons/numbers.csv').read()"
OVERWRITTEN = """
net = split = before = after = None
check = print
guess = "many"
"""
LATER = {
    "double": "torch.set_default_dtype(torch.float64)",
    "no_gradients": "torch.set_grad_enabled(False)",
    "two_threads": "torch.set_num_threads(2)\ntorch.rand(600, 600) @ torch.rand(600, 600)",
    "one_seed": "torch.manual_seed(0)\nimport random\nrandom.seed(0)",
    "elsewhere": "import os, tempfile\nos.chdir(tempfile.mkdtemp())",
    "overwritten": OVERWRITTEN,
}


def after_imports(source):
    """Put a cell with this source below the lesson's imports."""
    return in_cells(lambda cells: cells.insert(at(cells, "cell-04") + 1, code(source.strip())))


def begun(source):
    """A solved lesson below a cell with this source."""
    return (solved(), began_with(source))


NOISY = [
    Damage("noise", "D9", FULL, "", changes=begun(NOISE)),
    Damage("figure", "D9", FULL, "", changes=begun(FIGURE)),
    Damage("asks", "D9", FULL, "", changes=begun("name = input('Who are you?')")),
]
ONE_BAD = [
    Damage("syntax", "D10", 60, "", changes=(solved(), answered("freeze", "def freeze(module:\n"))),
    Damage("raises", "D10", 65, "", changes=(solved(), answered("grad_map", "raise ValueError"))),
    Damage("unknown_name", "D10", FULL, "", changes=begun("no_such_name")),
    Damage("slow", "D10", FULL, "", changes=begun(SLOW)),
]
LEFTOVERS = [Damage(name, "D11", FULL, "", after_imports(source)) for name, source in LATER.items()]
SURROUNDINGS = [
    Damage("shell_lines", "D12", FULL, "", changes=begun(SHELL)),
    Damage("lost_file", "D12", FULL, "", changes=begun(LOST_FILE)),
]
