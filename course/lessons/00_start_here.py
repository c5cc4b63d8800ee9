# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# Start here

This course is about *freezing*: keeping parts of a neural network as they are while the rest
learns.
When does it help? How is it done so that it really happens? What does it save, and what does it
cost? You answer with measurements, on this computer, offline.

Twelve lessons lead from a single flag to a fraud desk in trouble. Each has four to six exercises. A
check under each of them says at once what was seen and what to try.
"""

# %% [markdown]
"""
## Your map

Run the next cell with Shift+Enter. It shows what you have done on this computer, and what is next.
Run it again whenever you come back; `make lab` does so for you.
"""

# %% tags=["nbval-ignore-output"]
from autograder import course_map, explain, flashcards, mode, quiz, start_over

course_map()

# %% [markdown]
"""
## How to work

* Run a lesson's cells from the top. Guess where you are asked to: a guess costs nothing, and what
  surprises you stays.
* An exercise is a function to complete. Its check tries your function on networks and tells what
  it saw. You may try as often as you like.
* Stuck? `hint("freeze")`, with the name of the exercise, gives a step. Call it again for the next
  one. After a pass it shows the reference solution, and other ways that are right.
* A panel that names a mistake, such as A5, has a card about it: `explain("A5")`.
* At the end of a lesson ten questions wait to practise on, new ones each time, and ten that count.
* Save the notebook before you hand it in. *Validate*, in the toolbar, runs it as grading does.
"""

# %% [markdown]
"""
## Ten ways to learn

The same facts, seen in ten ways. Choose one, and it shows you the places to go.
"""

# %% tags=["nbval-ignore-output"]
mode()

# %% [markdown]
"""
Put the name of one between the quotes:
"""

# %% tags=["nbval-ignore-output"]
mode("predict first")

# %% [markdown]
"""
## Recall

Flashcards show a piece of code and ask what happens. Say honestly whether you knew it: then the
card comes back later, or soon.
"""

# %% tags=["nbval-ignore-output"]
flashcards()

# %% [markdown]
"""
Ten questions on any lesson, new ones each time:
"""

# %% tags=["nbval-ignore-output"]
quiz("01_what_freezing_does")

# %% [markdown]
"""
## Begin anew

Your progress lies in a small file on this computer. Nobody else sees it, and grading does not need
it. To empty the map, call this; it asks before it does anything, and keeps the old file.
"""

# %% tags=["nbval-ignore-output"]
start_over()
