"""Marks that change after they were given: graded anew, handed in anew, set by hand.

choosing.py   which submissions a regrade is about     standing.py  what counts in the gradebook
anew.py       grades them, all or some exercises       changes.py   which marks changed, and why
judged.py     a copy of all work that was ever judged  tables.py    that, for reading and as CSV
past.py       the history of one submission

No mark depends on anything here.
"""
