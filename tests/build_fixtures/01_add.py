# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
r"""
# 1 · Add

Some $\alpha$ prose.
"""

# %% tags=["demo"]
import os

print("files here:", os.listdir())

# %% [markdown]
"""
### Exercise 1.1 · `add`
"""


# %% exercise="add"
def add(a: int, b: int) -> int:
    """The sum."""
    ### BEGIN SOLUTION
    return a + b
    ### END SOLUTION


# %% check="add" points=20
assert add(1, 2) == 3


# %% practice="guess"
guess = 3
