"""What the ledger held at an entry: the questions to its tables. Nothing here sees a row of a later entry than the one asked for."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, func, or_, select

from core.facts.fact import Told
from core.ledger.chain import EMPTY, Head
from core.ledger.entry import Entry
from core.ledger.parsing import COLUMNS, Row
from core.ledger.plan import FORGET, REMEMBER, Content
from core.ledger.schema import ENTRY, FACT, SEEN, SETTING, STANDING, TOUCHED, UPLOAD
from core.protocol.settings import Settings

MOST_AT_ONCE = 500  # values that one question names
T = TypeVar("T")


def parts(values: Iterable[T]) -> Iterator[Sequence[T]]:
    """The values, so many at once as one question may name."""
    found = list(values)
    return (found[at : at + MOST_AT_ONCE] for at in range(0, len(found), MOST_AT_ONCE))


def head_of(connection: Connection) -> Head:
    """The newest entry."""
    found = connection.execute(select(ENTRY.c.seq, ENTRY.c.hash, ENTRY.c.at).order_by(ENTRY.c.seq.desc()).limit(1)).one_or_none()
    return EMPTY if found is None else Head(found.seq, found.hash, datetime.fromisoformat(found.at))


def entries_where(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Entry, ...]:
    """The entries of which this holds, newest last."""
    columns = (ENTRY.c.seq, ENTRY.c.at, ENTRY.c.by, ENTRY.c.action, ENTRY.c.key, ENTRY.c.body, ENTRY.c.hash)
    found = connection.execute(select(*columns).where(*conditions).order_by(ENTRY.c.seq))
    return tuple(
        Entry(seq, datetime.fromisoformat(at), by, action, key, json.loads(body), own) for seq, at, by, action, key, body, own in found
    )


def layouts_at(connection: Connection, known: int) -> tuple[Entry, ...]:
    """The entries that remember layouts or forget them. What the database finds by its text is looked at."""
    telling = or_(*(ENTRY.c.body.contains(f'"{word}":[', autoescape=True) for word in (REMEMBER, FORGET)))
    found = entries_where(connection, ENTRY.c.seq <= known, telling)
    return tuple(entry for entry in found if {REMEMBER, FORGET} & entry.body.keys())


def told_of(connection: Connection, seqs: Iterable[int]) -> dict[int, Told]:
    """When and by whom the ledger was told in these entries."""
    return {
        entry.seq: Told(entry.at, date.fromisoformat(entry.body["day"]), entry.by, entry.seq)
        for some in parts(seqs)
        for entry in entries_where(connection, ENTRY.c.seq.in_(some))
    }


def settings_at(connection: Connection, known: int) -> Settings:
    """What the site had chosen by entry `known`; what was unset again is unset."""
    newest = (
        select(SETTING.c.name, func.max(SETTING.c.entry).label("entry")).where(SETTING.c.entry <= known).group_by(SETTING.c.name).subquery()
    )
    one = and_(SETTING.c.name == newest.c.name, SETTING.c.entry == newest.c.entry)
    found = {name: json.loads(value) for name, value in connection.execute(select(SETTING.c.name, SETTING.c.value).join(newest, one))}
    return Settings.model_validate({name: value for name, value in found.items() if value is not None})


def stands_at(known: int) -> ScalarSelect[int]:
    """Whether a fact stood at entry `known`: what was said of it last."""
    said = select(STANDING.c.stands).where(STANDING.c.fact == FACT.c.id, STANDING.c.entry <= known)
    return said.order_by(STANDING.c.entry.desc()).limit(1).correlate(FACT).scalar_subquery()


def subjects_at(connection: Connection, known: int) -> tuple[str, ...]:
    """Everybody of whom anything stood at entry `known`, in the order of the first telling."""
    first = (
        select(FACT.c.subject_id, func.min(FACT.c.id).label("first")).where(FACT.c.entry <= known).group_by(FACT.c.subject_id).subquery()
    )
    anything = select(FACT.c.id).where(FACT.c.subject_id == first.c.subject_id, FACT.c.entry <= known, stands_at(known) == 1)
    return tuple(connection.scalars(select(first.c.subject_id).where(anything.correlate(first).exists()).order_by(first.c.first)))


def rows_where(connection: Connection, *conditions: ColumnElement[bool]) -> list[Row]:
    """The facts of which this holds as rows, in the order they were told."""
    columns = [FACT.c[name] for name in COLUMNS]
    return [tuple(row) for row in connection.execute(select(*columns).where(*conditions).order_by(FACT.c.id)).all()]


def standing_rows(connection: Connection, subjects: Sequence[str], known: int) -> list[Row]:
    """The rows of these subjects that stood at entry `known`."""
    whose = FACT.c.subject_id == subjects[0] if len(subjects) == 1 else FACT.c.subject_id.in_(subjects)
    return rows_where(connection, whose, FACT.c.entry <= known, stands_at(known) == 1)


def standing_numbers(connection: Connection, subject_id: str, known: int) -> Sequence[int]:
    """The numbers of a subject's facts that stood at entry `known`, in the order they were told."""
    asked = select(FACT.c.id).where(FACT.c.subject_id == subject_id, FACT.c.entry <= known, stands_at(known) == 1)
    return connection.scalars(asked.order_by(FACT.c.id)).all()


def standing_now(connection: Connection, facts: Iterable[int]) -> dict[int, tuple[str, bool]]:
    """By fact, whose it is and whether it stands now; a number that no fact has is not among them."""
    newest = select(func.max(ENTRY.c.seq)).scalar_subquery()
    found: dict[int, tuple[str, bool]] = {}
    for some in parts(facts):
        asked = select(FACT.c.id, FACT.c.subject_id, stands_at(newest)).where(FACT.c.id.in_(some))  # type: ignore[arg-type] # a number all the same
        found |= {number: (subject_id, stands == 1) for number, subject_id, stands in connection.execute(asked)}
    return found


def version_at(connection: Connection, known: int) -> int:
    """The newest entry up to `known` that touched a subject or a setting."""
    newest = (connection.scalar(select(func.max(table.c.entry)).where(table.c.entry <= known)) for table in (TOUCHED, SETTING))
    return max(each or 0 for each in newest)


def touched_at(connection: Connection, subject_id: str, known: int | None) -> int:
    """The newest entry up to `known` that touched a subject, 0 where none did. What stood of it then stands at `known`."""
    asked = select(func.max(TOUCHED.c.entry)).where(TOUCHED.c.subject_id == subject_id)
    return connection.scalar(asked if known is None else asked.where(TOUCHED.c.entry <= known)) or 0


def content_of(connection: Connection, sha256: str) -> Content | None:
    found = connection.execute(select(UPLOAD.c.name, UPLOAD.c.sha256, UPLOAD.c.bytes).where(UPLOAD.c.sha256 == sha256)).one_or_none()
    return None if found is None else Content(found.name, found.sha256, bytes(found.bytes))


def uploaded_by(connection: Connection, sha256: str) -> Entry | None:
    """The entry that first brought a content."""
    found = entries_where(connection, ENTRY.c.seq.in_(select(UPLOAD.c.entry).where(UPLOAD.c.sha256 == sha256)))
    return found[0] if found else None


def supporters_of(connection: Connection, fact: int) -> tuple[int, ...]:
    """The entries that stated a fact or told it once more."""
    stated = connection.scalars(select(FACT.c.entry).where(FACT.c.id == fact)).all()
    seen = connection.scalars(select(SEEN.c.entry).where(SEEN.c.fact == fact).order_by(SEEN.c.entry)).all()
    return (*stated, *seen)


def touched_since(connection: Connection, seq: int) -> Mapping[str, int]:
    """By subject the newest entry after `seq` that touched it."""
    found = select(TOUCHED.c.subject_id, func.max(TOUCHED.c.entry)).where(TOUCHED.c.entry > seq).group_by(TOUCHED.c.subject_id)
    return dict(connection.execute(found).all())


def said_of(connection: Connection, subject_id: str, known: int) -> dict[int, list[tuple[int, bool]]]:
    """By fact of a subject, from which entries on it stood and did not, up to entry `known`."""
    asked = (
        select(STANDING.c.fact, STANDING.c.entry, STANDING.c.stands)
        .join(FACT, FACT.c.id == STANDING.c.fact)
        .where(FACT.c.subject_id == subject_id, STANDING.c.entry <= known)
        .order_by(STANDING.c.fact, STANDING.c.entry)
    )
    found: dict[int, list[tuple[int, bool]]] = {}
    for fact, entry, stands in connection.execute(asked):
        found.setdefault(fact, []).append((entry, stands == 1))
    return found
