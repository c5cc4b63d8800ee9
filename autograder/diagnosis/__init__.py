"""`doctor` looks at a set-up that freezes layers and says what is amiss, without changing it.

    doctor.py     the function, and the order of the rules      command.py  the same for a file
    case.py       what it is asked about                        refusals.py what it cannot examine
    intent.py     the layers that the caller names

    copies.py     a copy of the whole set-up                    untouched.py  the originals stay
    running.py    three steps of the copy, kept in run.py       stepping.py   its optimizers
    watching.py   who is called in a pass                       switching.py  train() and eval()

    facts.py      all that the rules may look at                rules_*.py    what they conclude
    diagnosis.py  one finding                                   report.py     text and table

Named for what it does, not `doctor`: a package of that name would hide the function in
`autograder`. Nothing is imported here, so that the command's `--help` need not wait for torch.
"""
