"""From a learner's folder to a notebook that can be graded, without running any of it.

    locating.py  which file it is              release.py   what the release expects
    reading.py   its bytes as JSON             matching.py  which cell is which
    trimming.py  its cells, nothing else       choosing.py  which of several copies counts
    settings.py  nbgrader's words on a cell    pairs.py     what is settled about that
    anchors.py   what a cell's text tells      extras.py    the learner's own cells
    notes.py     how repairs are told          fetching.py  answers that stand elsewhere
    wording.py   in which words                reasons.py   what there is to tell

`autograder.submission` is the way in, `autograder.repair` the way out.
"""
