"""The ledger: what was told of every subject, asked as it was known at any entry; and the one call that adds to it.

`known` is everywhere the number of an entry, `None` the newest. An answer for a past entry never changes again.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from core.facts.fact import Told
from core.ledger import checkpoint, reading, writing
from core.ledger.chain import Head as Head
from core.ledger.clock import Clock, day_at, machine, stamp
from core.ledger.engine import opened
from core.ledger.entry import Entry as Entry
from core.ledger.entry import Receipt as Receipt
from core.ledger.entry import Recorded as Recorded
from core.ledger.entry import Version as Version
from core.ledger.kept import Kept
from core.ledger.parsing import Row, stored_of, tellers_of
from core.ledger.plan import QUERY, Content, Plan
from core.ledger.refusals import Busy as Busy
from core.ledger.refusals import KeyUsed as KeyUsed
from core.ledger.refusals import NoLedger as NoLedger
from core.ledger.refusals import NoName as NoName
from core.ledger.refusals import ReadOnly as ReadOnly
from core.ledger.refusals import Stale as Stale
from core.ledger.refusals import StoreFault as StoreFault
from core.ledger.refusals import Unsound as Unsound
from core.ledger.refusals import refusal
from core.ledger.schema import ENTRY, FACT, SEEN, STANDING, TOUCHED
from core.ledger.snapshot import Gathered as Gathered
from core.ledger.snapshot import gathered
from core.ledger.stored import Stored
from core.protocol.settings import Settings

ROWS_KEPT = 20_000  # of snapshots, about 25 MB
SUBJECTS_AT_ONCE = 100  # of a pass over the whole store: between two such parts a writer may write


class Ledger:
    """One store, used by all threads of the server. `read_only` says why nothing may be written; reading goes on."""

    def __init__(self, url: str, engine: Engine, clock: Clock) -> None:
        self.url, self.engine, self._clock = url, engine, clock
        self._told: dict[int, Told] = {}
        self._kept = Kept(ROWS_KEPT)
        self._unanchored: str | None = None
        self.read_only = self._unsafe()

    @classmethod
    def open(cls, url: str, clock: Clock = machine) -> "Ledger":
        """Raises:
        NoLedger: where there is none, or it may not be used there.
        """
        return cls(url, opened(url), clock)

    def close(self) -> None:
        self.engine.dispose()

    def head(self) -> Head:
        """The newest entry; number 0 where there is none."""
        with self._reading() as connection:
            return reading.head_of(connection)

    def version(self, known: int | None = None) -> int:
        """The newest entry up to `known` that touched a subject or a setting: an export changes nothing that is shown."""
        with self._reading() as connection:
            return reading.version_at(connection, _at(connection, known))

    def entry_at(self, moment: datetime) -> int:
        """The newest entry recorded at or before a moment, which carries its offset; 0 before the first."""
        if moment.tzinfo is None:
            raise ValueError("the moment has no offset; expected one in UTC")
        with self._reading() as connection:
            return connection.scalar(select(func.max(ENTRY.c.seq)).where(ENTRY.c.at <= stamp(moment))) or 0

    def today(self) -> date:
        """The site's day now."""
        return day_at(self._clock(), self.settings().zone)

    def settings(self, known: int | None = None) -> Settings:
        """What the site had chosen."""
        with self._reading() as connection:
            return reading.settings_at(connection, _at(connection, known))

    def subject_ids(self, known: int | None = None) -> tuple[str, ...]:
        """Everybody of whom anything stands, in the order of the first telling."""
        with self._reading() as connection:
            return reading.subjects_at(connection, _at(connection, known))

    def standing(self, subject_id: str, known: int | None = None) -> tuple[Stored, ...]:
        """The rows of a subject that stand, in the order they were told."""
        with self._reading() as connection:
            return self._stored(connection, reading.standing_rows(connection, [subject_id], _at(connection, known)))

    def facts(self, subject_id: str, known: int | None = None) -> Gathered:
        """The facts of a subject, as those of a file are."""
        with self._reading() as connection:
            touched = reading.touched_at(connection, subject_id, known)
            found = self._kept.get((subject_id, touched))
            stored = () if found else self._rows(connection, subject_id, touched)
        if found is None:
            found = gathered(subject_id, stored)
            self._kept.put((subject_id, touched), stored, found)
        return found

    def every(self, known: int | None = None) -> Iterator[tuple[str, tuple[Stored, ...]]]:
        """Subject by subject what stands, in one pass. What is told meanwhile is not seen."""
        with self._reading() as connection:
            at = _at(connection, known)
            subjects = reading.subjects_at(connection, at)
        for start in range(0, len(subjects), SUBJECTS_AT_ONCE):
            some = subjects[start : start + SUBJECTS_AT_ONCE]
            rows: dict[str, list[Stored]] = {subject_id: [] for subject_id in some}
            with self._reading() as connection:
                for stored in self._stored(connection, reading.standing_rows(connection, some, at)):
                    rows[stored.subject_id].append(stored)
            yield from ((subject_id, tuple(found)) for subject_id, found in rows.items())

    def entries(self, first: int = 1, last: int | None = None, subject_id: str | None = None) -> tuple[Entry, ...]:
        """The entries from `first` to `last`, of a subject those that touched it; newest last."""
        conditions = [ENTRY.c.seq >= first]
        if last is not None:
            conditions.append(ENTRY.c.seq <= last)
        if subject_id is not None:
            conditions.append(ENTRY.c.seq.in_(select(TOUCHED.c.entry).where(TOUCHED.c.subject_id == subject_id)))
        with self._reading() as connection:
            return reading.entries_where(connection, *conditions)

    def layouts(self, known: int | None = None) -> tuple[Entry, ...]:
        """The entries that tell of layouts, newest last."""
        with self._reading() as connection:
            return reading.layouts_at(connection, _at(connection, known))

    def queries(self, known: int | None = None) -> tuple[Entry, ...]:
        """The entries that say how a data query stands, newest last."""
        with self._reading() as connection:
            return reading.entries_where(connection, ENTRY.c.action == QUERY, ENTRY.c.seq <= _at(connection, known))

    def touched_since(self, seq: int) -> Mapping[str, int]:
        """By subject the newest entry after `seq` that touched it."""
        with self._reading() as connection:
            return reading.touched_since(connection, seq)

    def changes_of(self, seq: int) -> tuple[Recorded, ...]:
        """What an entry made stand or not, change by change."""
        asked = select(STANDING.c.change, STANDING.c.fact, STANDING.c.stands).where(STANDING.c.entry == seq)
        with self._reading() as connection:
            said = connection.execute(asked.order_by(STANDING.c.change, STANDING.c.stands, STANDING.c.fact)).all()
            here = FACT.c.id.in_(select(STANDING.c.fact).where(STANDING.c.entry == seq))
            facts = {stored.id: stored for stored in self._stored(connection, reading.rows_where(connection, here))}
        return tuple(Recorded(change, facts[fact], stands == 1) for change, fact, stands in said)

    def seen_by(self, seq: int) -> tuple[int, ...]:
        """The facts that an entry told once more."""
        with self._reading() as connection:
            return tuple(connection.scalars(select(SEEN.c.fact).where(SEEN.c.entry == seq).order_by(SEEN.c.fact)))

    def supporters(self, fact: int) -> tuple[int, ...]:
        """The entries that stated a fact or told it once more, oldest first."""
        with self._reading() as connection:
            return reading.supporters_of(connection, fact)

    def history(self, subject_id: str, known: int | None = None) -> tuple[Version, ...]:
        """Every fact ever told of a subject, oldest first."""
        with self._reading() as connection:
            at = _at(connection, known)
            rows = reading.rows_where(connection, FACT.c.subject_id == subject_id, FACT.c.entry <= at)
            said = reading.said_of(connection, subject_id, at)
            return tuple(Version(stored, tuple(said[stored.id])) for stored in self._stored(connection, rows))

    def content(self, sha256: str) -> Content | None:
        """A file as it was uploaded first."""
        with self._reading() as connection:
            return reading.content_of(connection, sha256)

    def uploaded(self, sha256: str) -> Entry | None:
        """The entry that first brought a content."""
        with self._reading() as connection:
            return reading.uploaded_by(connection, sha256)

    def commit(self, plan: Plan, by: str, key: str) -> Receipt:
        """Store a plan, whole or not at all, and tell from the store what it holds now. The same plan under the same key is stored once.

        Raises:
            Stale, KeyUsed, Unsound, NoName, ReadOnly, Busy, StoreFault: see there; nothing was stored.
        """
        if self._unanchored is not None:
            self._anchor()
        self.read_only = self._unanchored or self._unsafe()
        if self.read_only is not None:
            raise ReadOnly(self.read_only)
        try:
            repeated = writing.commit(self.engine, plan, by, key, self._clock)
        except StoreFault:
            # The reply may be all that was lost.
            found = [each for each in self._receipts(key, False) if each.plan == plan.hash]
            if not found:
                raise
        else:
            found = self._receipts(key, repeated)
        self._anchor()
        return found[0]

    def note(self, action: str, body: Mapping[str, Any], by: str, key: str) -> Receipt:
        """An entry of the audit that changes no fact: an export, a refused upload."""
        return self.commit(Plan(action, 0, body=body), by, key)

    def _receipts(self, key: str, repeated: bool) -> list[Receipt]:
        with self._reading() as connection:
            return writing.receipts(connection, key, repeated)

    def _unsafe(self) -> str | None:
        """Why the store must not be written."""
        with told_in_words():
            return checkpoint.ready(checkpoint.place(self.url), self.engine)

    def _anchor(self) -> None:
        """The newest entry into the checkpoint. Where that fails the entry is stored all the same, and no other is until it succeeds."""
        try:
            checkpoint.write(checkpoint.place(self.url), self.head())
            self._unanchored = None
        except OSError as fault:
            self._unanchored = f"{checkpoint.place(self.url).name}: the checkpoint cannot be written ({fault.strerror})"

    def _stored(self, connection: Connection, rows: list[Row]) -> tuple[Stored, ...]:
        if missing := tellers_of(rows) - self._told.keys():
            self._told |= reading.told_of(connection, missing)
        return stored_of(rows, self._told)

    def _rows(self, connection: Connection, subject_id: str, known: int) -> tuple[Stored, ...]:
        """What stood of a subject; only rows that its last snapshot had not are read, for a row is stated once and never changes."""
        had = self._kept.rows_of(subject_id)
        if not had:
            return self._stored(connection, reading.standing_rows(connection, [subject_id], known))
        numbers = reading.standing_numbers(connection, subject_id, known)
        others = (
            reading.rows_where(connection, FACT.c.id.in_(some)) for some in reading.parts(each for each in numbers if each not in had)
        )
        all_of_them = {**had, **{row.id: row for rows in others for row in self._stored(connection, rows)}}
        return tuple(map(all_of_them.__getitem__, numbers))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One moment of the store."""
        with told_in_words(), self.engine.connect() as connection:
            yield connection


@contextmanager
def told_in_words() -> Iterator[None]:
    """What fails in the database is told in words."""
    try:
        yield
    except SQLAlchemyError as fault:
        raise refusal(fault) from None


def _at(connection: Connection, known: int | None) -> int:
    """The entry that is meant: never one that is not there yet, so that what is told next is not seen."""
    newest = connection.scalar(select(func.max(ENTRY.c.seq))) or 0
    return newest if known is None else min(known, newest)
