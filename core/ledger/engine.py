"""The database of a ledger: opened only where and how it is safe, made and brought up to date by the migrations, and its one writer."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from core.ledger import checkpoint
from core.ledger.chain import EMPTY
from core.ledger.disk import shared
from core.ledger.refusals import NoLedger as NoLedger
from core.ledger.refusals import refusal
from core.ledger.schema import METADATA, REVISION

SQLITE, POSTGRES = "sqlite", "postgresql"
PATIENCE = 5  # seconds that a writer waits for another
SAFE_JOURNAL = "delete"  # a write-ahead log can lose a transaction before SQLite 3.51.3, where two connections write
PRAGMAS = ("synchronous=EXTRA", "foreign_keys=ON", "trusted_schema=OFF", "recursive_triggers=ON", f"busy_timeout={PATIENCE * 1000}")
WRITERS = 7_104_523  # names the lock that PostgreSQL gives to one writer at a time
MIGRATIONS = Path(__file__).with_name("migrations")


def engine_of(url: str) -> Engine:
    """The database of a ledger that is there: `sqlite:///path`, a bare path, or `postgresql+psycopg://…`.

    Raises:
        NoLedger: where there is none, or where it may not be trusted there.
    """
    found = _url(url)
    if found.get_backend_name() == SQLITE:
        path = _file(found)
        if not path.is_file():
            raise NoLedger(f"{path.name}: there is no ledger; `reinfuse load` or `reinfuse demo` makes one")
        return _sqlite(path, "rw")
    return _postgres(found)


def prepare(url: str) -> None:
    """Make the ledger, or bring an older one up to date: all or nothing.

    Raises:
        NoLedger: where none can be made, what is there is none, or it was made by a newer version.
    """
    found = _url(url)
    if found.get_backend_name() == SQLITE:
        path = _file(found)
        try:
            path.touch(mode=0o600)
        except OSError as fault:
            raise NoLedger(f"{path.name}: no ledger can be made there ({fault.strerror})") from None
        engine = _sqlite(path, "rw")
    else:
        engine = _postgres(found)
    try:
        with writing(engine) as connection:
            known = _revision(connection)
            if known is None and set(inspect(connection).get_table_names()):
                raise NoLedger(f"{_named(found)}: holds tables of another program; expected an empty database or a ledger")
            if known not in (None, REVISION):  # only newer ones can be there: the migrations know every older
                raise NoLedger(_of_another_version(found, known))
            if known is None:
                _migrate(connection)
        if known is None and not checkpoint.place(url).exists():
            checkpoint.begin(checkpoint.place(url), EMPTY)
    except SQLAlchemyError as fault:
        raise NoLedger(f"{_named(found)}: {refusal(fault)}") from None
    except OSError as fault:
        raise NoLedger(f"{checkpoint.place(url).name}: the checkpoint cannot be written ({fault.strerror})") from None
    finally:
        engine.dispose()


def opened(url: str) -> Engine:
    """The database of a ledger whose tables are those of this version.

    Raises:
        NoLedger: where there is none, or one of another version.
    """
    engine, found = engine_of(url), _url(url)
    try:
        with engine.connect() as connection:
            known = _revision(connection)
        if known is None:
            raise NoLedger(f"{_named(found)}: holds no ledger; `reinfuse load` or `reinfuse demo` makes one")
        if known != REVISION:
            raise NoLedger(_of_another_version(found, known))
    except SQLAlchemyError as fault:
        engine.dispose()
        raise NoLedger(f"{_named(found)}: {refusal(fault)}") from None
    except NoLedger:
        engine.dispose()
        raise
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction, committed at the end, that alone may write: it begins after every earlier one is done, and sees it."""
    if engine.dialect.name == SQLITE:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection
        return
    with engine.connect() as connection, _only_writer(connection):
        connection.execution_options(isolation_level="SERIALIZABLE")
        with connection.begin():
            yield connection


@contextmanager
def _only_writer(connection: Connection) -> Iterator[None]:
    """PostgreSQL's lock for one writer, taken before the transaction looks at anything: taken inside it, the wait itself would make what
    it sees too old. A role needs no right for it."""
    _alone(connection, "SELECT pg_advisory_lock(:lock)")
    try:
        yield
    finally:
        if not connection.invalidated:
            try:
                _alone(connection, "SELECT pg_advisory_unlock(:lock)")
            except Exception:  # noqa: BLE001 - not all that the driver raises comes as SQLAlchemy's own
                connection.invalidate()  # the server gives the lock up with the connection


def _alone(connection: Connection, statement: str) -> None:
    connection.execution_options(isolation_level="AUTOCOMMIT")
    connection.execute(text(statement), {"lock": WRITERS})
    connection.commit()


def grant(url: str, role: str) -> None:
    """Let a role of PostgreSQL read the ledger and add to it, and no more."""
    engine = opened(url)
    names = [*METADATA.tables, "current_fact", "alembic_version"]
    quoted = engine.dialect.identifier_preparer.quote
    with engine.begin() as connection:
        for name in names:
            rights = "SELECT, INSERT" if name in METADATA.tables else "SELECT"
            connection.execute(text(f"GRANT {rights} ON {quoted(name)} TO {quoted(role)}"))
    engine.dispose()


def _url(url: str) -> URL:
    """What a text names. A text without a scheme is a path."""
    try:
        found = make_url(url) if "://" in url else URL.create(SQLITE, database=url)
    except (ArgumentError, ValueError):
        raise NoLedger("the store's address cannot be read; expected sqlite:///PATH or postgresql+psycopg://…") from None
    if found.get_backend_name() not in (SQLITE, POSTGRES):
        raise NoLedger(f"{found.get_backend_name()} is no database of a ledger; expected sqlite:///PATH or postgresql+psycopg://…")
    return found


def _file(found: URL) -> Path:
    if found.database in (None, "", ":memory:"):
        raise NoLedger("the store's address names no file; expected sqlite:///PATH")
    return Path(str(found.database)).absolute()


def _named(found: URL) -> str:
    """A ledger in messages: never a password, never a folder."""
    return Path(str(found.database)).name


def _of_another_version(found: URL, revision: str | None) -> str:
    return f"{_named(found)}: the ledger is of version {revision}; this program knows {REVISION}"


def _sqlite(path: Path, mode: str) -> Engine:
    kind = shared(path)
    if kind is not None:
        raise NoLedger(
            f"{path.name}: stands on a disk that machines share ({kind}); expected a local disk, or PostgreSQL for several machines"
        )
    address = f"file:{quote(str(path))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        # Transactions begin where the engine says, not where the driver guesses.
        return sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite:///", creator=connect, poolclass=QueuePool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def examine(connection: sqlite3.Connection, _: object) -> None:
        try:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
        except UnicodeDecodeError:  # in what SQLite itself has to say of the file
            raise NoLedger(f"{path.name}: the store's file is damaged; restore a backup") from None
        if journal != SAFE_JOURNAL:
            raise NoLedger(f"{path.name}: its journal is {journal}; expected {SAFE_JOURNAL}: others can lose what was saved")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


def _postgres(found: URL) -> Engine:
    """Readers see one moment; the writer is serializable. A server that was started anew is found again."""
    engine = create_engine(
        found.set(drivername=f"{POSTGRES}+psycopg"), isolation_level="REPEATABLE READ", pool_pre_ping=True, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def examine(connection: Any, _: object) -> None:
        connection.execute("SET synchronous_commit = on")
        connection.execute(f"SET lock_timeout = '{PATIENCE}s'")
        connection.commit()

    return engine


def _revision(connection: Connection) -> str | None:
    """Which migration the database is at, `None` where it holds no ledger."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
