"""Tampering: what somebody who holds the database, or the disk, may do to a ledger behind its back. Verification has to find all of it."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from random import Random

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, delete, event, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from core.ledger.chain import TABLES, digest_of, link
from core.ledger.checkpoint import place
from core.ledger.ledger import Ledger, NoLedger
from core.ledger.schema import ENTRY, METADATA
from core.ledger.verify import Verdict, verify
from tests.campaign.histories import live
from tests.campaign.schemes import schemes
from tests.campaign.stores import Files, Stores
from tests.campaign.tally import Tally

Tampering = Callable[[Connection, Random], int | None]  # gives the entry that must be named, where that is certain
ENTRIES = 25


class Idle(Exception):
    """This tampering changes nothing here."""


def tamper(tally: Tally, random: Random, stores: Stores) -> None:
    """Stores with a history, copied, tampered with and verified; every tenth copy is left alone."""
    with stores.new() as url:
        tell(url, random, ENTRIES, "first")
        with stores.copy(url) if isinstance(stores, Files) else nullcontext(url) as old_url:
            tell(url, random, 5, "later")
            for number in tally.trials():
                with stores.copy(url) as copied:
                    if number % 10 == 9:
                        untouched(tally, copied)
                    else:
                        once(tally, random, stores, copied, old_url)


def tell(url: str, random: Random, entries: int, prefix: str) -> None:
    ledger = Ledger.open(url)
    live(ledger, random, entries, prefix)
    ledger.close()


def untouched(tally: Tally, url: str) -> None:
    verdict, _ = judged(url)
    tally.counts["untouched"] += 1
    tally.hold(verdict is not None and not verdict.broken, f"a false alarm: {verdict}")


def once(tally: Tally, random: Random, stores: Stores, url: str, old_url: str) -> None:
    before = looks(url)
    while True:
        kind, act = random.choices(KINDS, [weight for *_, weight in KINDS])[0][:2]
        try:
            named = act(url, random, old_url)
        except Idle:
            continue
        except DatabaseError as refused:
            tally.counts[f"{kind}: refused by the database"] += 1
            if looks(url) != before:
                tally.findings.append(f"{kind}: refused and done all the same: {refused.orig}")
            continue
        if kind in OUTSIDE or looks(url) != before:
            break
    verdict, why = judged(url)
    tally.counts[f"{kind}: found"] += 1
    found = verdict is None or bool(verdict.broken)
    tally.hold(found, f"{stores.name} {kind}: not found ({verdict})")
    if verdict is not None and named is not None:
        tally.hold(named in {each.seq for each in verdict.broken}, f"{stores.name} {kind}: entry {named} is not named: {why}")


def judged(url: str) -> tuple[Verdict | None, str]:
    """The verdict, or `None` where the ledger is not even opened."""
    try:
        ledger = Ledger.open(url)
    except NoLedger as refused:
        return None, str(refused)
    verdict = verify(ledger)
    ledger.close()
    return verdict, "; ".join(map(str, verdict.broken))


def looks(url: str) -> list[str]:
    """Everything a database tells of itself: what it is made of and every row."""
    with plain(url) as engine, engine.connect() as connection:
        found = schemes(connection)
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            found += sorted(f"{table.name} {tuple(row)}" for row in connection.execute(select(table)))
    return found


@contextmanager
def plain(url: str) -> Iterator[Engine]:
    """The database without anything that keeps the ledger."""
    if "://" in url:
        engine = create_engine(url)
    else:
        engine = create_engine(f"sqlite:///{url}", connect_args={"isolation_level": None})
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def behind(url: str) -> Iterator[Connection]:
    """A connection on which no trigger and no foreign key asks; afterwards they stand there as before."""
    with plain(url) as engine, engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
            for name, _ in triggers:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            yield connection
            for _, made in triggers:
                connection.exec_driver_sql(made)
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
            yield connection


def hidden(act: Tampering) -> Callable[[str, Random, str], int | None]:
    def doing(url: str, random: Random, _: str) -> int | None:
        with behind(url) as connection:
            return act(connection, random)

    return doing


def openly(act: Tampering) -> Callable[[str, Random, str], int | None]:
    """With all triggers in their place."""

    def doing(url: str, random: Random, _: str) -> int | None:
        with plain(url) as engine, engine.begin() as connection:
            act(connection, random)
        return None

    return doing


def some_row(connection: Connection, random: Random, tables: list[Table]):
    """A table that holds anything, and one of its rows."""
    for table in random.sample(tables, len(tables)):
        rows = connection.execute(select(table)).mappings().all()
        if rows:
            return table, dict(random.choice(rows)), [dict(row) for row in rows]
    raise Idle


def this(table: Table, row: dict):
    return [column == row[column.name] for column in table.primary_key]


def other(random: Random, value, others: list):
    """Another value of the same kind: a little off, or that of another row."""
    others = [each for each in others if each != value]
    if others and random.random() < 0.4:
        return random.choice(others)
    if isinstance(value, bytes):
        at = random.randrange(len(value)) if value else 0
        return value[:at] + bytes([value[at] ^ 1 << random.randrange(8)]) + value[at + 1 :] if value else b"x"
    if isinstance(value, int):
        return value + random.choice([-1, 1, 7])
    at = random.randrange(len(value) + 1)
    return random.choice([value[:at] + random.choice(" 0aé") + value[at:], value[:at] + value[at + 1 :], value.swapcase(), ""])


def edit(connection: Connection, random: Random) -> int | None:
    table, row, rows = some_row(connection, random, list(METADATA.sorted_tables))
    column = random.choice(list(table.columns))
    value = other(random, row[column.name], [each[column.name] for each in rows])
    connection.execute(update(table).where(*this(table, row)).values({column.name: value}))
    if column.name in {"entry", "seq"} or value == row[column.name]:
        return None
    return row["seq"] if table is ENTRY else row["entry"]


def edit_version(connection: Connection, random: Random) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = :other"), {"other": random.choice(["0000", "0002", ""])})


def remove(connection: Connection, random: Random) -> int | None:
    table, row, _ = some_row(connection, random, list(METADATA.sorted_tables))
    connection.execute(delete(table).where(*this(table, row)))
    return None if table is ENTRY else row["entry"]


def add(connection: Connection, random: Random) -> int | None:
    table, row, rows = some_row(connection, random, list(METADATA.sorted_tables))
    keys = [column.name for column in table.primary_key]
    changed = random.choice(keys)
    row[changed] = max(each[changed] for each in rows) + 1 if isinstance(row[changed], int) else f"{row[changed]}x"
    if table is ENTRY:
        row |= {"key": f"{row['key']}x", "hash": f"{row['hash'][:-1]}x"}
    connection.execute(insert(table), row)
    return None


def swap(connection: Connection, random: Random) -> None:
    """Two rows of one table exchange all but their keys, or one value."""
    table, first, rows = some_row(connection, random, list(METADATA.sorted_tables))
    second = random.choice(rows)
    names = [column.name for column in table.columns if not column.primary_key]
    if not names:
        raise Idle
    names = names if random.random() < 0.5 else [random.choice(names)]
    unique = {"key", "hash"} & set(names) if table is ENTRY else set()
    if unique:
        away = {name: f"{first[name]}-away" for name in unique}
        connection.execute(update(table).where(*this(table, first)).values(away))
    connection.execute(update(table).where(*this(table, second)).values({name: first[name] for name in names}))
    connection.execute(update(table).where(*this(table, first)).values({name: second[name] for name in names}))


def replace(connection: Connection, random: Random) -> None:
    table, row, rows = some_row(connection, random, list(METADATA.sorted_tables))
    column = random.choice([column for column in table.columns if not column.primary_key] or [None])
    if column is None:
        raise Idle
    row[column.name] = other(random, row[column.name], [each[column.name] for each in rows])
    if connection.dialect.name == "sqlite" and random.random() < 0.6:
        connection.execute(insert(table).prefix_with("OR REPLACE"), row)
    else:
        from sqlalchemy.dialects import postgresql, sqlite

        upsert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table).values(row)
        keys = [each.name for each in table.primary_key]
        connection.execute(upsert.on_conflict_do_update(index_elements=keys, set_={column.name: row[column.name]}))


def cut(connection: Connection, random: Random) -> None:
    """The newest entries with all their rows."""
    last = connection.scalar(select(func.max(ENTRY.c.seq)))
    first = last - random.randrange(min(last, 6))
    for table in reversed(METADATA.sorted_tables):
        connection.execute(delete(table).where((ENTRY.c.seq if table is ENTRY else table.c.entry) >= first))


def rewrite(connection: Connection, random: Random) -> int | None:
    """One row changed, and the whole chain after it made to fit."""
    table, row, _ = some_row(connection, random, [table for table in TABLES.values() if table.name in {"fact", "setting", "standing"}])
    column = {"fact": "record", "setting": "value", "standing": "stands"}[table.name]
    connection.execute(update(table).where(*this(table, row)).values({column: other(random, row[column], [])}))
    rechain(connection, row["entry"])
    return row["entry"]


def rechain(connection: Connection, first: int) -> None:
    previous = connection.scalar(select(ENTRY.c.hash).where(ENTRY.c.seq == first - 1)) or "0" * 64
    for entry in connection.execute(select(ENTRY).where(ENTRY.c.seq >= first).order_by(ENTRY.c.seq)).mappings().all():
        held = {
            name: connection.execute(select(each).where(each.c.entry == entry["seq"])).mappings().all() for name, each in TABLES.items()
        }
        new = {**entry, "digest": digest_of({name: [{**row} for row in rows] for name, rows in held.items()}), "previous": previous}
        new["hash"] = previous = link(previous, new)
        connection.execute(update(ENTRY).where(ENTRY.c.seq == entry["seq"]).values(new))


def scheme(url: str, random: Random, _: str) -> None:
    """Something of what the database is made of; half of the time a row is edited under its cover."""
    with plain(url) as engine, engine.begin() as connection:
        kind = connection.dialect.name
        for statement in random.choice(SCHEMES[kind]):
            connection.exec_driver_sql(statement)
        if random.random() < 0.5:
            connection.execute(text("DROP TRIGGER IF EXISTS fact_no_update") if kind == "sqlite" else text(NO_GUARD))
            connection.execute(text("UPDATE fact SET record = '{}' WHERE id = 1"))


NO_GUARD = "DROP TRIGGER IF EXISTS fact_no_change ON fact"
SCHEMES = {
    "sqlite": [
        *([f"DROP TRIGGER {table}_{what}"] for table in METADATA.tables for what in ("no_update", "no_delete", "only_new")),
        ["DROP TRIGGER fact_no_update", "CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact WHEN 0 BEGIN SELECT RAISE(ABORT, 'no'); END"],
        ["CREATE TRIGGER quiet AFTER INSERT ON fact BEGIN SELECT 1; END"],
        ["DROP VIEW current_fact"],
        ["DROP VIEW current_fact", "CREATE VIEW current_fact AS SELECT * FROM fact"],
        ["DROP INDEX fact_of_subject"],
        ["CREATE INDEX extra ON fact (sheet)"],
        ["CREATE TABLE aside (x)"],
        ["ALTER TABLE fact ADD COLUMN aside TEXT"],
        ["ALTER TABLE setting RENAME COLUMN value TO said"],
        ["DROP TABLE seen"],
        ["DROP TABLE alembic_version"],
        ["PRAGMA writable_schema = ON", "UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'fact'"],
    ],
    "postgresql": [
        *([f"DROP TRIGGER {table}_{what} ON {table}"] for table in METADATA.tables for what in ("no_change", "no_truncate", "only_new")),
        *([f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_change"] for table in METADATA.tables),
        ["ALTER TABLE standing DISABLE TRIGGER ALL"],
        ["ALTER TABLE fact ENABLE REPLICA TRIGGER fact_only_new"],
        ["CREATE OR REPLACE FUNCTION fact_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"],
        ["ALTER FUNCTION fact_only_new() SET search_path = pg_temp"],
        ["CREATE OR REPLACE VIEW current_fact AS SELECT * FROM fact"],
        ["DROP VIEW current_fact"],
        ["DROP INDEX fact_of_subject"],
        ["CREATE INDEX extra ON fact (sheet)"],
        ["CREATE TABLE aside (x integer)"],
        ["CREATE FUNCTION aside() RETURNS integer LANGUAGE sql AS 'SELECT 1'"],
        ["ALTER TABLE fact ADD COLUMN aside text"],
        ["ALTER TABLE fact ALTER COLUMN sheet DROP NOT NULL"],
        ["ALTER TABLE touched ALTER COLUMN subject_id TYPE varchar(200)"],
        ["ALTER TABLE standing DROP CONSTRAINT standing_fact_fkey"],
        ["CREATE RULE quiet AS ON INSERT TO seen DO INSTEAD NOTHING"],
        ["ALTER TABLE fact ENABLE ROW LEVEL SECURITY"],
        ["ALTER TABLE seen SET UNLOGGED"],
        ["CREATE TABLE aside () INHERITS (touched)"],
        ["DROP TABLE seen"],
        ["DROP TABLE alembic_version"],
    ],
}


def old_file(url: str, random: Random, old_url: str) -> None:
    """The store as it was some entries ago, beside the checkpoint of today; sometimes with another history since then."""
    if "://" in url:
        with behind(url) as connection:  # what a restored dump would be
            cut(connection, random)
        return
    shutil.copy(old_url, url)
    if random.random() < 0.5:
        kept = place(url).read_bytes()
        place(url).write_bytes(place(old_url).read_bytes())
        tell(url, random, random.randint(1, 8), "fork")
        place(url).write_bytes(kept)


def checkpoint(url: str, random: Random, _: str) -> None:
    """The file outside the store."""
    path = place(url)
    newest = json.loads(path.read_text().splitlines()[-1])
    further = {**newest, "count": newest["count"] + 1}
    another = {**newest, "head": newest["head"][::-1]}
    todo = random.choice([None, b"", b"\0" * 300, json.dumps(further).encode() + b"\n", json.dumps(another).encode() + b"\n"])
    if todo is None:
        path.unlink()
    else:
        path.write_bytes(todo)


def page(url: str, random: Random) -> None:
    """Some bytes of the file itself."""
    with Path(url).open("r+b") as file:
        at = random.randrange(100, Path(url).stat().st_size)
        file.seek(at)
        found = file.read(random.randint(1, 8))
        file.seek(at)
        file.write(bytes(each ^ random.randint(1, 255) for each in found))


KINDS = [
    ("edit", hidden(edit), 40),
    ("edit of the version", hidden(edit_version), 1),
    ("delete", hidden(remove), 12),
    ("insert", hidden(add), 12),
    ("swap", hidden(swap), 12),
    ("edit openly", openly(edit), 2),
    ("delete openly", openly(remove), 2),
    ("insert openly", openly(add), 3),
    ("replace openly", openly(replace), 4),
    ("replace", hidden(replace), 4),
    ("cut tail", hidden(cut), 5),
    ("rewritten chain", hidden(rewrite), 5),
    ("altered scheme", scheme, 10),
    ("older file", old_file, 5),
    ("checkpoint", checkpoint, 3),
]
OUTSIDE = {"checkpoint"}


def overwrite(tally: Tally, random: Random, stores: Stores) -> None:
    """Single bytes of the file changed: where that changes what is read it is found."""
    with stores.new() as url:
        tell(url, random, ENTRIES, "first")
        before = looks(url)
        for _ in tally.trials():
            with stores.copy(url) as copied:
                page(copied, random)
                try:
                    same = looks(copied) == before
                except Exception:  # noqa: BLE001 - a damaged file may raise anything
                    same = False
                verdict, _why = judged(copied)
                tally.counts["harmless" if same else "damage"] += 1
                tally.hold(same or verdict is None or bool(verdict.broken), f"damage not found: {verdict}")
