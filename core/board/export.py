"""The tumor board's list as CSV for the board's own papers: what a row shows, and the version of the rules it was judged by."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import NamedTuple

from core.board.entry import Entry, Scanned
from core.board.toxicity import as_recorded, ended_on
from core.board.worklist import Group
from core.facts.values import Amount, plain
from core.logic.rules import Grade
from core.protocol.trial import PROTOCOL
from core.reports.formula import formula_safe

NOT_ENTERED, NOT_RECORDED = "not entered", "not recorded"


class Line(NamedTuple):
    """A subject's line as text, and the line of heads above the first."""

    heads: str
    cells: str


def worklist_csv(groups: Iterable[Group[Entry]]) -> str:
    """One line a subject, the most urgent first; text that a spreadsheet would run is marked as text."""
    return joined(line_of(entry) for group in groups for entry in group.entries)


def joined(lines: Iterable[Line]) -> str:
    """The file of these lines; nothing where there are none."""
    lines = list(lines)
    return "".join([*(line.heads for line in lines[:1]), *(line.cells for line in lines)])


def line_of(entry: Entry) -> Line:
    cells = dict(_cells(entry))
    return Line(_written(cells), _written(map(str, cells.values())))


def _written(cells: Iterable[str]) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerow(map(formula_safe, cells))
    return text.getvalue()


def _cells(entry: Entry) -> Iterator[tuple[str, object]]:
    second, standing = entry.found.second_infusion, entry.standing
    yield "as_of", entry.found.as_of
    yield "protocol", PROTOCOL
    yield "subject_id", entry.subject_id
    yield "group", entry.group
    yield "state", entry.state
    yield "reading_literal", "" if second is None else second.readings.literal.status
    yield "reading_strict", "" if second is None else second.readings.strict.status
    yield "why", entry.why
    yield "holds", "; ".join(f"{item.code.code} {item.code.words}{f' ({item.detail})' if item.detail else ''}" for item in entry.holds)
    yield "needed", "; ".join(filter(None, (*entry.missing, entry.unsettled)))
    yield "day", "" if standing is None else standing.day
    yield "last_day_of_window", "" if standing is None else standing.last_day_of_window
    yield "days_left", "" if standing is None else standing.days_left
    yield from _response(entry)
    yield from _toxicity(entry)
    yield "eligibility", entry.found.eligibility.overall


def _response(entry: Entry) -> Iterator[tuple[str, object]]:
    samples = () if entry.ctdna is None else entry.ctdna.samples
    yield "ctdna_collected_on", "none" if entry.ctdna is None else entry.ctdna.on
    for column in ("assay", "call", "value", "unit", "limit_of_detection"):
        yield f"ctdna_{column}", "; ".join(_said(getattr(each.record, column)) for each in samples)
    yield "pet_scanned_on", "none" if entry.pet is None else entry.pet.on
    yield "pet_response", "" if entry.pet is None else _read(entry.pet)
    yield "pet_deauville", "" if entry.pet is None else entry.pet.deauville or NOT_RECORDED
    yield "pet_modality", "" if entry.pet is None else "; ".join(dict.fromkeys(_said(each.record.modality) for each in entry.pet.scans))
    pair = entry.pair
    yield "pair_pet_scanned_on", "" if pair is None else pair.scanned_on
    yield "pair_pet", "" if pair is None else pair.response or "unknown"
    yield "pair_ctdna", "" if pair is None else pair.call or ("none" if pair.gap is None else "contradictory calls")
    yield "pair_gap_days", "" if pair is None or pair.gap is None else pair.gap
    yield "pair_discordance", "" if pair is None else pair.discordance


def _read(scan: Scanned) -> str:
    if scan.baseline:
        return ", ".join(["baseline", *scan.read])
    return scan.response or f"unknown: {scan.reason}"


def _toxicity(entry: Entry) -> Iterator[tuple[str, object]]:
    after, ended = entry.toxicity, ended_on(entry.found)
    yield "toxicity_after_infusion", "" if after is None else after.number
    yield "toxicity_running_now", "; ".join(entry.running)
    day = entry.found.as_of if ended is None else ended
    yield "toxicity_graded_on", "" if after is None else day
    for name in ("crs", "icans"):
        course = None if after is None else getattr(after, name)
        yield f"{name}_grade", "" if course is None else _grade(course.now(day))
        yield f"{name}_worst", "" if course is None else _grade(course.worst)
        yield f"{name}_as_recorded", "" if course is None else as_recorded(course, day, f"on {day}")


def _grade(grade: Grade | None) -> str:
    return NOT_ENTERED if grade is None else str(grade)


def _said(cell: str | Amount | None) -> str:
    if cell is None:
        return NOT_RECORDED
    return cell if isinstance(cell, str) else plain(cell)
