"""`python -m autograder export`: the marks of a class in the formats of other programs.

grades.py      what nbgrader's database holds on a lesson
marked.py      what is exported: the marks that count, and what learners were told
roster.py      who is in the class, and by which names other programs know them
matching.py    which line of another program's table is which learner
listed.py      everybody in the class beside their marks, in the order of the file
cells.py       CSV that a program can import and a spreadsheet does not run
canvas.py, moodle.py, worksheet.py, gradescope.py, by_nbgrader.py   one format each

No hidden material is in any of them: no seeds, no evidence, only what feedback pages say.
"""
