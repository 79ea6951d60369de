"""What the dashboard looks at: the ledger as it stands now, or as it was told by an earlier moment.

The records stay in the ledger: a subject's facts are read when somebody looks. What is found from them is kept by the subject and the
entry that touched it last, so that a commit costs those anew whom it touched, and nothing is shown that rests on older facts.
"""

import gc
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import streamlit as st

from core.facts.subject import SubjectFacts
from core.ledger.chain import Head
from core.ledger.clock import day_at, machine
from core.ledger.ledger import Gathered, Ledger
from core.ledger.refusals import Busy, NoLedger, StoreFault
from core.ledger.where import DEFAULT_STORE, STORE, file_of
from core.protocol.settings import Settings
from dashboard.address import DAY, KNOWN_AT
from dashboard.kept import forget, kept
from dashboard.moment import day_of_text, moment_of_text

EARLIEST = date(2000, 1, 1)
SMALLEST_GARBAGE = 20_000  # objects made and not given back before the collector looks; its own choice is 700
SUBJECTS_AT_HAND = 12  # whose facts and judgement are in memory; the others are in the ledger
COUNTER = range(24, 28)  # the bytes of SQLite's file that count how often it was written

File = tuple[int, int]  # its disk, and its number there


class State(NamedTuple):
    """Which file, and its count of changes."""

    file: File
    changes: bytes


_NEWEST: list[tuple[Ledger, State, Head]] = []  # the store as it was when it was asked last, and the newest entry it told then


class NothingToShow(Exception):
    """The store cannot be opened or does not answer; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Case:
    """One subject as told up to an entry. Equal cases have equal facts: no later entry, up to what is looked at, touched the subject."""

    ledger: Ledger
    subject_id: str
    entry: int


@dataclass(frozen=True, eq=False, slots=True)
class Register:
    """Who was told of by an entry, in the order of the first telling, each with the newest entry that touched it; and what was set."""

    settings: Settings
    touched: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Source:
    """What there is to look at. `known` is the number of the newest entry that counts, `None` for all there are, `told_by` that moment
    as the address writes it; `version` the newest of those entries that touched a subject or a setting. `start` is the day a page opens
    with, `latest` the last that can be looked at, `day` the one that is: everything on the page is judged as of its end."""

    ledger: Ledger
    head: Head
    known: int | None
    told_by: str | None
    version: int
    register: Register
    start: date
    latest: date
    day: date
    synthetic: bool

    @property
    def settings(self) -> Settings:
        return self.register.settings

    @property
    def subjects(self) -> Mapping[str, SubjectFacts]:
        """Everybody; the facts of one are read when they are asked for."""
        return _Subjects(self)

    @property
    def later(self) -> int:
        """How many entries are not shown, because they were told later."""
        return 0 if self.known is None else self.head.seq - self.known

    def case(self, subject: str) -> Case:
        return Case(self.ledger, subject, self.register.touched[subject])


class _Subjects(Mapping[str, SubjectFacts]):
    def __init__(self, found: Source) -> None:
        self._found = found

    def __getitem__(self, subject: str) -> SubjectFacts:
        return gathered(self._found.case(subject)).facts

    def __iter__(self) -> Iterator[str]:
        return iter(self._found.register.touched)

    def __len__(self) -> int:
        return len(self._found.register.touched)

    def __contains__(self, subject: object) -> bool:
        return subject in self._found.register.touched


@kept(SUBJECTS_AT_HAND)
def gathered(case: Case) -> Gathered:
    """The facts of one subject and what is wrong with them."""
    return case.ledger.facts(case.subject_id, case.entry)


def source() -> Source:
    """The ledger as it stands now, by the moment the address names.

    Raises:
        NothingToShow: where the store cannot be opened, or does not answer.
    """
    try:
        url = os.environ.get(STORE, DEFAULT_STORE)
        state = _state(url)
        ledger = _ledger(url, None if state is None else state.file)
        return _source(ledger, _head(ledger, url, state), written(DAY), written(KNOWN_AT))
    except Busy:
        raise NothingToShow("The store is being written just now. Look again in a moment.") from None
    except (NoLedger, StoreFault) as fault:
        raise NothingToShow(str(fault)) from None


def _state(url: str) -> State | None:
    """Which file the store is, for another one may be put in its place, and how often it was written, as SQLite itself counts. `None` where
    the store is no file, or it is not there."""
    path = file_of(url)
    try:
        with open(path or os.devnull, "rb", buffering=0) as file:  # noqa: PTH123 - at every look, where a path object costs more than it
            found = os.fstat(file.fileno())
            file.seek(COUNTER.start)
            counter = file.read(len(COUNTER))
    except OSError:
        return None
    return None if path is None else State((found.st_dev, found.st_ino), counter)


def _head(ledger: Ledger, url: str, state: State | None) -> Head:
    """The newest entry, asked for anew only once the file was written: who only looks waits for no writer."""
    if state is not None and _NEWEST and _NEWEST[0][:2] == (ledger, state):
        return _NEWEST[0][2]
    head = ledger.head()
    if state is not None and _state(url) == state:  # a writer that failed meanwhile took its change back
        _NEWEST[:] = [(ledger, state, head)]
    return head


@kept(1)
def _ledger(url: str, _: File | None) -> Ledger:
    """The one ledger of this server."""
    opened = Ledger.open(url)
    forget()
    _spare_the_collector()
    return opened


def written(name: str) -> str:
    """What the address says under a name, understood or not."""
    return st.query_params.get(name, "").strip()


def day_within(text: str, latest: date) -> date | None:
    """A day that can be looked at."""
    day = day_of_text(text)
    return day if day is not None and EARLIEST <= day <= latest else None


def _source(ledger: Ledger, head: Head, day: str, moment: str) -> Source:
    newest = _version(ledger, head.seq)
    site = _register(ledger, newest).settings
    today = day_at(machine(), site.zone)
    start = site.demo_day.value if site.demo_day is not None else today
    latest = max(today, start)
    known = _entry(ledger, moment, site, latest)
    version = newest if known is None else _version(ledger, known)
    told_by = moment if known is not None else None
    shown = day_within(day, latest) or start
    return Source(ledger, head, known, told_by, version, _register(ledger, version), start, latest, shown, site.demo_day is not None)


def _entry(ledger: Ledger, written: str, site: Settings, latest: date) -> int | None:
    """The newest entry of what had been told by a moment; `None` where none is named, or one that has not come yet."""
    moment, last = moment_of_text(written, site.zone), moment_of_text(str(latest), site.zone)
    return None if moment is None or last is None or moment > last else ledger.entry_at(moment)


@kept(64)
def _version(ledger: Ledger, entry: int) -> int:
    return ledger.version(entry)


@kept(4)
def _register(ledger: Ledger, version: int) -> Register:
    touched = ledger.touched_since(0)
    return Register(ledger.settings(version), {each: min(touched[each], version) for each in ledger.subject_ids(version)})


def _spare_the_collector() -> None:
    """What is loaded by now stays, and a run of the page leaves little: the collector need not walk all of it at each click."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(SMALLEST_GARBAGE)
