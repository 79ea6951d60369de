"""The warnings of the second-infusion rule. They never change its state (clinical reference 1.3, table of W_ codes).

Holds are shown apart and loudly; the rest are warnings, information and data quality.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from core.facts.fact import Cited
from core.logic.rules import Grade
from core.protocol.dose import dose
from core.protocol.infection import InfectionStatus, infection_status
from core.protocol.standing import Standing
from core.response.pairing import FIRST_CTDNA_DAY, FIRST_PET_DAY, LONGEST_GAP
from core.response.window import DAYS, WINDOW, in_words

HOLD, WARNING, INFORMATION, DATA_QUALITY = "hold", "warning", "information", "data quality"


@dataclass(frozen=True, slots=True)
class Code:
    """A warning's code, class and words; what numbers the words name are those that raise it. `source`: see `Statement`."""

    code: str
    kind: str
    words: str
    source: str


CRS_HOLDS_FROM, ICANS_HOLDS_FROM, SEVERE = 2, 1, 3
MONITORED_TO = 14
_OUTSIDE = "outside the rule; usual-care decision, biopsy and CD19 status"
_RULE = "[R] clinical reference 1.3"  # the code names an input of the rule; the rule's own reading is cited

CODES: Mapping[str, Code] = {
    code.code: code
    for code in (
        Code(
            "W_CRS_ONGOING",
            HOLD,
            f"CRS is grade {CRS_HOLDS_FROM} or higher",
            "[W] precedent Axi-Cel-2: resolved to ≤ 1 before re-infusion, verified: meddatax.com NCT05794958",
        ),
        Code(
            "W_ICANS_ONGOING",
            HOLD,
            f"ICANS is grade {ICANS_HOLDS_FROM} or higher",
            "[W] clinical reference 1.3; stricter than the precedent NCT05794958, on purpose",
        ),
        Code(
            "W_PRIOR_SEVERE",
            HOLD,
            f"CRS or ICANS reached grade {SEVERE} after infusion 1",
            f"[W] Axi-Cel-2 excluded grade ≥ {SEVERE}, verified: ASH abstract excerpt NCT05794958",
        ),
        Code(
            "W_INFECTION",
            HOLD,
            "an uncontrolled infection is active",
            "[W] axi-cel label: not with active infection or inflammatory disorders, verified: openFDA axi-cel label, boxed warning",
        ),
        Code(
            "W_SAFETY_UNKNOWN",
            HOLD,
            "CRS, ICANS or infection status is not entered or not decided",
            "[W] clinical reference 1.3; [A] how long an answer on infection holds",
        ),
        Code(
            "W_MONITORING_INCOMPLETE",
            HOLD,
            f"the second infusion is planned before day {MONITORED_TO}",
            "[W] clinical reference 1.3; follows from S1",
        ),
        Code(
            "W_PLANNED_AFTER_60",
            WARNING,
            f"the second infusion is planned after day {WINDOW[-1]}",
            "[A] clinical reference 1.3; the text dates the assessments, not the infusion",
        ),
        Code("W_WINDOW_CLOSED", INFORMATION, f"day {WINDOW[-1]} has passed and no second infusion is recorded", f"{_RULE}, 1.4 A3"),
        Code(
            "W_PAIR_GAP",
            WARNING,
            f"the deciding ctDNA and PET/CT are more than {LONGEST_GAP} days apart",
            "[A] clinical reference 1.3; the text is silent",
        ),
        Code("W_SINGLE_POS", WARNING, "converted on a single positive; a confirmatory sample is suggested", "[W] clinical reference 1.3"),
        Code(
            "W_BASELINE_NEG",
            WARNING,
            "the baseline call is negative; check that the assay can track this tumor",
            "[W] clinical reference 1.3",
        ),
        Code("W_CTDNA_INDETERMINATE", DATA_QUALITY, "the newest ctDNA sample is indeterminate", f"{_RULE}, rule 1"),
        Code("W_CTDNA_FAILED", DATA_QUALITY, "the newest ctDNA sample failed", f"{_RULE}, rule 1"),
        Code("W_NO_CTDNA", DATA_QUALITY, f"no ctDNA call in {DAYS}", f"{_RULE}, rule 3"),
        Code(
            "W_NEED_SECOND_SAMPLE",
            DATA_QUALITY,
            "one more ctDNA sample is needed to call it persistent or converted",
            f"{_RULE}, rule 6",
        ),
        Code("W_NO_PET", DATA_QUALITY, f"no evaluable PET/CT in {DAYS}", f"{_RULE}, PET"),
        Code("W_PET_INDETERMINATE", DATA_QUALITY, "the deciding scan is indeterminate or not read", f"{_RULE}, PET"),
        Code("W_PET_NOT_CONFIRMED", DATA_QUALITY, "the deciding scan is not recorded as PET/CT", f"{_RULE}, PET"),
        Code("W_CONFLICT", DATA_QUALITY, "records of one day contradict each other", f"{_RULE}, rule 7 and PET"),
        Code("W_ASSAY_CHANGED", DATA_QUALITY, "earlier ctDNA calls are of another assay", "[A] clinical reference 1.3, rule 3"),
        Code("W_FUTURE_DATE", DATA_QUALITY, "a record carries a date after it was recorded; it is left unused", f"{_RULE}, W_FUTURE_DATE"),
        Code(
            "W_EARLY_ASSESSMENT",
            DATA_QUALITY,
            f"the deciding PET/CT is before day {FIRST_PET_DAY} or the deciding ctDNA before day {FIRST_CTDNA_DAY}",
            "[A] clinical reference 1.3",
        ),
        Code("W_PD", WARNING, f"PET/CT shows PD: {_OUTSIDE}", f"{_RULE}, 1.4 A16"),
        Code("W_OUTSIDE_RULE", WARNING, f"PET/CT shows SD: {_OUTSIDE}", f"{_RULE}, 1.4 A16"),
        Code(
            "W_DOSE_CAP",
            WARNING,
            "2×10⁶ cells/kg exceeds the label's maximum of 2×10⁸ cells",
            "axi-cel label, verified: renalandurologynews.com/drug/yescarta; pipelineevidence.com/drugs/yescarta.html; the trial text "
            "has no cap",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Raised:
    """A warning that applies, with what raised it."""

    code: Code
    detail: str = ""
    evidence: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Toxicity:
    """CRS or ICANS after infusion 1, as the holds read it."""

    name: str
    now: Grade | None
    worst: Grade | None


def raised(standing: Standing, crs: Toxicity, icans: Toxicity, from_response: Mapping[str, tuple[Cited, ...]]) -> list[Raised]:
    """All warnings that apply, in the order of the table. `from_response` are the codes that ctDNA and PET raised, with their evidence."""
    infection = infection_status(standing.facts, standing.counted_to)
    found = {code: Raised(CODES[code], "", evidence) for code, evidence in from_response.items()}
    for item in (*_safety(crs, icans, infection, "bedside" in standing.facts.refused), *_plan(standing), *_records(standing)):
        found[item.code.code] = item
    return [_said(found[code], standing) for code in CODES if code in found]


def _said(item: Raised, standing: Standing) -> Raised:
    """A code in the words of the window in force: where the site does not count day 60, its last day is another."""
    if standing.last_day == WINDOW[-1]:
        return item
    words = item.code.words.replace(DAYS, in_words(standing.under.window)).replace(f"day {WINDOW[-1]}", f"day {standing.last_day}")
    return replace(item, code=replace(item.code, words=words))


def _safety(crs: Toxicity, icans: Toxicity, infection: InfectionStatus, refused: bool) -> Iterator[Raised]:
    for code, scale, limit in (("W_CRS_ONGOING", crs, CRS_HOLDS_FROM), ("W_ICANS_ONGOING", icans, ICANS_HOLDS_FROM)):
        if scale.now is not None and scale.now.at_least >= limit:
            yield Raised(CODES[code], f"{scale.name} now {scale.now}")
    severe = [f"{scale.name} worst {scale.worst}" for scale in (crs, icans) if scale.worst is not None and scale.worst.at_least >= SEVERE]
    if severe:
        yield Raised(CODES["W_PRIOR_SEVERE"], ", ".join(severe))
    if infection.active:
        yield Raised(CODES["W_INFECTION"], "; ".join(infection.named), infection.evidence)
    unknown = [_unsettled(scale) for scale in (crs, icans) if scale.now is None or not scale.now.decided]
    unknown += infection.open
    unknown += ["a bedside row could not be read"] if refused else []
    if unknown:
        yield Raised(CODES["W_SAFETY_UNKNOWN"], ", ".join(unknown))


def _unsettled(scale: Toxicity) -> str:
    return f"{scale.name}: not entered" if scale.now is None else f"{scale.name}: {scale.now}"


def _plan(standing: Standing) -> Iterator[Raised]:
    plan = standing.planned
    if plan is not None and plan.record.infused_on is not None:
        day = (plan.record.infused_on.day - standing.infused_on).days
        evidence = (Cited(plan, "infused_on"),)
        if day < MONITORED_TO:
            yield Raised(CODES["W_MONITORING_INCOMPLETE"], f"planned on day {day}", evidence)
        if day > standing.last_day:
            yield Raised(CODES["W_PLANNED_AFTER_60"], f"planned on day {day}", evidence)
    second = dose(standing.facts, 2, standing.as_of, standing.under)
    if second.over_cap:
        yield Raised(CODES["W_DOSE_CAP"], f"{second.weight_kg} kg", (second.weight_from,) if second.weight_from else ())


def _records(standing: Standing) -> Iterator[Raised]:
    if standing.day > standing.last_day and standing.given_on is None:
        yield Raised(CODES["W_WINDOW_CLOSED"], f"day {standing.day}")
    if standing.facts.future:
        evidence = tuple(Cited(fact, fact.record.dated or "subject_id") for fact in standing.facts.future)
        yield Raised(CODES["W_FUTURE_DATE"], "", evidence)
