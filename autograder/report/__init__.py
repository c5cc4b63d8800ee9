"""`python -m autograder report`: what a graded class knows, and what it misunderstands.

class_report.py    what a report holds, as plain values; every form shows these and no others
gathering.py       from a class to its report
reading.py         verdicts of the history, beside
book.py            the marks of nbgrader's database
items.py           difficulty and discrimination; titles.py what exercises and questions are
misconceptions.py  mistakes by share of those who tried
examples.py        learners' answers that show one; excerpts.py the lines that do
places.py          where a lesson answers one; paragraphs.py what a lesson explains
anonymous.py       the same report without names
text.py            as text, for a terminal
tables.py          as JSON and tables, for other programs
page/              as a page, for people
"""
