"""The recommendation as a proof card: the state, the protocol's sentence, both readings clause by clause, the evidence, the holds."""

from datetime import date

from core.assessment import Assessment, SecondInfusion
from core.facts.fact import Fact
from core.facts.records import Ctdna, Pet
from core.logic.rules import Finding
from core.protocol.before_second import CHECKLIST
from core.protocol.second_infusion import ALREADY_GIVEN, BOARD_REVIEW, CLOSED, SENTENCE
from core.protocol.settings import Settings
from core.response.pairing import gap_days
from dashboard.alerts import holds, warnings
from dashboard.clauses import tree
from dashboard.dose import doses
from dashboard.look import color, icon, row, table, verdict
from dashboard.markup import Html, tag
from dashboard.words import days_words, name_of, names_of, setting_of, since, value_of

STATES = {
    "met": "Rule met",
    "not_met": "Rule not met",
    "unknown": "Unknown",
    BOARD_REVIEW: "Board review",
    ALREADY_GIVEN: "Infusion 2 given",
    CLOSED: "Case closed",
}


def recommendation(found: Assessment, settings: Settings) -> Html:
    second = found.second_infusion
    if second is None:
        text = first_infusion(found)
        inner = [tag("section", tag("h2", "Second infusion"), tag("p", text))]
    else:
        held = holds(second.holds)
        inner = [_head(second, settings), *([held] if held else []), _sentence(), _readings(second), _setting(settings), _evidence(second)]
        others = warnings([item for item in second.warnings if item not in second.holds])
        inner += [others] if others else []
    return tag("div", inner, doses(found), _by_hand(), cls="card", role="region", aria_label="Recommendation")


def first_infusion(found: Assessment) -> str:
    """Why there is no recommendation: no infusion 1 yet, or one of which a cell is open."""
    if not found.infusion_1_open:
        return "No infusion 1 is recorded as given by the as-of day. The second-infusion rule starts with it."
    cells = "; ".join(f"{name_of(cited.column)} ({cited.address})" for cited in found.infusion_1_open)
    return f"Unknown: whether, or when, infusion 1 was given is open. To be settled: {cells}."


def _by_hand() -> Html:
    """What no rule asks and a person must: told, never ticked here."""
    items = (tag("li", item) for item in CHECKLIST)
    return tag("section", tag("details", tag("summary", "Check by hand before infusion 2"), tag("ul", items)), cls="by-hand")


def _head(second: SecondInfusion, settings: Settings) -> Html:
    state, count = second.state, len(second.holds)
    chip = verdict("hold", f"{count} {'hold stands' if count == 1 else 'holds stand'}", "chip") if count else None
    return tag(
        "section",
        icon(state),
        tag("div", tag("h2", STATES[state], cls="word"), tag("div", under(second, settings), cls="under")),
        tag("div", chip, cls="side"),
        cls=f"head {color(state)}{' held' if count else ''}",
    )


def under(second: SecondInfusion, settings: Settings) -> str:
    """What the state rests on, in one sentence."""
    standing, literal, strict = second.standing, second.readings.literal, second.readings.strict
    if standing.given_on is not None:
        return f"Given on {standing.given_on}. Below: how the rule stood on that day."
    if standing.undated:
        open_ = "; ".join(f"{name_of(cited.column)} ({cited.address})" for cited in standing.undated)
        return f"Cannot be decided: infusion 2, a death or a new therapy may already have happened. To be settled: {open_}."
    if standing.closing is not None:
        where = standing.closing.evidence.address
        return f"By {standing.closing.reason}, {standing.closing.day} ({where}). Below: how the rule stood before that day."
    if second.state == BOARD_REVIEW:
        return f"Met on the literal reading only; the strict reading is {_word(strict)}. The tumor board decides."
    if second.state == "unknown":
        return f"Cannot be decided yet. Missing: {names_of([*literal.missing, *strict.missing])}."
    if settings.pr_requires_ctdna is None:
        return f"Second infusion: both readings of the protocol are {_word(literal)}."
    chosen = "strict" if settings.pr_requires_ctdna.value else "literal"
    return f"Second infusion: {second.state.replace('_', ' ')} on the {chosen} reading, which this site's setting follows."


def _word(finding: Finding) -> str:
    return finding.status.replace("_", " ")


def _sentence() -> Html:
    return tag("section", tag("h3", "Protocol"), tag("p", f"“{SENTENCE}”", cls="sentence"))


def _readings(second: SecondInfusion) -> Html:
    both = (("Reading A, literal", second.readings.literal), ("Reading B, strict", second.readings.strict))
    columns = [
        tag("div", tag("div", tag("h3", name), verdict(finding.status), cls="over"), tree(finding.holds), _missing(finding))
        for name, finding in both
    ]
    return tag("section", columns, cls="two")


def _missing(finding: Finding) -> Html | None:
    return tag("div", f"missing: {names_of(finding.missing)}", cls="missing") if finding.missing else None


def _setting(settings: Settings) -> Html:
    chosen = settings.pr_requires_ctdna
    if chosen is None:
        text = "not set: met only where both readings are; where they part, the board decides"
        return tag("section", tag("span", "PR needs a positive ctDNA: ", tag("b", text)), cls="setting")
    said = f"{'yes' if chosen.value else 'no'}"
    return tag(
        "section",
        tag("span", "PR needs a positive ctDNA: ", tag("b", said), f" ({setting_of(chosen.by, chosen.on, chosen.reason)})"),
        cls="setting",
    )


def _evidence(second: SecondInfusion) -> Html:
    start = second.standing.infused_on
    gap = gap_days(second.ctdna, second.pet)
    rows = [
        tag("tr", tag("th", "ctDNA", scope="row"), tag("td", tag("b", second.ctdna.status), f": {second.ctdna.reason}", colspan=3)),
        *(_sample(sample, start) for sample in second.ctdna.used),
        tag(
            "tr",
            tag("th", "PET/CT", scope="row"),
            tag("td", tag("b", second.pet.response or "unknown"), f": {second.pet.reason}", colspan=3),
        ),
        *(_scan(scan, start) for scan in second.pet.used),
        row("Gap", tag("b", days_words(gap)) if gap is not None else "unknown: ctDNA and PET/CT are not both there", "", ""),
        *_unread(second),
    ]
    return tag("section", table(["Evidence", "value", "date, day", "source cell"], rows, "evidence"))


def _unread(second: SecondInfusion) -> list[Html]:
    """What a laboratory or a reader did write and nobody could read: it counts as not recorded, and that must be seen."""
    facts = second.standing.facts
    cells = [sample.cell("call") for sample in facts.ctdna if "call" in sample.faults]
    cells += [scan.cell(column) for scan in facts.pet for column in ("response", "deauville") if column in scan.faults]
    said = verdict("warning", "could not be read, counts as not recorded")
    return [row("", said, "", tag("span", cell, cls="src")) for cell in cells]


def _sample(sample: Fact[Ctdna], start: date) -> Html:
    record = sample.record
    unit = record.unit or "unit not recorded"
    number = f" {value_of(record.value, unit)}" if record.value is not None else ""
    if not number and record.limit_of_detection is not None:
        number = f", LOD {value_of(record.limit_of_detection, unit)}"
    said = tag("span", tag("b", record.call or "no call"), number)
    return _cited(record.assay or "assay not recorded", said, record.collected_on, start, sample.cell("call"))


def _scan(scan: Fact[Pet], start: date) -> Html:
    record = scan.record
    said = [record.response or "not read", f"Deauville {record.deauville}" if record.deauville else "Deauville not recorded"]
    return _cited(record.modality or "modality not recorded", tag("b", " · ".join(said)), record.scanned_on, start, scan.cell("response"))


def _cited(name: str, said: Html, on: date, start: date, source: str) -> Html:
    when = tag("span", f"{on} ", tag("span", since(on, start), cls="dim"), cls="nw")
    return row(tag("span", name, cls="sub"), said, when, tag("span", source, cls="src"))
