"""CRS and ICANS after each infusion: the grade now and at its worst, onset and resolution, and a strip of the days."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from core.assessment import Assessment, InfusionToxicity
from core.facts.values import Moment
from core.logic.rules import Grade
from core.protocol.monitoring import LAST_DAY
from core.protocol.trial import GRADING
from core.scales.assessed import AS_RECORDED, Assessed
from core.scales.episodes import Course, worst_of
from dashboard.markup import Html, join, tag
from dashboard.words import name_of, since, sources, value_of

HIGHEST_COLOR = 4
STRIP = range(LAST_DAY + 1)


def toxicity(found: Assessment) -> Html:
    """One strip an infusion; a sentence where no infusion is given."""
    strips = [_after(each) for each in found.toxicity.values()]
    return tag("div", strips, cls="tox-card", role="region", aria_label="CRS and ICANS")


def _after(each: InfusionToxicity) -> Html:
    courses = (("CRS", each.crs), ("ICANS", each.icans))
    days = [tag("th", str(day), scope="col") for day in STRIP]
    heads = [tag("th", f"Infusion {each.number}, day", scope="col", cls="name"), *days, tag("th", "later", scope="col")]
    head = tag("thead", tag("tr", heads, tag("th", f"{GRADING}, worst of the day", scope="col", cls="sum")))
    body = tag("tbody", (_rows(name, course, each) for name, course in courses))
    widths = tag("colgroup", tag("col", cls="c-name"), (tag("col") for _ in STRIP), tag("col", cls="c-later"), tag("col", cls="c-sum"))
    return tag(
        "div",
        tag("table", widths, head, body, cls="strip"),
        (join([_open(name, course, each.infused_on), _evidence(name, course, each.infused_on)]) for name, course in courses),
    )


def _rows(name: str, course: Course, each: InfusionToxicity) -> Html:
    by_day: dict[int, list[Assessed]] = defaultdict(list)
    for row in course.rows:
        by_day[(row.day - each.infused_on).days].append(row)
    later = [row for day, rows in by_day.items() if day not in STRIP for row in rows]
    graded = [_grade_cell(by_day.get(day, [])) for day in STRIP]
    last = _grade_cell(later, f"days {_span(later, each.infused_on)}" if later else None)
    shown = tag("tr", tag("th", name, scope="row"), graded, last, tag("td", _summary(course, each), cls="sum"), cls="grade")
    if not any(row.recorded is not None for row in course.rows):
        return shown
    recorded = [tag("td", _recorded(by_day.get(day, []))) for day in STRIP]
    noted = tag("td", _scales(course), cls="sum dim")
    return join([shown, tag("tr", tag("th", "as the site graded it", scope="row"), recorded, tag("td", _recorded(later)), noted)])


def _grade_cell(rows: Sequence[Assessed], title: str | None = None) -> Html:
    if not rows:
        return tag("td", tag("span", "·", aria_label="not assessed"), cls="none")
    grade = worst_of(rows)
    return tag("td", str(grade), cls=_color(grade), title=title)


def _color(grade: Grade) -> str:
    return f"g{min(grade.at_least, HIGHEST_COLOR)}" if grade.decided else "gr"


def _recorded(rows: Sequence[Assessed]) -> str:
    return ", ".join(dict.fromkeys(str(row.recorded) for row in rows if row.recorded is not None))


def _scales(course: Course) -> str:
    scales = {row.fact.record.grading_scale or "scale not recorded" for row in course.rows if row.recorded is not None}
    return f"by {', '.join(sorted(scales))}"


def _span(rows: Sequence[Assessed], infused_on: date) -> str:
    days = sorted({row.day for row in rows})
    return f"{since(days[0], infused_on)} to {since(days[-1], infused_on)}"


def _summary(course: Course, each: InfusionToxicity) -> Html:
    """Now, worst, onset and whether it is recorded as resolved, in words."""
    worst = course.worst
    if worst is None:
        return tag("span", tag("b", "not entered"))
    now = course.now(each.day)
    last = course.rows[-1].at
    parts = [
        tag("span", "now ", tag("b", str(now))),
        tag("span", "worst ", tag("b", str(worst))),
        tag("span", _episode(course, each.infused_on)),
        tag("span", f"last seen {_at(last, each.infused_on)}", cls="dim"),
    ]
    return join(parts, " · ")


def _episode(course: Course, infused_on: date) -> str:
    if course.onset is None:
        return "no onset recorded" if worst_of(course.rows).at_most else "no sign so far"
    resolved = course.resolved_at
    end = f"resolved {_at(resolved, infused_on)}" if resolved is not None else "not recorded as resolved"
    more = f", {len(course.episodes)} episodes" if len(course.episodes) > 1 else ""
    return f"onset {_at(course.onset, infused_on)}, {end}{more}"


def _at(moment: Moment, infused_on: date) -> str:
    return since(moment.day, infused_on)


def _open(name: str, course: Course, infused_on: date) -> Html | None:
    """Why a grade is a range: what each of those days still lacks."""
    said = [f"{name} {since(row.day, infused_on)} is {row.grade}: {_lacking(row)}" for row in course.rows if not row.grade.decided]
    if not said:
        return None
    if len(said) == 1:
        return tag("p", said[0], cls="open")
    first = tag("summary", said[0], f" ({len(said) - 1} more)")
    return tag("details", first, (tag("div", each) for each in said[1:]), cls="open")


def _evidence(name: str, course: Course, infused_on: date) -> Html | None:
    """On demand, the signs and cells that the worst grade and the grade now rest on."""
    if not course.deciding:
        return None
    rows = [tag("div", f"{what} ", _signs(row, infused_on)) for what, row in course.deciding.items()]
    return tag("details", tag("summary", f"{name}: what the grades rest on"), rows, cls="open")


def _signs(row: Assessed, infused_on: date) -> Html:
    """One row in words: its grade, each sign that it read, and the cells."""
    chart = row.chart()
    known = [(variable, chart[variable.name].value) for variable in row.scale.variables]
    signs = [f"{variable.label}: {value_of(value, variable.unit)}" for variable, value in known if value is not None]
    read = "as the site recorded it" if AS_RECORDED in row.flags else ", ".join(signs)
    return join([tag("b", str(row.grade)), f", {_at(row.at, infused_on)} ({row.at}): {read} ", sources(row.evidence())])


def _lacking(row: Assessed) -> str:
    names = [name_of(flag.partition(":")[2]) for flag in row.flags if flag.startswith("missing:")]
    unread = [name_of(flag.partition(":")[2]) for flag in row.flags if flag.startswith("invalid:")]
    said = [*(f"{name} not recorded" for name in names), *(f"{name} not readable" for name in unread)]
    if "contradiction" in row.flags:
        said.append("the records contradict each other")
    return ", ".join(said) or "not decided by what is recorded"
