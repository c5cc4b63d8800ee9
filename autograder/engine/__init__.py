"""The grading engine: runs a submission where it can harm nobody, and returns plain data.

    job.py       what is to be run              result.py     what came of it
    steps.py     its cells                      limits.py     what a submission may use
    versions.py  what must agree                names.py      which names an answer missed

    outside                                     inside
    client.py    a job in, a result out         nursery.py    the preloaded parent
    hearing.py   listens, and draws seeds       preload.py    what it has ready
    sandbox.py   starts a nursery               room.py       the room of one submission
    walls.py     what it can see                keeper.py     leads through its cells
    frames.py    how both talk                  watch.py      against the limits
                                                account.py    and tells what happens
    alone.py     where nothing can be forked    channel.py    a performer, seen from its keeper
                                                performer.py  runs the learner's code
                                                shell.py      as Jupyter does
                                                census.py     who lives here
                                                linux.py, syscalls.py  namespaces, filters

Bytes in, bytes out: a Job and a Result are text on the way, so that the same function serves one
machine and a cluster. Nothing here decides about marks.
"""
