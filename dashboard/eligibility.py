"""The eligibility checklist: every criterion with its verdict, and every value beside its limit, its day, its age and its cell."""

from collections.abc import Callable

from core.assessment import Assessment
from core.facts.chart import Datum
from core.facts.records import Lab, Subject
from core.facts.values import plain
from core.logic.rules import Finding
from core.protocol.eligibility import NOT_IN_TEXT
from core.protocol.freshness import Age, age_at
from dashboard.bullet import AXIS, bullet
from dashboard.clauses import Line, lines_of
from dashboard.eligibility_labels import alternatives, laboratories, margin, mending, ruling
from dashboard.look import TRUTHS, icon, table, truth, verdict
from dashboard.markup import Html, join, tag
from dashboard.outlook import eligibility_outlook
from dashboard.words import days_words, names_of, sources, unit_of, value_of

HEADS = ["", "criterion", "verdict", "item", "limit", "value", AXIS, "date", "age at the anchor", "source cell", "note"]
Aged = Callable[[Line], Age | None]


def eligibility(found: Assessment) -> Html:
    anchor, what = found.anchor
    overall = found.eligibility.overall
    words = "eligible (inclusion part only)" if overall == "eligible" else None

    def aged(line: Line) -> Age | None:
        return age_at(line.variable.name, line.datum, anchor, found.fresh_for) if anchor else None

    rows = [part for name, finding in found.eligibility.findings.items() for part in _criterion(finding, aged, found.worsened.get(name))]
    judged = tag("span", "judged on ", tag("b", str(anchor or "no day")), f", {what}")
    return tag(
        "div",
        tag("div", tag("h2", "Eligibility"), verdict(overall, words, "chip"), judged, tag("span", NOT_IN_TEXT, cls="dim"), cls="line"),
        eligibility_outlook(found),
        table(HEADS, rows, "elig", "Eligibility, every criterion"),
        cls="scroll",
        role="region",
        aria_label="Eligibility",
        tabindex=0,
    )


def _criterion(finding: Finding, aged: Aged, later: Finding | None) -> list[Html]:
    criterion = finding.criterion
    excused = lines_of(finding.excused) if finding.excused is not None and finding.excused.truth else []
    lines = excused or lines_of(finding.holds)
    missing = tag("div", f"needed: {names_of(finding.missing)}", cls="missing") if finding.missing else None
    clash = tag("div", verdict("warning", "the records contradict each other")) if finding.contradiction else None
    head = [
        tag("th", criterion.id, scope="row", rowspan=len(lines)),
        tag("td", criterion.text, missing, clash, _worsened(later), rowspan=len(lines), cls="text"),
        tag("td", verdict(finding.status), _below(mending(finding)), rowspan=len(lines)),
    ]
    joins = alternatives(criterion.holds)
    cells = [_cells(line, aged(line), joins.get(line.variable.name)) for line in lines]
    return [tag("tr", head if at == 0 else None, each, cls="first" if at == 0 else None) for at, each in enumerate(cells)]


def _worsened(later: Finding | None) -> Html | None:
    """What was met at the anchor and no longer was by infusion 1, lymphodepletion included; it undoes nothing."""
    if later is None:
        return None
    values = [
        f"{line.variable.label} {value_of(line.datum.value, line.variable.unit, line.limits)} ({', '.join(_days(line.datum))})"
        for line in lines_of(later.holds)
        if line.datum.value is not None and any(judged is not True for _, judged in line.tests)
    ]
    return tag("div", "later, up to infusion 1: ", verdict(later.status), f" {'; '.join(values)}", cls="later")


def _cells(line: Line, age: Age | None, joined: str | None) -> Html:
    datum = line.datum
    tests = join((_test(words, judged) for words, judged in line.tests), tag("br"))
    notes = [datum.note if datum.note != datum.value else "", ruling(datum)]
    return join(
        [
            tag("td", tag("span", f"{joined} ", cls="dim") if joined else None, line.variable.label),
            tag("td", tests, cls="nw"),
            tag("td", _value(line), cls="value"),
            tag("td", _drawn(line)),
            tag("td", ", ".join(_days(datum)), cls="nw"),
            tag("td", _age(age), cls="nw"),
            tag("td", sources(datum.evidence)),
            tag("td", "; ".join(filter(None, notes)), cls="dim"),
        ]
    )


def _drawn(line: Line) -> Html | None:
    """The value against its first limit; another limit it meets makes up for a missed one."""
    found = [judged for _, judged in line.tests]
    state, _ = TRUTHS[True if True in found else None if None in found else False]
    return bullet(line.datum.value, line.comparisons, state)


def _test(words: str, judged: bool | None) -> Html:
    return tag("span", words, " ", truth(judged))


def _value(line: Line) -> Html:
    datum = line.datum
    if datum.value is None:
        return tag("span", verdict("unknown"), "" if datum.note else ", not recorded")
    recorded = _as_recorded(datum, line)
    beside = tag("div", recorded, cls="dim sm") if recorded else None
    return tag("span", tag("b", value_of(datum.value, line.variable.unit, line.limits)), beside, _below(margin(line)))


def _below(label: Html | None) -> Html | None:
    """A label on a line of its own."""
    return None if label is None else tag("div", label)


def _as_recorded(datum: Datum, line: Line) -> str:
    """What the laboratory wrote, where the value was reckoned from it."""
    said = []
    for cited in datum.evidence:
        record = cited.fact.record
        if not isinstance(record, Lab) or record.value is None or record.value == datum.value:
            continue
        if cited.column == "value":
            said.append(f"{names_of([record.analyte])} {plain(record.value)} {unit_of(record.unit or '')}")
        elif cited.column == "upper_limit" and record.upper_limit is not None:
            said.append(f"upper limit {plain(record.upper_limit)}")
    whose = laboratories(datum)
    return f"{', '.join(said)}{f' of {whose}' if whose else ''}"


def _days(datum: Datum) -> list[str]:
    """The days of the records a value rests on; of an age, which rests on the date of birth alone, the day of consent."""
    days = {cited.day for cited in datum.evidence}
    if (
        len(datum.evidence) == 1
        and isinstance(record := datum.evidence[0].fact.record, Subject)
        and datum.evidence[0].column == "birth_date"
    ):
        days = {record.consent_date}
    return sorted(str(day) for day in days if day is not None)


def _age(age: Age | None) -> Html | None:
    if age is None:
        return None
    if age.old:
        return tag("span", icon("old"), tag("b", days_words(age.days)), tag("span", f" older than {age.fresh_for} d"), cls="v hold")
    return tag("span", days_words(age.days))
