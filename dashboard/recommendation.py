"""The recommendation as a proof card: the state, the protocol's sentence, both readings clause by clause, the evidence, the holds."""

from collections.abc import Mapping

from core.assessment import Assessment, SecondInfusion
from core.logic.rules import UNKNOWN, Finding
from core.protocol.before_second import CHECKLIST
from core.protocol.eligibility import NOT_ELIGIBLE
from core.protocol.second_infusion import ALREADY_GIVEN, BOARD_REVIEW, CLOSED, SENTENCE
from core.protocol.settings import Settings
from dashboard.alerts import holds, warnings
from dashboard.clauses import tree
from dashboard.dose import in_brief
from dashboard.evidence import evidence
from dashboard.look import color, icon, verdict
from dashboard.markup import Html, tag
from dashboard.outlook import outlook
from dashboard.planner import planner
from dashboard.words import name_of, names_of, setting_of

STATES = {
    "met": "Rule met",
    "not_met": "Rule not met",
    "unknown": "Unknown",
    BOARD_REVIEW: "Board review",
    ALREADY_GIVEN: "Infusion 2 given",
    CLOSED: "Case closed",
}


def recommendation(found: Assessment, settings: Settings, carried: Mapping[str, object]) -> Html:
    second = found.second_infusion
    if second is None:
        text = first_infusion(found)
        inner = [tag("section", tag("h2", "Second infusion"), tag("p", text))]
    else:
        held = holds(second.holds)
        inner = [_head(second, settings), *([held] if held else []), _sentence(), _readings(second, settings), evidence(second)]
        others = warnings([item for item in second.warnings if item not in second.holds])
        inner += [others] if others else []
    inner += _next(found, settings, carried)
    return tag("div", inner, cls="card", role="region", aria_label="Recommendation")


def first_infusion(found: Assessment) -> str:
    """Why there is no recommendation: no infusion 1 yet, or one of which a cell is open."""
    if not found.infusion_1_open:
        return "No infusion 1 is recorded as given by the as-of day. The second-infusion rule starts with it."
    cells = "; ".join(f"{name_of(cited.column)} ({cited.address})" for cited in found.infusion_1_open)
    return f"Unknown: whether, or when, infusion 1 was given is open. To be settled: {cells}."


def _next(found: Assessment, settings: Settings, carried: Mapping[str, object]) -> list[Html]:
    """What would change it, until when something can be done, the dose and what is to be checked by hand, while an infusion may come."""
    state = found.second_infusion.state if found.second_infusion is not None else found.eligibility.overall
    inner = [block for block in (outlook(found, settings), planner(found, settings, carried)) if block]
    if state not in (CLOSED, NOT_ELIGIBLE):
        checks = _by_hand() if found.second_infusion is not None and state != ALREADY_GIVEN else None
        inner.append(tag("div", in_brief(found), checks))
    return [tag("section", inner, cls="next")] if inner else []


def _by_hand() -> Html:
    """What no rule asks and a person must: told, never ticked here."""
    items = (tag("li", item) for item in CHECKLIST)
    said = tag("summary", f"{len(CHECKLIST)} checks by hand before infusion 2")
    return tag("div", tag("details", said, tag("ul", items)), cls="by-hand")


def _head(second: SecondInfusion, settings: Settings) -> Html:
    state, count = second.state, len(second.holds)
    ended = second.standing.given_on is not None or second.standing.closing is not None
    stand = "stood then" if ended else "stands" if count == 1 else "stand"
    chip = verdict("hold", f"{count} {'hold' if count == 1 else 'holds'} {stand}", "chip") if count else None
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
        return f"Cannot be decided yet. Needed: {names_of([*literal.missing, *strict.missing])}."
    if settings.pr_requires_ctdna is None:
        return f"Second infusion: both readings of the protocol are {_word(literal)}."
    chosen = "strict" if settings.pr_requires_ctdna.value else "literal"
    return f"Second infusion: {second.state.replace('_', ' ')} on the {chosen} reading, which this site's setting follows."


def _word(finding: Finding) -> str:
    return finding.status.replace("_", " ")


def _sentence() -> Html:
    return tag("section", tag("p", f"“{SENTENCE}”", cls="sentence", title="The protocol's second-infusion criterion"))


def _readings(second: SecondInfusion, settings: Settings) -> Html:
    said = second.state == UNKNOWN and not second.standing.undated  # then the head names all that is missing
    both = (("Reading A, literal", second.readings.literal), ("Reading B, strict", second.readings.strict))
    columns = [
        tag(
            "div",
            tag("div", tag("h3", name), verdict(finding.status), cls="over"),
            tree(finding.holds),
            None if said else _missing(finding),
        )
        for name, finding in both
    ]
    return tag("section", tag("div", columns, cls="two"), _setting(settings), cls="readings")


def _missing(finding: Finding) -> Html | None:
    return tag("div", f"needed: {names_of(finding.missing)}", cls="missing") if finding.missing else None


def _setting(settings: Settings) -> Html:
    """The open reading of the protocol as this site has settled it, or not."""
    chosen = settings.pr_requires_ctdna
    if chosen is None:
        return tag("div", "PR needs a positive ctDNA: ", tag("b", "not set"), "; where the readings part, the board decides", cls="setting")
    said = "yes" if chosen.value else "no"
    signed = f" ({setting_of(chosen.by, chosen.on, chosen.reason)})"
    return tag("div", "PR needs a positive ctDNA: ", tag("b", said), signed, cls="setting")
