"""Collecting what platforms export and people mail into gradebook/submitted/NAME/LESSON/.

nbgrader's own `zip_collect` is not enough. It unpacks first and asks later: everything an archive
holds is written to the disk, without a limit on its size (measured: 300 kB became 300 MB), archives
in archives to any depth, and one damaged archive ends it with a traceback. It needs a regular
expression for the names of one platform, knows no roster and no lesson, and with --force it deletes
what a learner had handed in before the new file is there.

    walking.py     folders, from the source down     archives.py  zips, never unpacked to a disk
    found.py       one thing that was found          careful.py   a zip that is not believed
    units.py       what belongs together             members.py   what it says of its members
    listing.py     the roster's table                budget.py    how much of it is unpacked
    shapes.py      how platforms name files          roster.py    whose it is
    claims.py      what a name says                  clashing.py  two learners, one name
    gradescope.py  Gradescope's list                 naming.py    a name as a folder's
    times.py       when it was handed in             handin.py    one of them, and its fate
    recognising.py which lesson it is                choosing.py  which of several counts
    gathering.py   all of that for each notebook     shelf.py     what the class has already
    spool.py       where notebooks wait              placing.py   writing, old or new, never half
    telling.py     the table

`collecting.py` is the way in.
"""
