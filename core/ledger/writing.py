"""The one writer: a plan is checked against what the ledger holds now, stored in one transaction, and told from the store itself."""

import time
from collections.abc import Iterable, Iterator

from sqlalchemy import CompoundSelect, Connection, Engine, Table, false, func, insert, or_, select
from sqlalchemy.exc import SQLAlchemyError

from core.ledger.chain import Head
from core.ledger.clock import Clock, stamp
from core.ledger.engine import writing
from core.ledger.entry import Receipt
from core.ledger.plan import UNDO, UPLOAD, Plan
from core.ledger.reading import entries_where, head_of, parts, settings_at, standing_now
from core.ledger.refusals import KeyUsed, NoName, Stale, Unsound, clashed, refusal
from core.ledger.rows import body_of, entry_row, rows_of, sound
from core.ledger.schema import ENTRY, FACT, METADATA, SEEN, SETTING, STANDING, TOUCHED
from core.ledger.schema import UPLOAD as UPLOADS

MOST_NAMED = 100  # entries that a refusal names
LONGEST_NAME = 80
WAITS = (0.01, 0.05, 0.2, 0.5)  # seconds before each new attempt of a transaction that clashed with another


def commit(engine: Engine, plan: Plan, by: str, key: str, clock: Clock) -> bool:
    """Store a plan, whole or not at all; whether it was stored before under this key.

    Raises:
        Stale, KeyUsed, Unsound, NoName, Busy, StoreFault: see there; nothing was stored.
    """
    name = acting(by)
    sound(plan)
    for wait in (*WAITS, None):
        try:
            with writing(engine) as connection:
                return _store(connection, plan, name, key, clock)
        except SQLAlchemyError as fault:
            if wait is None or not clashed(fault):
                raise refusal(fault) from None
            time.sleep(wait)
    raise AssertionError  # pragma: no cover - the last attempt returns or raises


def acting(by: str) -> str:
    """The name one acts under.

    Raises:
        NoName: where it is none.
    """
    name = by.strip()
    if not (name.isprintable() and 1 <= len(name) <= LONGEST_NAME):
        raise NoName
    return name


def receipts(connection: Connection, key: str, repeated: bool) -> list[Receipt]:
    """What the store holds under a key: one receipt, or none where the key was not used."""
    return [Receipt(entry, entry.body["counts"], entry.body["plan"], repeated) for entry in entries_where(connection, ENTRY.c.key == key)]


def _store(connection: Connection, plan: Plan, by: str, key: str, clock: Clock) -> bool:
    for earlier in entries_where(connection, ENTRY.c.key == key):
        if earlier.body["plan"] != plan.hash:
            raise KeyUsed
        return True
    head = head_of(connection)
    _check(connection, plan, head)
    site, now = settings_at(connection, head.seq), clock()
    known = set(connection.scalars(select(UPLOADS.c.sha256).where(UPLOADS.c.sha256.in_([each.sha256 for each in plan.files]))))
    first = (connection.scalar(select(func.max(FACT.c.id))) or 0) + 1
    rows = rows_of(plan, head.seq + 1, first, known)
    at = now if head.at is None else max(now, head.at)  # never before the entry before, whatever the clock says
    said = {"at": stamp(at), "clock": stamp(now), "by": by, "action": plan.action, "key": key}
    connection.execute(insert(ENTRY), [entry_row(said, head, body_of(plan, site, at), rows)])
    for name, added in rows.items():
        if added:
            connection.execute(insert(METADATA.tables[name]), added)
    return False


def _check(connection: Connection, plan: Plan, head: Head) -> None:
    """Whether what the plan rests on still holds.

    Raises:
        Stale: where it was changed since the plan was made.
        Unsound: where it never held.
    """
    changed: set[int] = set(connection.scalars(_changing(plan)))
    ends, restores = ({fact for change in plan.changes for fact in getattr(change, which)} for which in ("ends", "restores"))
    now = standing_now(connection, {*ends, *restores, *plan.seen})
    if plan.action == UNDO:  # what was told once more since is no longer to be taken back
        changed.update(_entries(connection, SEEN, ends, plan.base))
    lost = {fact for fact in plan.seen if not now.get(fact, ("", False))[1]}
    changed.update(_entries(connection, STANDING, lost, plan.base))
    if changed or plan.base > head.seq:
        raise Stale(entries_where(connection, ENTRY.c.seq.in_(sorted(changed)[:MOST_NAMED])))
    foreign = {fact for change in plan.changes for fact in (*change.ends, *change.restores) if now.get(fact, ("",))[0] != change.subject_id}
    if lost or foreign or not all(now[fact][1] for fact in ends) or any(now[fact][1] for fact in restores):
        raise Unsound("the plan ends what does not stand, or restores what does; nothing was saved")


def _changing(plan: Plan) -> CompoundSelect[tuple[int]]:
    """The entries since the plan was made that touched its subjects, set what it sets, or the time zone that its files were read with."""
    names = {*plan.settings} | ({"time_zone"} if plan.action == UPLOAD else set())
    settings = select(SETTING.c.entry).where(SETTING.c.entry > plan.base, SETTING.c.name.in_(names))
    whose = [TOUCHED.c.subject_id.in_(some) for some in parts(plan.subjects)]
    return select(TOUCHED.c.entry).where(TOUCHED.c.entry > plan.base, or_(false(), *whose)).union(settings)


def _entries(connection: Connection, table: Table, facts: Iterable[int], base: int) -> Iterator[int]:
    """The entries since `base` that have a row of these facts in a table."""
    for some in parts(facts):
        yield from connection.scalars(select(table.c.entry).where(table.c.entry > base, table.c.fact.in_(some)))
