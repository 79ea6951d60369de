"""Eligibility at a glance: the verdict, how many criteria stand how, and the values that decide or come closest to their limit."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from core.assessment import Assessment
from core.logic.clauses import AnyOf
from core.logic.judgement import Judgement
from core.logic.rules import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Finding
from core.protocol.eligibility import NOT_IN_TEXT
from core.protocol.freshness import Age, age_at
from dashboard.bullet import AXIS, bullet, distance
from dashboard.clauses import Line, lines_of
from dashboard.eligibility_labels import margin, mending, ruling
from dashboard.look import WORDS, icon, table, verdict
from dashboard.markup import Html, join, tag
from dashboard.words import days_words, names_of, value_of

MOST, LEAST = 6, 3  # values shown; fewer where the card above it is tall, so that one subject stays one screen
URGENCY = {NOT_MET: 0, UNKNOWN: 1, MET: 2, NOT_APPLICABLE: 3}
# Of the values of one criterion: one that meets its limit never stands for a criterion that is not met or unknown.
DECIDES: dict[str, dict[bool | None, int]] = {NOT_MET: {False: 0, None: 1, True: 2}, UNKNOWN: {False: 0, None: 0, True: 1}}


@dataclass(frozen=True)
class Item:
    """One value of one criterion."""

    finding: Finding
    line: Line
    age: Age | None

    @property
    def truth(self) -> bool | None:
        """Of the value itself, whatever another limb of the criterion makes up for."""
        found = [truth for _, truth in self.line.tests]
        return True if True in found else None if None in found or not found else False

    @property
    def state(self) -> str:
        return {True: MET, False: NOT_MET, None: UNKNOWN}[self.truth]

    @property
    def rank(self) -> tuple[int, int, bool, float]:
        """First what decides against or leaves open, then what had to be made up for or is old, then the closest to its limit."""
        near = distance(self.line.datum.value, self.line.comparisons)
        decides = DECIDES.get(self.finding.status, {}).get(self.truth, 0)
        if self.finding.status == NOT_MET:
            near = 0.0  # what failed stands in the order of the rule: the limit itself before the exemption that was not there either
        return URGENCY[self.finding.status], decides, not (self.made_up or self.old), inf if near is None else near

    @property
    def made_up(self) -> bool:
        """Whether the value misses a limit that something else makes up for."""
        return any(truth is not True for _, truth in self.line.tests)

    @property
    def old(self) -> bool:
        return self.age is not None and self.age.old


def eligibility_summary(found: Assessment) -> Html:
    findings = found.eligibility.findings
    anchor, what = found.anchor
    items = [
        Item(finding, line, age_at(line.variable.name, line.datum, anchor, found.fresh_for) if anchor else None)
        for finding in findings.values()
        for line in lines_of(finding.holds)
        if _tells(finding, line)
    ]
    said = len(found.second_infusion.warnings) if found.second_infusion is not None else 0
    shown = _first_of_each(sorted(items, key=lambda item: item.rank))[: max(LEAST, MOST - max(0, said - 1))]
    count = Counter(finding.status for finding in findings.values())
    tally = join((tag("span", verdict(status, f"{count[status]} {WORDS[status]}"), cls="nw") for status in URGENCY if count[status]), " ")
    overall = found.eligibility.overall
    words = "eligible (inclusion part only)" if overall == "eligible" else None
    judged = tag("span", f"judged on {anchor or 'no day'}, {what}", cls="dim")
    heads = ["", "decides, or is close", "value", AXIS, "criterion", "why, age"]
    return tag(
        "div",
        tag("div", tag("h2", "Eligibility"), verdict(overall, words, "chip"), tag("span", tally, cls="tally"), judged, cls="line"),
        table(heads, [_row(item) for item in shown], "elig close"),
        tag("p", _rest(found, items, shown), f" {NOT_IN_TEXT}.", cls="dim sm"),
        cls="summary",
        role="region",
        aria_label="Eligibility summary",
    )


def _first_of_each(items: list[Item]) -> list[Item]:
    """One value of each criterion that is undecided or not met, the one that tells most; all values of the others."""
    once: set[str] = set()
    kept = []
    for item in items:
        name = item.finding.criterion.id
        if name not in once:
            kept.append(item)
        if item.finding.status in (NOT_MET, UNKNOWN):
            once.add(name)
    return kept


def _tells(finding: Finding, line: Line) -> bool:
    """Whether a value says something at a glance: it has a ratio to its limit, or it decides against the criterion or leaves it open."""
    against = {NOT_MET: (False,), UNKNOWN: (False, None)}.get(finding.status, ())
    decides = any(truth in against for _, truth in line.tests)
    return finding.status != NOT_APPLICABLE and (decides or distance(line.datum.value, line.comparisons) is not None)


def _row(item: Item) -> Html:
    line, datum = item.line, item.line.datum
    known = datum.value is not None
    value = value_of(datum.value, line.variable.unit, line.limits) if datum.value is not None else verdict(UNKNOWN)
    return tag(
        "tr",
        tag("th", item.finding.criterion.id, scope="row"),
        tag("td", line.variable.label),
        tag("td", value, cls="b nw"),
        tag("td", bullet(datum.value, line.comparisons, item.state) if known else None),
        tag("td", verdict(item.finding.status), cls="nw"),
        tag("td", _why(item), cls="dim"),
    )


def _why(item: Item) -> Html:
    said = []
    if item.finding.status == UNKNOWN and item.finding.missing:
        said.append(tag("span", f"needed: {names_of(item.finding.missing)}"))
    elif item.finding.status == MET and item.made_up:
        said.append(tag("span", f"allowed by: {', '.join(dict.fromkeys(_instead(item.finding.holds, item)))}"))
    if item.line.datum.note and item.line.datum.note != item.line.datum.value:
        said.append(tag("span", item.line.datum.note))
    if item.age is not None and item.age.old:
        old = f"{days_words(item.age.days)}, older than {item.age.fresh_for} d"
        said.append(tag("span", icon("old"), old, cls="v hold"))
    elif item.age is not None and not said:
        said.append(tag("span", days_words(item.age.days)))
    said += [label for label in (mending(item.finding), margin(item.line, brief=True)) if label is not None]
    return join(said, " · ")


def _instead(found: Judgement, item: Item) -> Iterator[str]:
    """What a limb that holds reads, and the limb that this value misses does not: an exemption, an override, the other limb."""
    missed = {variable.name for part in found.parts if part.truth is not True for variable in part.clause.variables()}
    if isinstance(found.clause, AnyOf) and found.truth and item.line.variable.name in missed:
        known = {line.variable.name: line.datum.note or ruling(line.datum) for line in lines_of(item.finding.holds)}
        for part in found.parts:
            for variable in part.clause.variables() if part.truth else ():
                if variable.name not in missed:
                    yield f"{variable.label}{f' ({note})' if (note := known.get(variable.name)) else ''}"
    for part in found.parts:
        yield from _instead(part, item)


def _rest(found: Assessment, items: list[Item], shown: list[Item]) -> str:
    """What of the undecided and the unmet did not find room above."""
    here = {item.finding.criterion.id for item in shown}
    more = [
        f"{name} {WORDS[finding.status]}"
        for name, finding in found.eligibility.findings.items()
        if finding.status in (NOT_MET, UNKNOWN) and name not in here
    ]
    left = f"Also {', '.join(more)}. " if more else ""
    return f"{left}{len(shown)} of {len(items)} values, all stand below."
