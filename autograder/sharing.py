"""One database engine for a whole grading, where nbgrader would make ten for each submission.

Every step of nbgrader opens the gradebook anew, and with it an engine that compiles all its SQL
again and looks for all its tables: measured, more than half of the time that it takes to mark.
"""

import functools
from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader import api
from sqlalchemy import Engine


@contextmanager
def shared_engines() -> Iterator[None]:
    """Inside, gradebooks of one URL share an engine, and its tables are looked for once."""
    make, metadata = api.create_engine, api.Base.metadata
    ready: set[Engine] = set()

    @functools.cache
    def engine(url: str, **settings: bool) -> Engine:
        return make(url, **settings)

    def create_all(bind: Engine) -> None:
        if bind not in ready:
            type(metadata).create_all(metadata, bind=bind)
            ready.add(bind)

    api.create_engine, metadata.create_all = engine, create_all
    try:
        yield
    finally:
        api.create_engine = make
        del metadata.create_all
