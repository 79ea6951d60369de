"""Early and late ICAHT after each infusion: the grade, the run or the counts it rests on, and what was done for days without a count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import log10

from core.assessment import Assessment, InfusionToxicity
from core.facts.values import Amount, plain
from core.logic.clauses import Comparison
from core.scales.icaht import EARLY_WINDOW, LATE_LIMITS, LATE_WINDOW, LOW, NAME, VERY_LOW, Early, Late, neutrophils
from core.scales.neutropenia import Neutropenia, icaht
from core.scales.runs import LONGEST_BRIDGE, Stretch, highest
from dashboard.look import drawing, icon, table
from dashboard.markup import Html, join, tag
from dashboard.words import day_of, days_words, value_of

HEADS = ["grade", "what it rests on", "days without a count", f"counts, {neutrophils.unit}, and cells"]
STEP, HEIGHT = 9, 56  # pixels: of a day, and of the picture
LOWEST, HIGHEST = Decimal("0.02"), Decimal(8)  # where the log axis of the picture ends; what lies beyond stands at its end
LIMITS = (LOW, VERY_LOW)
WIDTH = STEP * EARLY_WINDOW.days
TICKS = range(EARLY_WINDOW.first, EARLY_WINDOW.last + 1, 7)


def icaht_block(found: Assessment) -> Html | None:
    """Every infusion given, the newest first; nothing where none is."""
    each = sorted(found.toxicity.values(), key=lambda one: one.number, reverse=True)
    drawn = [_infusion(one, icaht(found.facts, one.infused_on, found.as_of, one.last)) for one in each]
    if not drawn:
        return None
    head = tag("div", tag("h2", "ICAHT"), tag("span", NAME, cls="dim"), cls="line")
    return tag("div", head, drawn, cls="icaht", role="region", aria_label="ICAHT")


def _infusion(each: InfusionToxicity, found: Neutropenia) -> Html:
    rows = [_early(found), _late(found)]
    unread = [fact.cell("value") for fact in found.unread]
    lost = tag("p", icon("warning"), f" counts as not recorded: {', '.join(unread)}", cls="v hold") if unread else None
    heads = [f"Infusion {each.number}", *HEADS]
    return join([table(heads, rows, "anc", f"ICAHT after infusion {each.number}"), _picture(found.early), lost])


def _early(found: Neutropenia) -> Html:
    name = f"early, {_days(EARLY_WINDOW)}"
    early = found.early
    if early is None:
        return _unknown(name, f"no count on {_days(Stretch(EARLY_WINDOW.first, min(found.last, EARLY_WINDOW.last)))}")
    runs = [_run(limit, run) for limit, run in ((LOW, early.low), (VERY_LOW, early.very_low))]
    if early.unrecovered:
        runs.append(tag("b", f"not recovered by {day_of(max(early.course.counted))}"))
    return _row(name, early.grade, "", join(runs, " · "), "; ".join(_without(early)), _cells(found, early.course.counted))


def _run(limit: Comparison, run: Stretch | None) -> Html:
    said = "no day" if run is None else f"{_days(run)} ({days_words(run.days)})"
    return tag("span", f"{_limit(limit)} ", tag("b", said), cls="nw")


def _limit(limit: Comparison) -> str:
    return f"{limit.sign} {value_of(_number(limit), neutrophils.unit)}"


def _number(limit: Comparison) -> Decimal:
    assert isinstance(limit.limit, Decimal), "the limits of the scale are numbers"
    return limit.limit


def _without(early: Early) -> Iterator[str]:
    """What stands in for the days without a count, or that nothing does."""
    course = early.course
    if course.between:
        yield f"on the line between counts: {', '.join(map(_days, _stretches(course.between)))}"
    for edge, nearest in course.carried:
        value = _count(nearest)
        yield f"{_days(edge)}: the nearest count is {value}{'' if LOW.decide(nearest) is False else ', so they are open'}"
    if course.open:
        yield f"open, more than {LONGEST_BRIDGE} days: {', '.join(map(_days, course.open))}"


def _late(found: Neutropenia) -> Html:
    ended = found.ended
    until = f", ended {day_of(ended.day)}: {ended.reason}" if ended else ""
    name = tag("span", f"late, {_days(LATE_WINDOW)}", tag("div", until.removeprefix(", "), cls="dim sm") if until else None)
    late = found.late
    if late is None:
        begins = found.last < LATE_WINDOW.first and not ended
        return _unknown(name, f"from {day_of(LATE_WINDOW.first)} on" if begins else "no count in the window")
    provisional = " provisional: one count alone" if late.provisional else ""
    return _row(name, late.grade, provisional, _counts(late), "", _cells(found, late.counted))


def _counts(late: Late) -> Html:
    lowest = [("lowest", late.nadir), *([("second lowest", late.second)] if late.second is not None else [])]
    said = (
        tag("span", f"{name} ", tag("b", _count(late.counted[day], neutrophils.unit)), f" on {day_of(day)}", cls="nw")
        for name, day in lowest
    )
    return join([join(said, " · "), tag("span", f" of {days_words(len(late.counted))} with a count", cls="dim")])


def _count(amount: Amount, unit: str = "") -> str:
    """A count, never rounded onto a limit of either grade."""
    return value_of(amount, unit, map(_number, LATE_LIMITS.values()))


def _unknown(name: str | Html, why: str) -> Html:
    return tag("tr", tag("th", name, scope="row"), tag("td", "–"), tag("td", why, colspan=3, cls="dim"))


def _row(name: str | Html, grade: object, beside: str, rests_on: Html, without: str, cells: Html | None) -> Html:
    said = tag("td", tag("b", str(grade)), tag("span", beside, cls="dim") if beside else None)
    return tag("tr", tag("th", name, scope="row"), said, tag("td", rests_on), tag("td", without, cls="dim"), tag("td", cells))


def _cells(found: Neutropenia, counted: Mapping[int, Amount]) -> Html:
    """The lowest result of each day with its cell, as the table of the picture."""
    lines = []
    for day in counted:
        lowest, *others = found.results[day]
        value = _count(counted[day])
        beside = f", lowest of {len(others) + 1}" if others else ""
        lines.append(tag("div", f"{day_of(day)} {value}{beside} {lowest.cell('value')}"))
    return tag("details", tag("summary", days_words(len(lines))), lines, cls="src")


def _stretches(days: Iterable[int]) -> Sequence[Stretch]:
    """Days as stretches without a break."""
    found: list[Stretch] = []
    for day in sorted(days):
        if found and day == found[-1].last + 1:
            found[-1] = Stretch(found[-1].first, day)
        else:
            found.append(Stretch(day, day))
    return found


def _days(found: Stretch) -> str:
    return day_of(found.first) if found.days == 1 else f"{day_of(found.first)}–{found.last}"


def _picture(early: Early | None) -> Html | None:
    """A bar a day on a log axis over the two limits: counted in full, on the line between counts hollow; no bar, no count."""
    if early is None:
        return None
    course = early.course
    solid = "".join(f"M{_middle(day)} {HEIGHT}V{_top(amount)}" for day, amount in course.counted.items())
    hollow = "".join(f"M{_middle(day) - 2} {HEIGHT}V{_top(amount)}h4V{HEIGHT}" for day, amount in course.between.items())
    layers = [_layer(solid, STEP - 3, "accent"), _layer(hollow, 1, "ink2")]
    limits = [_limit_line(_number(limit)) for limit in LIMITS]
    ticks = [tag("span", day_of(day), cls="tk", style=f"left:{_middle(day):.0f}px") for day in TICKS]
    words = f"Neutrophils by day, {_days(course.window)}, against {' and '.join(map(_limit, LIMITS))}"
    return tag("div", layers, limits, ticks, cls="counts", role="img", aria_label=words, title=f"{words}; hollow: on the line between")


def _limit_line(limit: Decimal) -> Html:
    return tag("span", plain(limit), cls="lim", style=f"top:{_top(limit)}px")


def _middle(day: int) -> float:
    return STEP * (day + 0.5)


def _top(amount: Amount) -> str:
    """Where a count ends, from the top; one known within bounds at its upper bound."""
    value = min(max(highest(amount), LOWEST), HIGHEST)
    return f"{2 + (HEIGHT - 4) * log10(HIGHEST / value) / log10(HIGHEST / LOWEST):.1f}"


def _layer(path: str, pen: int, token: str) -> Html:
    drawn = drawing(f'<path d="{path}" stroke="black" fill="none" stroke-width="{pen}"/>', WIDTH, HEIGHT)
    return tag("i", cls="mk", style=f"--m:{drawn};background:var(--{token})")
