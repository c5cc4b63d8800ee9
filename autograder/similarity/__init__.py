"""Places to look: submissions that are alike beyond what the course and the class explain.

Answers here are short, and most right ones look alike. So likeness itself says nothing; what counts
is what few have: odd names, words, spaces, runs of code, mistakes. Each counts the more bits the
fewer hold it, what the course shows counts nothing, and a pair is shown only far outside what is
usual in its class. What comes out is a reason to talk with somebody. It is no verdict, it changes
no mark, and learners never see it.

It can see: text taken over with its odd names, comments, typos, notes or trial cells, in any order
and beside other text; several answers that share rare ways of writing; a file that began as a copy
of another, however it was changed, as long as one added cell keeps its id.
It cannot see: a common answer that was copied, because it is what everybody writes; one odd line
and nothing else, three times in four; a copy whose names, comments and spaces were all made new;
what more than a few share; anything across lessons. Learners who work together, as they may, look
the same to it as others who copy.

Measured on generated classes of 300 (`tests/varied_class.py`, three lessons, 20 seeds each): where
all work alone, 2 of 60 classes gave a pair, 6 if half of the known ways were hidden from it. Of
lessons copied whole it found 47 of 60 word for word, 36 with new comments, 40 reordered, 1 with all
names new; of single answers copied 5; of single odd lines 16; of files with one origin all.

    pieces.py work.py        what a learner wrote, through the intake of grading
    tokens.py winnowing.py   a text as tokens, and runs of them
    traces.py findings.py    what two texts could share: words, phrases, gaps, code; mistakes
    usual.py shown.py background.py   what Python, torch and the course explain
    rarity.py                who shares what, and how much that says
    likeness.py              the sum for each pair, every text counted once
    threshold.py             from which sum on a pair is shown
    groups.py                pairs as groups
    showing.py excerpts.py   what a group shares, and the lines around it
    alike.py looking.py      all of this for one lesson, and for a class
    wording.py table.py page.py   sentences, for a terminal, and as one HTML page

Ideas from others: fingerprints, base files and the limit on how many may share one from S.
Schleimer, D. S. Wilkerson and A. Aiken, "Winnowing" (SIGMOD 2003), and their MOSS; reading code
whatever its names from L. Prechelt, G. Malpohl and M. Philippsen, "Finding plagiarisms among a set
of programs with JPlag" (2002); an index from fingerprints to files from R. Maertens and others,
"Dolos" (2022); weighing by rarity from K. Sparck Jones, "A statistical interpretation of term
specificity" (1972); the fence from J. W. Tukey, "Exploratory data analysis" (1977).
"""
