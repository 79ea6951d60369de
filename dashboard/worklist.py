"""The tumor board's list: filter and search, both kept in the address, and one table of everybody they leave."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import streamlit as st

from core.board.entry import Entry
from core.board.export import worklist_csv
from core.board.worklist import Group
from core.board.worklist import worklist as grouped
from core.protocol.holds import CRS_HOLDS_FROM, ICANS_HOLDS_FROM
from dashboard.address import DAY, FIND, PAGE, PATIENT, SHOW, SUBJECT, addressed, here
from dashboard.download import download
from dashboard.entry_row import HEADS, entry_row, searched
from dashboard.kept import kept
from dashboard.markup import Html, show, style, tag
from dashboard.selection import ALL, as_of_day, assessed
from dashboard.source import Source

ROWS = 60  # on one page
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


@dataclass(frozen=True)
class Listed:
    """The list of one day. Rows are drawn when they are first seen and kept, for every session."""

    groups: tuple[Group, ...]
    total: int
    day: date | None
    rows: dict[str, Html] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def row(self, entry: Entry) -> Html:
        found = self.rows.get(entry.subject_id)
        if found is None:
            found = self.rows[entry.subject_id] = entry_row(entry, self._link(entry.subject_id))
        return found

    def _link(self, subject: str) -> Html:
        """Whole in itself, so that it also opens in a new tab; with the day where that is another than the dashboard opens with."""
        return tag("a", subject, href=here(PATIENT, **{SUBJECT: subject, DAY: self.day}), data_follow=True, target="_self")

    def says(self, entry: Entry, sought: str) -> bool:
        if entry.subject_id not in self.words:
            self.words[entry.subject_id] = searched(entry)
        return sought in self.words[entry.subject_id]


@kept(4, "Judging every subject")
def _listed(files: Source, day: date) -> Listed:
    groups = grouped(assessed(files, subject, day) for subject in files.subjects)
    return Listed(groups, len(files.subjects), None if day == files.start else day)


def worklist(files: Source) -> None:
    """Draw the list, its filter and its search."""
    day = as_of_day(files)
    listed = _listed(files, day)
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        group, sought = _filter(listed)
        download(f"CSV of all {listed.total}", f"worklist_{day}.csv", partial(worklist_csv, listed.groups), disabled=not listed.total)
        left = [(each, tuple(one for one in each.entries if not sought or listed.says(one, sought))) for each in listed.groups]
        left = [(each, entries) for each, entries in left if entries and group in (ALL, each.name)]
        count = sum(len(entries) for _, entries in left)
        show(_title(day, count, listed.total))
    first = ROWS * (_page(-(-count // ROWS)) - 1)
    show(_table(listed, left, first, count) if count else _nothing(listed.total, group, sought))


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


def _table(listed: Listed, groups: Sequence[tuple[Group, Sequence[Entry]]], first: int, count: int) -> Html:
    """The rows of one page; a group's head says how many it has in all."""
    bodies, at = [], 0
    for group, entries in groups:
        here = entries[max(0, first - at) : max(0, first + ROWS - at)]
        at += len(entries)
        if here:
            head = tag(
                "th",
                group.name,
                " ",
                tag("span", f"· {_of(len(entries), len(group.entries))}", cls="dim"),
                colspan=len(HEADS),
                scope="rowgroup",
            )
            bodies.append(tag("tbody", tag("tr", head, cls="group"), map(listed.row, here)))
    heads = tag("thead", tag("tr", (tag("th", name, scope="col", cls=cls) for name, cls in HEADS)))
    page = [tag("b", f"Rows {first + 1} to {min(first + ROWS, count)} of {count}")] if count > ROWS else []
    return tag("div", tag("table", heads, bodies, cls="worklist"), tag("p", page, (tag("span", each) for each in KEY), cls="dim sm key"))


def _of(count: int, total: int) -> str:
    return str(count) if count == total else f"{count} of {total}"


def _nothing(total: int, group: str, sought: str) -> Html:
    if not total:
        return tag("p", "The files name no subject.", cls="notice", role="status")
    where = "" if group == ALL else f" in the group “{group}”"
    what = f"matches “{sought}”" if sought else "stands"
    return tag("p", f"No subject {what}{where}; {total} are hidden. Choose “{ALL}” or clear the search.", cls="notice", role="status")
