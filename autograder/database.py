"""The gradebook's database: any that SQLAlchemy reaches, made and checked before work begins.

nbgrader makes its tables by itself, but stamps a new database through a command on PATH, and says
nothing about a database that another release of nbgrader made.
"""

from alembic.script import ScriptDirectory
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from autograder.classroom import GradingError

CONNECT_S = 5
STAMP = "alembic_version"


def prepare(db_url: str) -> None:
    """Make sure that this database can be written and fits our nbgrader.

    Raises GradingError for a URL that names no database, a driver that is not installed, a database
    that is out of reach, refuses us, is full, or was made by another release of nbgrader.
    """
    engine = _engine(db_url)
    try:
        with engine.begin() as connection:
            found = _stamps(connection)
            ours = ScriptDirectory(ALEMBIC_DIR).get_current_head()
            if not found and _is_empty(connection):
                connection.execute(
                    text(f"CREATE TABLE IF NOT EXISTS {STAMP} (version_num VARCHAR(32) NOT NULL)")
                )
                connection.execute(text(f"INSERT INTO {STAMP} VALUES (:ours)"), {"ours": ours})
            elif found == [ours]:
                # Changes nothing, and fails where nothing can be written.
                connection.execute(text(f"UPDATE {STAMP} SET version_num = version_num"))
            else:
                raise GradingError(
                    f"The database {engine.url!r} was made by another release of nbgrader; back it "
                    "up, then run `nbgrader db upgrade` on it."
                )
    except (SQLAlchemyError, UnicodeError) as fault:
        raise refusal(engine.url, fault) from fault
    finally:
        engine.dispose()


def refusal(url: object, fault: Exception) -> GradingError:
    """What a database said, as one sentence with the cure; the password stays hidden."""
    said = str(getattr(fault, "orig", None) or fault).strip().splitlines()
    reason = said[0].strip().rstrip(".") if said else type(fault).__name__
    cure = "check that it runs, is writable and has room, or name another with --db"
    return GradingError(f"The database {url!r} cannot be used ({reason}); {cure}.")


def _engine(db_url: str) -> Engine:
    """The door to a database; nothing is connected yet."""
    try:
        url = make_url(db_url)
        patience = {"connect_timeout": CONNECT_S} if url.drivername.startswith("postg") else {}
        return create_engine(url, connect_args=patience)
    except NoSuchModuleError as fault:
        raise GradingError("--db names a kind of database that is not known here.") from fault
    except (ArgumentError, ValueError) as fault:
        example = "sqlite:////folder/gradebook.db or postgresql://user:password@host/name"
        raise GradingError(f"--db is not the address of a database; try {example}.") from fault
    except ModuleNotFoundError as fault:
        raise GradingError(
            f"This database needs the Python package {fault.name}; install it with pip "
            "(for PostgreSQL: `pip install -c requirements.txt -e '.[postgres]'`)."
        ) from fault


def _stamps(connection: Connection) -> list[str]:
    """The release marks that nbgrader left in a database."""
    if not inspect(connection).has_table(STAMP):
        return []
    return list(connection.execute(text(f"SELECT version_num FROM {STAMP}")).scalars())


def _is_empty(connection: Connection) -> bool:
    """Whether no class was ever entered: new, or killed while its tables were made."""
    if not inspect(connection).has_table("assignment"):
        return True
    return not connection.execute(text("SELECT 1 FROM assignment LIMIT 1")).first()
