"""The strip of one infusion: a table by days, of each scale its grade, the grades of the site and the signs, then what was given."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from core.assessment import InfusionToxicity
from core.logic.rules import Grade
from core.protocol.monitoring import LAST_DAY
from core.scales.assessed import RECORDED_DIFFERS, Assessed
from core.scales.days import Daily, Day
from core.scales.episodes import Course
from dashboard import drugs
from dashboard.course import method, open_days, span, state
from dashboard.markup import Html, join, tag
from dashboard.signs import CRS_ROWS, ELSEWHERE, ICANS_ROWS, MASKED, OPEN, Row, Said, said

HIGHEST_COLOR = 4
DAYS = range(LAST_DAY + 1)
LATER = LAST_DAY + 1  # the column after the last day
SMALL = 5  # characters from which on a cell's text is set smaller
DIFFERS = "≠"
MARKS = {MASKED: "fever masked: antipyretic or anticytokine therapy", ELSEWHERE: "another cause recorded, not counted"}
EMPTY, DOT = tag("td"), tag("td", "·", cls="none")
NOT_ASSESSED = tag("td", tag("span", "·", aria_label="not assessed"), cls="none")
WIDTHS = tag("colgroup", tag("col", cls="c-name"), tag("col", span=len(DAYS)), tag("col", cls="c-later"), tag("col", cls="c-sum"))


class Line(NamedTuple):
    """A row of the table but for what stands beside it."""

    cells: Html
    cls: str | None = None


class Block(NamedTuple):
    """One scale: its grade lines and how it stands, its sign lines and what is to be said of them."""

    grades: list[Line]
    state: Html
    signs: list[Line]
    notes: Html | None


def strip(each: InfusionToxicity, died: date | None) -> Html:
    """Everything in view. `died` is the day of death, of the dead."""
    blocks = _blocks(each, died)
    bodies = [_body([*block.grades, *block.signs], [block.state, block.notes]) for block in blocks]
    return tag("table", WIDTHS, _head(each), bodies, _given(each), cls="strip")


def folded(each: InfusionToxicity, died: date | None) -> Html:
    """The grades in view, the signs on demand."""
    blocks = _blocks(each, died)
    grades = tag("table", WIDTHS, _head(each), (_body(block.grades, [block.state]) for block in blocks), cls="strip")
    signs = [_body(block.signs, [block.notes]) for block in blocks if block.signs]
    given = _given(each)
    count = sum(len(block.signs) for block in blocks) + (given is not None)
    if not count:
        return grades
    rows = "1 row" if count == 1 else f"{count} rows"
    summary = tag("summary", f"infusion {each.number}: {rows} of signs and treatment")
    return join([grades, tag("details", summary, tag("table", WIDTHS, signs, given, cls="strip"), cls="folded")])


def _blocks(each: InfusionToxicity, died: date | None) -> list[Block]:
    return [
        _block("CRS", each.crs, each.crs_days, CRS_ROWS, each, died),
        _block("ICANS", each.icans, each.icans_days, ICANS_ROWS, each, died),
    ]


def _head(each: InfusionToxicity) -> Html:
    days = [tag("th", str(day), scope="col") for day in DAYS]
    heads = [tag("th", f"Infusion {each.number}, day", scope="col", cls="name"), *days, tag("th", "later", scope="col")]
    return tag("thead", tag("tr", heads, tag("th", f"{method(each.crs, each.icans)}, worst of the day", scope="col", cls="sum")))


def _body(lines: Sequence[Line], beside: Sequence[Html | None], cls: str | None = None) -> Html:
    """Lines with one cell beside them all."""
    summary = tag("td", beside, cls="sum", rowspan=len(lines) if len(lines) > 1 else None)
    return tag("tbody", (tag("tr", line.cells, None if at else summary, cls=line.cls) for at, line in enumerate(lines)), cls=cls)


def _block(name: str, course: Course, found: Daily, rows: Sequence[Row], each: InfusionToxicity, died: date | None) -> Block:
    days = dict(found.days) if found.later is None else {**found.days, LATER: found.later}

    def line(name: str, cells: Mapping[int, Html], none: Html = DOT) -> Html:
        return _across(name, each, {**dict.fromkeys(days, EMPTY), **cells}, none)

    grades = [Line(line(f"{name} grade", {at: _graded(day, each) for at, day in days.items()}, NOT_ASSESSED), "grade")]
    if any(row.recorded is not None for row in course.rows):
        grades.append(Line(line("as the site graded it", {at: _recorded(day) for at, day in days.items()})))
    read = {row: {at: one for at, day in days.items() if (one := said(row, day)) is not None} for row in rows}
    shown = [row for row in rows if read[row] and (not row.quiet or any(one.raised for one in read[row].values()))]
    signs = [Line(line(row.name, {at: _sign(one) for at, one in read[row].items()})) for row in shown]
    if quiet := [row.quiet for row in rows if row not in shown and any(one.text != OPEN for one in read[row].values())]:
        text = tag("td", f"{', '.join(quiet)}, where recorded", colspan=len(DAYS) + 1, cls="quiet")
        signs.append(Line(join([tag("th", "other signs", scope="row"), text])))
    beside = tag("div", state(course, each, died), _scales(course) if len(grades) > 1 else None)
    return Block(grades, beside, signs, _notes(course, found, read))


def _across(name: str, each: InfusionToxicity, cells: Mapping[int, Html], none: Html) -> Html:
    """The cells of a row from its name to the later days; `none` stands on a day without an assessment, nothing on a day to come."""
    reached = (each.last - each.infused_on).days
    drawn = (cells.get(day, EMPTY if day > reached else none) for day in (*DAYS, LATER))
    return join([tag("th", name, scope="row"), *drawn])


def _graded(day: Day, each: InfusionToxicity) -> Html:
    grade = day.grade
    first = next(row for row in day.rows if row.grade.at_least == grade.at_least)
    said = [
        f"{span(day.rows, each.infused_on)}: highest grade proved {grade.at_least}, first at {first.at} ({first.fact.cell('assessed_at')})"
    ]
    said += [] if grade.decided else [f"highest not ruled out {grade.at_most}"]
    return tag("td", str(grade), cls=grade_color(grade), title=", ".join(said) if grade.at_most else None)


def grade_color(grade: Grade) -> str:
    """The class that colors a grade, or a range of them."""
    return f"g{min(grade.at_least, HIGHEST_COLOR)}" if grade.decided else "gr"


def _recorded(day: Day) -> Html:
    rows = [row for row in day.rows if row.recorded is not None]
    if not rows:
        return EMPTY
    text = ", ".join(str(grade) for grade in sorted({row.recorded for row in rows if row.recorded is not None}))
    differs = any(RECORDED_DIFFERS in row.flags for row in rows)
    title = "; ".join(map(_recorded_at, _changes(rows)))
    return tag("td", f"{text}{DIFFERS if differs else ''}", cls="q" if differs else None, title=title)


def _changes(rows: Sequence[Assessed]) -> list[Assessed]:
    """The rows at which the site's grade changed, or whether it differs from the computed one."""
    return [row for row, before in zip(rows, [None, *rows], strict=False) if before is None or _told(row) != _told(before)]


def _told(row: Assessed) -> tuple[int | None, bool]:
    return row.recorded, RECORDED_DIFFERS in row.flags


def _recorded_at(row: Assessed) -> str:
    computed = f" where {row.grade} is computed" if RECORDED_DIFFERS in row.flags else ""
    return f"{row.recorded}{computed}, {row.at} ({row.fact.cell(row.scale.recorded)})"


def _scales(course: Course) -> Html:
    scales = {row.fact.record.grading_scale or "scale not recorded" for row in course.rows if row.recorded is not None}
    apart = sum(RECORDED_DIFFERS in row.flags for row in course.rows)
    said = f"; {DIFFERS} differs from the computed grade, which counts ({apart} of the rows)" if apart else ""
    return tag("div", f"the site graded by {', '.join(sorted(scales))}{said}", cls="dim")


def _sign(one: Said) -> Html:
    classes = ["q" if one.open else "hi" if one.raised else "lo", *(["small"] if len(one.text) > SMALL else [])]
    return tag("td", one.text, cls=" ".join(classes), title=one.source)


def _notes(course: Course, found: Daily, read: dict[Row, dict[int, Said]]) -> Html | None:
    """What the marks mean, and what is not recorded."""
    marks = {mark for cells in read.values() for one in cells.values() for mark in MARKS if mark in one.text}
    said = [tag("span", f"{mark} {MARKS[mark]}", cls="dim") for mark in MARKS if mark in marks]
    lacking = open_days(course, found)
    if lacking:
        more = f" ({len(lacking) - 1} more)" if len(lacking) > 1 else ""
        said.append(tag("span", tag("b", OPEN), f" {lacking[0]}{more}"))
    never = [row.name.partition(",")[0] for row in read if not read[row]]
    if course.rows and never:
        said.append(tag("span", "no sign recorded" if len(never) == len(read) else f"never recorded: {', '.join(never)}", cls="dim"))
    return tag("div", join(said, "; "), cls="notes") if said else None


def _given(each: InfusionToxicity) -> Html | None:
    if not each.given:
        return None
    found = drugs.by_day(each)
    cells = {day: drugs.cell(given) for day, given in found.items() if day in DAYS}
    if later := [fact for day, given in found.items() if day not in DAYS for fact in given]:
        cells[LATER] = drugs.cell(later)
    return _body([Line(_across("treatment", each, cells, EMPTY))], [tag("div", drugs.summary(each))])
