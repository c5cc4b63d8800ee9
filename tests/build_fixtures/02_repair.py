# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# 2 · Repair
"""


# %% exercise="repair"
def repair(a: int, b: int) -> int:
    """The larger one."""
    ### BEGIN SOLUTION
    larger = max(a, b)
    return larger
    ### STARTER
    # if a > b:
    #     return b
    # return a
    ### END SOLUTION


# %% check="repair" points=0.5
assert repair(1, 2) == 2
