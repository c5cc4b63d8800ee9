"""The grading engine: runs a submission where it can harm nobody, and returns plain data.

    job.py       what is to be run             result.py    what came of it
    limits.py    what a submission may use     versions.py  what must agree between machines

Bytes in, bytes out: a Job and a Result are text on the way, so that the same function serves one
machine and a cluster. Nothing here decides about marks.
"""
