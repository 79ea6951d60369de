"""Eligibility: the inclusion criteria I1–I9 of NCT06902012 as supplied, each with its text, its clause and its source.

The exclusion criteria are not part of the supplied text. Rules read the chart of the screening anchor (`screening.py`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from core.facts.chart import Chart
from core.logic.clauses import Clause, Columns, Variable, all_of, any_of, first_of, not_
from core.logic.rules import NOT_MET, UNKNOWN, Criterion, Finding, Statement
from core.protocol.choices import BOTH, COUNTS, DLBCL_ONLY, LARGE_B_CELL, LISTED_ONLY, MONTHS_12, MONTHS_24, RULED
from core.protocol.histology import LISTED, NOT_RECOGNIZED, OTHER_LARGE
from core.protocol.readings import REFERENCE, InForce

SOURCE = "[P] NCT06902012, inclusion criteria; clinical reference 1.1"
NOT_ELIGIBLE = "not_eligible"
NOT_IN_TEXT = "Exclusion criteria are not part of the supplied text; check the full protocol"

age = Variable("age_at_consent", "age at consent", "years", ("birth_date", "consent_date"))
life_expectancy = Variable(
    "life_expectancy_over_12_weeks", "life expectancy over 12 weeks", "", ("life_expectancy_over_12_weeks", "life_expectancy_weeks")
)
ecog = Variable("ecog", "ECOG performance status")
tissue_confirmed = Variable("tissue_confirmed", "confirmed by histology or cytology")
histology = Variable("histology", "histology")
histology_accepted = Variable("histology_accepted", "accepted by the principal investigator")
prior_relapse = Variable("prior_relapse", "at least one prior relapse")
no_pr = Variable("no_pr_after_2_3_cycles", "no PR after 2–3 cycles of first line")
no_cr = Variable("no_cr_after_4_6_cycles", "no CR after 4–6 cycles of first line")
primary_refractory = Variable("primary_refractory", "primary refractory (investigator)")
secondary_refractory = Variable("secondary_refractory", "secondary refractory (investigator)")
progression = Variable("progression_after_last_line", "progression after the last line")
venous_access = Variable("venous_access", "adequate venous access")
hemoglobin = Variable("hemoglobin", "hemoglobin", "g/L")
neutrophils = Variable("neutrophils", "neutrophils", "×10⁹/L")
platelets = Variable("platelets", "platelets", "×10⁹/L")
counts_accepted = Variable("counts_acceptable", "counts accepted by the investigator")
node = Variable("node_longest", "longest diameter of a node", "cm", ("longest_cm",))
extranodal = Variable("extranodal_longest", "longest diameter of an extranodal lesion", "cm", ("longest_cm",))
creatinine = Variable("creatinine_over_limit", "creatinine", "× ULN", ("creatinine",))
clearance = Variable("creatinine_clearance", "creatinine clearance (Cockcroft–Gault)", "mL/min", ("creatinine", "weight"))
lvef = Variable("lvef", "LVEF", "%")
saturation = Variable("saturation_on_room_air", "SpO₂ on room air", "%", ("oxygen_saturation",))
bilirubin = Variable("bilirubin_over_limit", "bilirubin", "× ULN", ("bilirubin",))
gilbert = Variable("gilbert", "Gilbert syndrome")
alt = Variable("alt_over_limit", "ALT", "× ULN", ("alt",))
ast = Variable("ast_over_limit", "AST", "× ULN", ("ast",))
hepatic = Variable("hepatic_involvement", "hepatic involvement")
cannot_be_pregnant = Variable("male", "male", "", ("sex",))
sex_known = Variable("sex", "sex")
no_positive_test = Variable("no_positive_pregnancy_test", "no positive pregnancy test", "", ("pregnancy_test",))
serum_negative = Variable("serum_pregnancy_test_negative", "negative serum pregnancy test", "", ("pregnancy_test",))
menses = Variable("months_since_last_menses", "time since last menses", "months")
sterile = Variable("surgically_sterile", "surgically sterilized")


def _zones(over_limit: Variable, limit: int, wider: int, exemption: Variable) -> Clause:
    """Up to `limit` × ULN, or up to `wider` × ULN with the exemption."""
    return first_of(over_limit <= limit, all_of(over_limit <= wider, exemption.is_true))


# Which histologies are met by themselves, and which by a ruling of the principal investigator.
HISTOLOGIES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    RULED: (LISTED, (OTHER_LARGE, NOT_RECOGNIZED)),
    LARGE_B_CELL: ((*LISTED, OTHER_LARGE), (NOT_RECOGNIZED,)),
    LISTED_ONLY: (LISTED, (NOT_RECOGNIZED,)),
    DLBCL_ONLY: (LISTED[:1], (NOT_RECOGNIZED,)),
}


@cache
def _confirmed(histologies_met: str) -> Criterion:
    met, ruled = HISTOLOGIES[histologies_met]
    return Criterion(
        "I4",
        "Histologically or cytologically confirmed B-NHL per WHO 2016, including DLBCL, PMBCL, TFL, HGBCL",
        all_of(
            tissue_confirmed.is_true,
            first_of(histology.one_of(*met), all_of(histology.one_of(*ruled), histology_accepted.is_true)),
        ),
        f"{SOURCE}; [R] 1.4 A4",
    )


@cache
def _collectable(acceptance_covers: str) -> Criterion:
    counts = all_of(hemoglobin >= 80, neutrophils >= 1, platelets >= 75)
    recorded = (hemoglobin.is_recorded, neutrophils.is_recorded, platelets.is_recorded)
    if acceptance_covers == COUNTS:
        holds: Clause = all_of(venous_access.is_true, first_of(counts, all_of(*recorded, counts_accepted.is_true)))
    else:  # only counts below are anybody's to accept
        holds = first_of(all_of(venous_access.is_true, counts), all_of(*recorded, not_(counts), counts_accepted.is_true))
    return Criterion(
        "I6",
        "Adequate venous access for leukapheresis, with Hb ≥ 80 g/L, ANC ≥ 1.0 and PLT ≥ 75 ×10⁹/L, or counts below but acceptable for "
        "MNC collection per investigator",
        holds,
        f"{SOURCE}; [R] override rule for I6; 1.4 A11",
    )


@cache
def _transaminases(transaminases: str) -> Criterion:
    joined, word = (all_of, "and") if transaminases == BOTH else (any_of, "or")
    return Criterion(
        "I8e",
        f"ALT {word} AST ≤ 3 × ULN (≤ 5 × ULN with hepatic involvement)",
        joined(_zones(alt, 3, 5, hepatic), _zones(ast, 3, 5, hepatic)),
        f"{SOURCE}; [R] 1.4 A9",
    )


MONTHS = {MONTHS_24: 24, MONTHS_12: 12}  # since the last menses: the text's 2 years, and the usual year (reference 1.4, A20)


@cache
def _not_pregnant(menopause_months: str) -> Criterion:
    exempt = any_of(menses >= MONTHS[menopause_months], sterile.is_true)
    return Criterion(
        "I9",
        "Women of childbearing potential: negative serum pregnancy test (exempt: ≥ 2 years since last menses, or surgically sterilized)",
        all_of(sex_known.is_recorded, any_of(serum_negative.is_true, all_of(exempt, no_positive_test.is_true))),
        f"{SOURCE}; [R] 1.4 A20",
        excused=cannot_be_pregnant.is_true,
    )


CRITERIA = (
    Criterion("I1", "Age ≥ 18 years", age >= 18, SOURCE),
    Criterion("I2", "Life expectancy > 12 weeks", life_expectancy.is_true, SOURCE),
    Criterion("I3", "ECOG performance status 0–2", ecog <= 2, SOURCE),
    _confirmed(RULED),
    Criterion(
        "I5",
        "Relapsed or refractory",
        any_of(*(reason.is_true for reason in (prior_relapse, no_pr, no_cr, primary_refractory, secondary_refractory, progression))),
        f"{SOURCE}; [R] 1.4 A18",
    ),
    _collectable(COUNTS),
    Criterion("I7", "At least one measurable lesion per Lugano 2014", any_of(node > "1.5", extranodal > 1), SOURCE),
    Criterion("I8a", "Creatinine ≤ 2 × ULN or creatinine clearance ≥ 40 mL/min", any_of(creatinine <= 2, clearance >= 40), f"{SOURCE}; 7"),
    Criterion("I8b", "LVEF > 50 %", lvef > 50, SOURCE),
    Criterion("I8c", "Baseline SpO₂ > 92 % on room air", saturation > 92, SOURCE),
    Criterion("I8d", "Bilirubin ≤ 2 × ULN (≤ 5 × ULN in Gilbert syndrome)", _zones(bilirubin, 2, 5, gilbert), SOURCE),
    _transaminases(BOTH),
    _not_pregnant(MONTHS_24),
)


@lru_cache(256)
def criteria(under: InForce) -> tuple[Criterion, ...]:
    """The criteria by the readings in force; by the reference's own, `CRITERIA`."""
    if under is REFERENCE:
        return CRITERIA
    read = (
        _confirmed(under.histologies_met),
        _collectable(under.acceptance_covers),
        _transaminases(under.transaminases),
        _not_pregnant(under.menopause_months),
    )
    chosen = {criterion.id: criterion for criterion in read}
    return tuple(chosen.get(criterion.id, criterion) for criterion in CRITERIA)


STATED = (
    Statement(
        "I0",
        "Any criterion not met: not eligible. Otherwise any unknown: incomplete. Otherwise eligible, the inclusion part only.",
        "[R] clinical reference 1.1, I0",
    ),
)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The findings of all criteria. `overall`: eligible (the inclusion part only), not_eligible or incomplete."""

    findings: Mapping[str, Finding]

    @property
    def overall(self) -> str:
        return overall({finding.status for finding in self.findings.values()})


def overall(statuses: Collection[str]) -> str:
    """I0 from the statuses of all criteria."""
    return NOT_ELIGIBLE if NOT_MET in statuses else "incomplete" if UNKNOWN in statuses else "eligible"


def judge_eligibility(chart: Chart, under: InForce = REFERENCE) -> Eligibility:
    return Eligibility({criterion.id: criterion.judge(chart) for criterion in criteria(under)})


def eligible_over(columns: Columns) -> Any:
    """I0 over a frame: true is eligible, false not eligible, null incomplete."""
    result = CRITERIA[0].over(columns)
    for criterion in CRITERIA[1:]:
        result = result & criterion.over(columns)
    return result
