"""The tumor board's list: filter and search, both kept in the address, and one table of everybody they leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from core.assessment import assess
from core.board.entry import Urgency
from core.board.export import Line as Exported
from core.board.export import joined, line_of
from core.board.worklist import Group, arranged, entry_of
from core.ledger.ledger import Ledger
from core.ledger.snapshot import gathered
from core.protocol.holds import CRS_HOLDS_FROM, ICANS_HOLDS_FROM
from core.protocol.settings import Settings
from dashboard.address import FIND, PAGE, PATIENT, SHOW, SUBJECT, UPLOAD, addressed, here
from dashboard.download import Export, download
from dashboard.entry_row import HEADS, entry_row, searched
from dashboard.kept import kept
from dashboard.markup import Html, show, style, tag
from dashboard.selection import ALL, clocks
from dashboard.source import Case, Register, Source

ROWS = 60  # on one page
LINES = 10_000  # kept, some 5 kB each
KEY = (
    "● positive",
    "▽ not detected, at its limit of detection",
    "◇ positive without a number",
    "× failed or indeterminate",
    "PET/CT: ? not decided, B before infusion 1",
    "grey: below the limit of detection",
    "tinted: day 1–60",
    "dashed: as-of day",
    "beyond a dotted break: earlier or later, in order, not to scale",
    f"In each group CRS ≥ {CRS_HOLDS_FROM} or ICANS ≥ {ICANS_HOLDS_FROM} now comes first, then the fewest days left.",
)

Carried = tuple[tuple[str, object], ...]  # what every link carries along


@dataclass(frozen=True, slots=True)
class Line:
    """A subject's place in the list, its row as drawn, what a search looks into, and its line of the file. Its records stay in the
    ledger."""

    subject_id: str
    group: str
    urgency: Urgency
    row: Html
    words: str
    exported: Exported


@dataclass(frozen=True)
class Listed:
    """The list of one day."""

    groups: tuple[Group[Line], ...]
    total: int


def _list(files: Source, day: date) -> Listed:
    return _listed(files.ledger, files.register, day, tuple(clocks(files).items()))


@kept(4, "Judging every subject")
def _listed(ledger: Ledger, register: Register, day: date, carried: Carried) -> Listed:
    """Whom no entry touched since keeps the line found before."""
    cases = [Case(ledger, subject, entry) for subject, entry in register.touched.items()]
    return Listed(arranged(_line(case, register.settings, day, carried) for case in cases), len(cases))


@kept(LINES)
def _line(case: Case, settings: Settings, day: date, carried: Carried) -> Line:
    told = case.ledger.standing(case.subject_id, case.entry)  # past the snapshots the ledger keeps: everybody's would fill the memory
    entry = entry_of(assess(gathered(case.subject_id, told).facts, day, settings))
    return Line(case.subject_id, entry.group, entry.urgency, entry_row(entry, _link(case, carried)), searched(entry), line_of(entry))


def _link(case: Case, carried: Carried) -> Html:
    """Whole in itself, so that it also opens in a new tab; with the clocks where they are others than the dashboard opens with."""
    address = here(PATIENT, **{SUBJECT: case.subject_id, **dict(carried)})
    return tag("a", case.subject_id, href=address, data_follow=True, target="_self")


def worklist(files: Source) -> None:
    """Draw the list, its filter and its search."""
    if not files.subjects:
        show(_nobody(files))
        return
    day = files.day
    listed = _list(files, day)
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        group, sought = _filter(listed)
        download(f"CSV of all {listed.total}", Export(files, f"worklist_{day}.csv", day), partial(_file, listed))
        left = [(each, tuple(one for one in each.entries if not sought or sought in one.words)) for each in listed.groups]
        left = [(each, entries) for each, entries in left if entries and group in (ALL, each.name)]
        count = sum(len(entries) for _, entries in left)
        show(_title(day, count, listed.total))
    first = ROWS * (_page(-(-count // ROWS)) - 1)
    show(_table(left, first, count) if count else _nothing(listed.total, group, sought))


def _file(listed: Listed) -> str:
    return joined(line.exported for group in listed.groups for line in group.entries)


def _nobody(files: Source) -> Html:
    """A store without anybody, and the way on."""
    link = tag("a", "Upload a workbook", href=here(UPLOAD, **clocks(files)), data_follow=True, target="_self")
    said = "No subject yet." if files.known is None else f"No subject had been told of by {files.told_by}."
    return tag("div", tag("h1", said), tag("p", link), cls="people")


def _filter(listed: Listed) -> tuple[str, str]:
    """The group and the text sought. The address holds the group's name; its count stands beside it by style, so that a link outlives
    it."""
    names = [ALL, *(group.name for group in listed.groups)]
    counts = [listed.total, *(len(group.entries) for group in listed.groups)]
    rules = (f'.st-key-{SHOW} button:nth-of-type({at})::after{{content:" · {count}"}}' for at, count in enumerate(counts, 1))
    style(Html("".join(rules)))
    shown = addressed(SHOW, lambda name: name if name in names else None, ALL)
    group = st.segmented_control("Show", names, required=True, key=SHOW, on_change=shown, label_visibility="collapsed")
    found = addressed(FIND, str, "")
    sought = st.text_input(
        "Find", key=FIND, on_change=found, type="search", placeholder="Find subject, histology, product", label_visibility="collapsed"
    )
    return group or ALL, (sought or "").strip().casefold()


def _page(pages: int) -> int:
    """The page of the list, where it has more than one."""
    if pages <= 1:
        return 1
    known = {str(page): page for page in range(1, pages + 1)}
    turned = addressed(PAGE, known.get, 1)
    return st.pagination(pages, key=PAGE, on_change=turned)


def _title(day: date, count: int, total: int) -> Html:
    shown = f"{count} of {total} shown" if count < total else f"{total} {'subject' if total == 1 else 'subjects'}"
    return tag("div", tag("h1", f"Tumor board, {day}"), tag("span", shown, cls="dim", role="status"), cls="title")


def _table(groups: Sequence[tuple[Group[Line], Sequence[Line]]], first: int, count: int) -> Html:
    """The rows of one page; a group's head says how many it has in all."""
    bodies, at = [], 0
    for group, entries in groups:
        shown = entries[max(0, first - at) : max(0, first + ROWS - at)]
        at += len(entries)
        if shown:
            head = tag(
                "th",
                group.name,
                " ",
                tag("span", f"· {_of(len(entries), len(group.entries))}", cls="dim"),
                colspan=len(HEADS),
                scope="rowgroup",
            )
            bodies.append(tag("tbody", tag("tr", head, cls="group"), (line.row for line in shown)))
    heads = tag("thead", tag("tr", (tag("th", name, scope="col", cls=cls) for name, cls in HEADS)))
    page = [tag("b", f"Rows {first + 1} to {min(first + ROWS, count)} of {count}")] if count > ROWS else []
    return tag("div", tag("table", heads, bodies, cls="worklist"), tag("p", page, (tag("span", each) for each in KEY), cls="dim sm key"))


def _of(count: int, total: int) -> str:
    return str(count) if count == total else f"{count} of {total}"


def _nothing(total: int, group: str, sought: str) -> Html:
    where = "" if group == ALL else f" in the group “{group}”"
    what = f"matches “{sought}”" if sought else "stands"
    return tag("p", f"No subject {what}{where}; {total} are hidden. Choose “{ALL}” or clear the search.", cls="notice", role="status")
