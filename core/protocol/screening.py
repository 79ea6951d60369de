"""The chart of the screening anchor: every variable that I1–I9 read, on what was known at the as-of day and dated up to the anchor."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from core.facts.chart import Chart, Datum
from core.facts.fact import Cited, Fact
from core.facts.labs import exact, measured, over_limit
from core.facts.person import age_on, sex_of
from core.facts.records import Lesion, Screening
from core.facts.subject import SubjectFacts
from core.facts.values import Amount, Span, plain
from core.logic.clauses import Variable
from core.logic.rules import Statement
from core.protocol.choices import ACTUAL
from core.protocol.histology import entity
from core.protocol.readings import REFERENCE, InForce
from core.scales.cockcroft_gault import clearance, ideal_weight_kg

OVER_12_WEEKS = Variable("life_expectancy_weeks", "life expectancy", "weeks") > 12  # I2, strictly more
CLEARANCE_LIMIT = Decimal(40)  # I8a
PENDING = "pending investigator judgement"

_ANSWERS = (
    "tissue_confirmed", "prior_relapse", "no_pr_after_2_3_cycles", "no_cr_after_4_6_cycles", "primary_refractory", "secondary_refractory",
    "progression_after_last_line", "venous_access", "gilbert", "hepatic_involvement", "surgically_sterile", "ecog",
    "months_since_last_menses",
)  # fmt: skip
_EXEMPTIONS = ("months_since_last_menses", "surgically_sterile")
_TEST_ANSWERS = ("no_positive_pregnancy_test", "serum_pregnancy_test_negative")

_SOURCE = "[R] clinical reference 1.1"

STATED = (
    Statement(
        "inputs",
        "A value without unit, not a number or outside the plausible range counts as not recorded; as the newest result of its analyte "
        "it is not replaced by an older one. A blank value is no result. A censored value (<0.5) meets or misses a limit only where "
        "every value it allows does; otherwise unknown. Ratios to the upper limit of normal need that result's own limit; missing, that "
        "part is unknown.",
        f"{_SOURCE}, inputs",
    ),
    Statement(
        "I2",
        f"The investigator's answer, or {OVER_12_WEEKS.words()}: 12.0 fails. Both given and apart: unknown, and a contradiction.",
        f"{_SOURCE}, I2",
    ),
    Statement(
        "I6",
        "The investigator's acceptance counts only where all three counts are recorded, at least one is below, and a reason and a named "
        f"signer exist. Below and not yet judged: unknown, “{PENDING}”. It repairs neither missing access nor missing counts. Yes without "
        "reason or signer: unknown. No: a count below is not met; all three passing, met, for there is nothing to override. A count "
        "missing: not met only where a recorded count is below and the answer is no. Where the setting acceptance_covers is access_too, it "
        "repairs missing access as well.",
        f"{_SOURCE}, override rule for I6, deliberately stricter than a plain “or”",
    ),
    Statement(
        "I7",
        "A kind of site without a recorded lesion is unknown, not absent; 0 cm is looked for and none found. Not met needs nodes and "
        "extranodal sites both recorded.",
        f"{_SOURCE}, I7",
    ),
    Statement("I8c", "A saturation measured on oxygen, or without saying on what, is unknown.", f"{_SOURCE}, I8c"),
    Statement(
        "I9",
        "In this order: a man with a positive test is unknown and a contradiction; a man, not applicable; a positive serum test, not met, "
        "exempt or not; sex missing, unknown; a positive urine test, unknown until a serum test; exempt, met; serum negative, met; "
        "otherwise unknown. A negative urine test never decides.",
        f"{_SOURCE}, I9; [A] the positive urine test",
    ),
)


def screening_chart(facts: SubjectFacts, anchor: date, as_of: date, under: InForce = REFERENCE) -> Chart:
    """The chart at `anchor`, from `facts` as they were known on `as_of`."""
    assessments = [fact for fact in facts.screening if fact.record.assessed_on <= anchor]
    newest = max(assessments, key=lambda fact: fact.record.assessed_on, default=None)
    data = dict(_laboratory(facts, anchor, under))
    data["age_at_consent"] = _age_at_consent(facts, as_of)
    data |= _lesions(facts, anchor)
    data["sex"] = sex_of(facts)
    if newest is not None:
        data |= {column: answer(newest, column) for column in _ANSWERS}
        data["life_expectancy_over_12_weeks"] = _life_expectancy(newest)
        data["histology"] = _histology(newest)
        data["histology_accepted"] = _ruling(
            newest, "histology_accepted", ("histology_accepted_by",), "asked of the principal investigator"
        )
        data["counts_acceptable"] = _ruling(newest, "counts_acceptable", ("counts_acceptable_reason", "counts_acceptable_by"), PENDING)
    data |= _pregnancy(newest, data["sex"])
    return Chart(data)


def answer(fact: Fact[Screening], column: str) -> Datum:
    """One cell of the newest screening assessment; blank there is unknown, whatever an older assessment said."""
    found = getattr(fact.record, column)
    return Datum(
        found, (Cited(fact, column),), "" if found is not None else fact.faults.get(column, ""), (column,) if found is None else ()
    )


def _age_at_consent(facts: SubjectFacts, as_of: date) -> Datum:
    consent = facts.person.record.consent_date if facts.person else None
    if consent is not None and consent > as_of:
        return Datum(None, (), "consent lies after the as-of day", ("consent_date",))
    return age_on(facts.person, consent, "consent_date")


def _life_expectancy(fact: Fact[Screening]) -> Datum:
    """The investigator's tick or the weeks; where both are given they must agree (I2)."""
    tick, weeks = fact.record.life_expectancy_over_12_weeks, fact.record.life_expectancy_weeks
    evidence = (Cited(fact, "life_expectancy_over_12_weeks"), Cited(fact, "life_expectancy_weeks"))
    by_weeks = None if weeks is None else OVER_12_WEEKS.decide(weeks)
    if tick is not None and by_weeks is not None and tick != by_weeks:
        note = f"the investigator says {'yes' if tick else 'no'}, {plain(weeks) if weeks is not None else ''} weeks say otherwise"
        return Datum(None, evidence, note, ("life_expectancy_over_12_weeks", "life_expectancy_weeks"), contradiction=True)
    return Datum(tick if tick is not None else by_weeks, evidence)


def _histology(fact: Fact[Screening]) -> Datum:
    text = fact.record.histology
    return Datum(missing=("histology",)) if text is None else Datum(entity(text), (Cited(fact, "histology"),), text)


def _ruling(fact: Fact[Screening], column: str, needs: tuple[str, ...], open_note: str) -> Datum:
    """A judgement that counts only where it is signed: yes needs `needs`; no stands alone (reference 1.1, override rule; A4)."""
    found = getattr(fact.record, column)
    evidence = (Cited(fact, column), *(Cited(fact, need) for need in needs))
    if found is None:
        return Datum(None, evidence, open_note, (column,))
    lacking = tuple(need for need in needs if getattr(fact.record, need) is None)
    if found and lacking:
        return Datum(None, evidence, f"accepted without {' and '.join(name.rsplit('_', 1)[1] for name in lacking)}", lacking)
    return Datum(found, evidence)


def _lesions(facts: SubjectFacts, anchor: date) -> dict[str, Datum]:
    """The longest diameter at each kind of site in the newest lesion assessment. A kind without a row was not assessed."""
    seen = [fact for fact in facts.lesions if fact.record.assessed_on <= anchor]
    day = max((fact.record.assessed_on for fact in seen), default=None)
    newest = [fact for fact in seen if fact.record.assessed_on == day]
    unsited = [fact for fact in newest if fact.record.site is None]
    return {
        f"{site}_longest": _longest([fact for fact in newest if fact.record.site == site], unsited, site) for site in ("node", "extranodal")
    }


def _longest(lesions: list[Fact[Lesion]], unsited: list[Fact[Lesion]], site: str) -> Datum:
    """The longest of the lesions at one kind of site. One without a size may be the longest; one without a site may lie here."""
    evidence = tuple(Cited(fact, "longest_cm") for fact in lesions) + tuple(Cited(fact, "site") for fact in unsited)
    if not lesions:
        return Datum(None, evidence, f"no {site} site recorded", ("site",) if unsited else ("longest_cm",))
    sizes = [_span(fact.record.longest_cm) for fact in lesions]
    low, low_open = max(((size.low, size.low_open) for size in sizes if size.low is not None), default=(None, False))
    possible = [*sizes, *(_span(fact.record.longest_cm) for fact in unsited)]
    highs = [(size.high, not size.high_open) for size in possible if size.high is not None]
    high, closed = (None, True) if len(highs) < len(possible) else max(highs)
    if low is not None and low == high and closed:
        return Datum(low, evidence)
    unsized = any(size.high is None or size.low is None for size in sizes)
    lacking = (*(("longest_cm",) if unsized else ()), *(("site",) if unsited else ()))
    known = None if low is None and high is None else Span(low, high, low_open, not closed)
    return Datum(known, evidence, "a lesion without an exact size, or without a site", lacking)


def _span(size: Amount | None) -> Span:
    if size is None:
        return Span(None, None)
    return size if isinstance(size, Span) else Span(size, size)


def _laboratory(facts: SubjectFacts, anchor: date, under: InForce) -> Iterator[tuple[str, Datum]]:
    for analyte in ("hemoglobin", "neutrophils", "platelets", "lvef"):
        yield analyte, measured(facts.labs, analyte, anchor)[0]
    for analyte in ("creatinine", "bilirubin", "alt", "ast"):
        yield f"{analyte}_over_limit", over_limit(facts.labs, analyte, anchor)
    yield "creatinine_clearance", creatinine_clearance(facts, anchor, under)
    yield "saturation_on_room_air", _on_room_air(facts, anchor)


def _on_room_air(facts: SubjectFacts, anchor: date) -> Datum:
    datum, last = measured(facts.labs, "oxygen_saturation", anchor)
    if datum.value is None:
        return datum
    evidence = (*datum.evidence, *(Cited(fact, "qualifier") for fact in last))
    said = {fact.record.qualifier for fact in last}
    if said == {"room air"}:
        return Datum(datum.value, evidence)
    if said == {"on oxygen"}:
        return Datum(None, evidence, "measured on oxygen", ("oxygen_saturation",))
    return Datum(None, evidence, "room air not stated", ("oxygen_saturation.qualifier",))


def creatinine_clearance(facts: SubjectFacts, until: date, under: InForce = REFERENCE) -> Datum:
    """Cockcroft–Gault on the newest creatinine and the newest `labs` weight, or the ideal weight of the newest height where the site reads
    it so; age on the day of the sample (reference 7, 1.4b)."""
    creatinine, last = measured(facts.labs, "creatinine", until)
    sex = sex_of(facts)
    actual = under.clearance_weight == ACTUAL
    weight = measured(facts.labs, "weight", until)[0] if actual else _ideal(measured(facts.labs, "height", until)[0], sex)
    age = age_on(facts.person, last[0].record.collected_at.day if last else until)
    evidence = (*creatinine.evidence, *weight.evidence, *age.evidence, *sex.evidence)
    lacking = tuple(name for part in (creatinine, weight, age, sex) for name in part.missing)
    if not isinstance(age.value, int) or not isinstance(weight.value, Amount) or not isinstance(creatinine.value, Amount) or lacking:
        return Datum(None, evidence, "not computable", lacking)
    female = sex.value == "female"
    found = clearance(age.value, weight.value, creatinine.value, female)
    censored = tuple(name for name, part in (("creatinine", creatinine), ("weight", weight)) if isinstance(part.value, Span))
    note = _by_ideal_weight(facts, until, found, exact(weight), female) if actual else "by ideal body weight"
    return Datum(found, evidence, note, censored or ("creatinine",))


def _ideal(height: Datum, sex: Datum) -> Datum:
    """The ideal weight of an exact height; none at a height to which the formula gives no weight. The sex is asked for by itself."""
    cm = exact(height)
    if cm is None:
        return Datum(None, height.evidence, height.note, height.missing or ("height",))
    kg = ideal_weight_kg(cm, sex.value == "female")
    return Datum(kg, height.evidence) if kg > 0 else Datum(None, height.evidence, "no ideal weight at this height", ("height",))


def _by_ideal_weight(facts: SubjectFacts, until: date, found: Amount | None, kg: Decimal | None, female: bool) -> str:
    """A note where the ideal weight would put the clearance on the other side of the limit (reference 1.4, A12)."""
    height = exact(measured(facts.labs, "height", until)[0])
    if height is None or kg is None or not isinstance(found, Decimal):
        return ""
    ideal = found / kg * ideal_weight_kg(height, female)
    return f"{ideal:.1f} mL/min with ideal body weight" if (ideal >= CLEARANCE_LIMIT) != (found >= CLEARANCE_LIMIT) else ""


def _pregnancy(fact: Fact[Screening] | None, sex: Datum) -> dict[str, Datum]:
    """What the pregnancy test and the sex say together (I9). A man with a positive test is a record that excludes itself; a positive
    urine test waits for serum; a negative urine test never decides."""
    test = None if fact is None else fact.record.pregnancy_test
    evidence = () if fact is None else (Cited(fact, "pregnancy_test"),)
    unasked = [] if fact is None else [column for column in _EXEMPTIONS if getattr(fact.record, column) is None]
    if sex.value == "male" and test in ("serum_positive", "urine_positive"):
        note = "male with a positive pregnancy test"
        clash = Datum(None, (*sex.evidence, *evidence), note, ("sex", "pregnancy_test"), contradiction=True)
        return dict.fromkeys((*_TEST_ANSWERS, *unasked), clash) | {"male": Datum(False, sex.evidence)}
    male = {"male": Datum(sex.value == "male", sex.evidence)}
    if test == "urine_positive":  # no exemption decides any more, so none is asked for
        waiting = Datum(None, evidence, "positive urine test, serum test needed", ("pregnancy_test",))
        return dict.fromkeys((*_TEST_ANSWERS, *unasked), waiting) | male
    negative = {"serum_negative": True, "serum_positive": False}.get(test or "")
    return male | {
        "no_positive_pregnancy_test": Datum(test != "serum_positive", evidence if test else (), "" if test else "no test is recorded"),
        "serum_pregnancy_test_negative": Datum(negative, evidence, "" if test is None else test.replace("_", " "), ("pregnancy_test",)),
    }
