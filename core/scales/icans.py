"""Immune effector cell-associated neurotoxicity syndrome of adults, ASTCT 2019: the most severe of its domains.

Fine points where the consensus is silent: clinical reference 2.2 and 1.4b, marked [A].
"""

from collections.abc import Mapping
from datetime import timedelta

from core.facts.records import Bedside
from core.logic.clauses import AnyOf, any_of
from core.logic.rules import Statement
from core.scales.bedside import DEATH, DEATH_CELL, Answer, BedsideScale, Level, Reading, Sign, level, listed

ICE = level("ice_level", "grade by ICE score")
CONSCIOUSNESS = level("consciousness_level", "grade by depressed consciousness")
SEIZURE = level("seizure_level", "grade by seizure")
MOTOR = level("motor_level", "grade by motor weakness")
EDEMA = level("edema_level", "grade by cerebral edema")
PRESSURE_SIGNS = level("pressure_signs_level", "grade by signs of raised intracranial pressure")
DOMAINS = (ICE, CONSCIOUSNESS, SEIZURE, MOTOR, EDEMA, PRESSURE_SIGNS)

ITEMS = {"ice_orientation": 4, "ice_naming": 3, "ice_commands": 1, "ice_writing": 1, "ice_attention": 1}  # highest score of each
AROUSAL = {
    "alert": 0,
    "awakens_spontaneously": 1,
    "awakens_to_voice": 2,
    "awakens_to_touch": 3,
    "vigorous_touch": 4,
    "stupor_or_coma": 4,
    "unarousable": 4,
}
WEAKNESS = {"none": 0, "tremor": 0, "myoclonus": 0, "hemiparesis": 4, "paraparesis": 4}
SWELLING = {"none": 0, "focal": 3, "diffuse": 4}
RAISED_PRESSURE = {"none": 0, "posturing": 4, "cn6_palsy": 4, "papilledema": 4, "cushing_triad": 4}
BRIEF = 5  # minutes, not yet prolonged

SCORE: Answer = (*ITEMS, "ice_total")
WAKING: Answer = ("consciousness", "consciousness_other_cause")
CONVULSION: Answer = ("seizure", "seizure_minutes")

_SOURCE = "clinical reference 2.2"
_TABLE = "table verified: PMC8403007 t0004, PMC7990806 Tab2"

STATED = (
    Statement(
        "ICE",
        f"{sum(ITEMS.values())} points: {listed({item.removeprefix('ice_'): most for item, most in ITEMS.items()})}. 10 none, 7–9 grade "
        "1, 3–6 grade 2, 0–2 grade 3; 0 and unarousable is grade 4 by consciousness, awake with global aphasia 3. Total and items apart: "
        "both stay possible, a contradiction. Items missing: every total they allow.",
        f"verified: PMC8153820 T2; [R] {_SOURCE}, ICE",
    ),
    Statement(
        CONSCIOUSNESS.label,
        f"{listed(AROUSAL)}. Of another cause (sedation) it is not counted. An ICE above 0 in an unarousable patient: the most severe "
        "wins, a contradiction. Alert is another word than awakens spontaneously.",
        f"[R] {_SOURCE}; {_TABLE}",
    ),
    Statement(
        SEIZURE.label,
        f"Resolving rapidly, or without convulsions and resolving with intervention, 3; prolonged, more than {BRIEF} min, or repetitive "
        f"without return to baseline 4. Resolved with more than {BRIEF} min is 4; prolonged with {BRIEF} min or less recorded, 3 to 4, a "
        "contradiction.",
        f"[R] {_SOURCE}, seizure minutes; {_TABLE}",
    ),
    Statement(MOTOR.label, f"{listed(WEAKNESS)}.", f"[R] {_SOURCE}, tremor and myoclonus; {_TABLE}"),
    Statement(
        EDEMA.label,
        f"{listed(SWELLING)}. Round an intracranial hemorrhage only it is not counted, nor are signs of pressure.",
        f"[R] {_SOURCE}; {_TABLE}",
    ),
    Statement(
        PRESSURE_SIGNS.label,
        f"{listed(RAISED_PRESSURE)}. They count where nothing is recorded of a hemorrhage.",
        f"[A] {_SOURCE}, and 1.4b, bedside; {_TABLE}",
    ),
)


def ice_grade(total: int) -> int:
    """10 none, 7-9 grade 1, 3-6 grade 2, 0-2 grade 3. The unarousable patient's grade 4 is that of consciousness."""
    return 0 if total == 10 else 1 if total >= 7 else 2 if total >= 3 else 3


def ice_total(row: Bedside) -> tuple[int, int, bool]:
    """The lowest and highest total that items and total allow, and whether they exclude each other; then both stay possible."""
    known = [score for item in ITEMS if (score := getattr(row, item)) is not None]
    low = sum(known)
    high = low + sum(most for item, most in ITEMS.items() if getattr(row, item) is None)
    if row.ice_total is None:
        return low, high, False
    if not known or low <= row.ice_total <= high:
        return row.ice_total, row.ice_total, False
    return min(low, row.ice_total), max(high, row.ice_total), True


def ice(row: Bedside) -> Reading:
    low, high, apart = ice_total(row)
    found = (ice_grade(high), ice_grade(low))
    blank = tuple(item for item in ITEMS if getattr(row, item) is None)
    missing: tuple[str, ...] = ()
    if found[0] < found[1] and not apart:
        missing = ("ice_total",) if len(blank) == len(ITEMS) else blank
    return Reading(found, missing, apart, note="the ICE total and its items disagree" if apart else "")


def consciousness(row: Bedside) -> Reading:
    """Depressed consciousness, counted where it has no other cause; with an ICE above 0 the most severe wins."""
    word, elsewhere = row.consciousness, row.consciousness_other_cause
    against = word in ("stupor_or_coma", "unarousable") and ice_total(row)[0] > 0
    note = "an ICE above 0 is recorded in an unarousable patient" if against else ""
    if elsewhere:
        return Reading((0, 0), contradiction=against, note="depressed consciousness of another cause is not counted")
    found = (0, 4) if word is None else (AROUSAL[word], AROUSAL[word])
    missing = ("consciousness",) if word is None else ()
    if elsewhere is None and found[1]:
        return Reading((0, found[1]), (*missing, "consciousness_other_cause"), against, note=note)
    return Reading(found, missing, against, note=note)


def seizure(row: Bedside) -> Reading:
    """A seizure is prolonged where the word or the minutes of the longest clinical one say so; blank minutes of a resolved one: brief."""
    word, minutes = row.seizure, row.seizure_minutes
    prolonged = minutes is not None and minutes > BRIEF
    if word is None:
        return Reading((4, 4) if prolonged else (3, 4) if minutes else (0, 4), () if prolonged else ("seizure",))
    if word == "none":
        return Reading((0, 4), contradiction=True, note="minutes of a seizure are recorded beside none") if minutes else Reading((0, 0))
    if word == "resolved":
        return Reading((4, 4) if prolonged else (3, 3))
    if word == "eeg_resolved" and prolonged:
        return Reading((3, 4), contradiction=True, note="minutes of a clinical seizure are recorded beside one without convulsions")
    if word == "prolonged" and minutes is not None and not prolonged:
        return Reading((3, 4), contradiction=True, note="a prolonged seizure is recorded with minutes that are not")
    return Reading((3, 3) if word == "eeg_resolved" else (4, 4))


def motor(row: Bedside) -> Reading:
    return Reading((0, 4), ("motor",)) if row.motor is None else Reading(_exactly(WEAKNESS, row.motor))


def edema(row: Bedside) -> Reading:
    """Edema on imaging. Round a hemorrhage only it is not counted; that cell blank, both stay possible."""
    if row.hemorrhage_only:
        return Reading((0, 0), note="intracranial hemorrhage only: not counted")
    found = (0, 4) if row.edema is None else _exactly(SWELLING, row.edema)
    missing = ("edema",) if row.edema is None else ()
    if row.hemorrhage_only is None and found[1]:
        return Reading((0, found[1]), (*missing, "hemorrhage_only"))
    return Reading(found, missing)


def pressure_signs(row: Bedside) -> Reading:
    """Signs of raised pressure. They count unless `hemorrhage_only` says otherwise: blank is no reason to drop them [A]."""
    if row.hemorrhage_only:
        return Reading((0, 0), note="intracranial hemorrhage only: not counted")
    if row.pressure_signs is None:
        return Reading((0, 4), ("pressure_signs",) if row.hemorrhage_only is False else ("pressure_signs", "hemorrhage_only"))
    return Reading(_exactly(RAISED_PRESSURE, row.pressure_signs))


def _exactly(levels: Mapping[str, int], word: str) -> Level:
    return (levels[word], levels[word])


def at_least(grade: int) -> AnyOf:
    """Any domain of at least this grade."""
    return any_of(*(domain >= grade for domain in DOMAINS))


ICANS = BedsideScale(
    id="icans",
    name="ICANS, ASTCT 2019",
    source="ASTCT 2019 (Lee DW et al., Biol Blood Marrow Transplant 2019;25:625-638), ICANS grading table for adults, "
    "verified: PMC8403007 t0004, PMC7990806 Tab2; clinical reference 2.2",
    grades={1: at_least(1), 2: at_least(2), 3: at_least(3), 4: at_least(4), 5: DEATH == "icans"},
    words={
        1: "ICE 7-9, or awakens spontaneously",
        2: "ICE 3-6, or awakens to voice",
        3: "ICE 0-2, or awakens only to touch, any seizure that resolves rapidly, or focal edema on imaging",
        4: "Unarousable, stupor or coma; prolonged (>5 min) or repetitive seizures; hemiparesis or paraparesis; diffuse edema, "
        "posturing, sixth nerve palsy, papilledema or Cushing's triad",
        5: "Death due to ICANS",
    },
    sources={5: f"from knowledge; {_SOURCE}"},
    signs=(
        Sign(ICE, SCORE, ice),
        Sign(CONSCIOUSNESS, WAKING, consciousness),
        Sign(SEIZURE, CONVULSION, seizure),
        Sign(MOTOR, ("motor",), motor),
        Sign(EDEMA, ("edema", "hemorrhage_only"), edema),
        Sign(PRESSURE_SIGNS, ("pressure_signs", "hemorrhage_only"), pressure_signs),
        DEATH_CELL,
    ),
    assessing=(*SCORE, "consciousness", "seizure", "seizure_minutes", "motor", "edema", "pressure_signs"),
    context=("consciousness_other_cause", "hemorrhage_only"),
    recorded="icans_grade_recorded",
    answers=(SCORE, WAKING, CONVULSION, ("motor",), ("edema",), ("pressure_signs",), ("hemorrhage_only",)),
    holds=timedelta(hours=24),
    standing=any_of(at_least(1), DEATH == "icans"),
)
