"""S-025 to S-030: the hard courses: deaths of CRS, ICANS and lymphoma, grade 4 survived, masked fever, and a CRS that runs today."""

from datetime import date

from sample_data.curves import HOUR, Fever
from sample_data.laboratory import Blood, bled
from sample_data.rows import ND, NODE, Cohort, Person, Row
from sample_data.ward import Span, Stay, low, mind, oxygen, stayed

SEDATED, NO_BLEED = {"consciousness_other_cause": "yes"}, {"hemorrhage_only": "no"}


def death_of_crs(c: Cohort) -> None:
    """S-025: bulky disease, CRS of grade 4 within three days, death of it on day 7. Sedated when ventilated, so no ICE since."""
    p = Person(c, "S-025", date(2026, 1, 10), 79)
    lesions = (("retroperitoneal", "node", 11.5, 8.2), ("spleen", "extranodal", 3.0, 2.4))
    p.enrolled("male", "1954-12-05", -24, {"ldh": (1180, "U/L")}, lesions, stage="IV", ipi=5, ecog=2, prior_lines=4)
    p.infused(discharged_on=None)
    p.samples({-6: 9800, 0: 12400, 6: 8900})
    p.baseline_scan(-22)
    p.tocilizumab(1 + 10 * HOUR, 1 + 18 * HOUR, 2 + 4 * HOUR)
    p.dexamethasone(1 + 18 * HOUR, 3.3, "crs", 20)
    p.treated(3 + 9 * HOUR, "methylprednisolone", 1000, "mg", "crs")
    p.treated(4 + 9 * HOUR, "methylprednisolone", 1000, "mg", "crs")
    p.treated(4 + 12 * HOUR, "anakinra", 100, "mg", "crs")
    last = 7 + 4 * HOUR
    death = Span(last, last + HOUR / 2, {"death": "crs"})
    stayed(
        p,
        Stay(
            fevers=(Fever(9 * HOUR + 5 * HOUR, 1 + 16 * HOUR, 40.2), Fever(5 + 6 * HOUR, last + 1, 39.4)),
            vitals=(
                low(1 + 2 * HOUR, 1 + 12 * HOUR),
                low(1 + 12 * HOUR, 2 + 8 * HOUR, 1),
                low(2 + 8 * HOUR, 9, 2, "yes"),
                *oxygen(1 + 4 * HOUR, 1 + 16 * HOUR, 2, 4, 6),
                *oxygen(1 + 16 * HOUR, 2 + 12 * HOUR, 30, 45, 60, device="high_flow_nasal_cannula"),
                *oxygen(2 + 12 * HOUR, 3 + 6 * HOUR, device="bipap"),
                *oxygen(3 + 6 * HOUR, 9, device="ventilator"),
            ),
            minds=(
                mind(1.8, 8),
                mind(2.3, 5, "awakens_to_voice"),
                mind(2.8, 4, "awakens_to_voice"),
                mind(3.25, None, "awakens_to_touch", **SEDATED),
            ),
            drug=(1 + 10 * HOUR, 9),
            hourly=(0, 9),
            gaps=(death,),
            ends=last,
        ),
    )
    bled(p, Blood("aplastic", 5, 0.6, 4.5, ((3, 1900), (7, 2600)), 2.4, until=6))
    p.event("cytokine release syndrome", 0, None, 5, serious="yes")
    p.event("acute kidney injury", 3, None, 4, serious="yes")
    p.add("follow_up", seen_on=p.on(7), status="dead", death_on=p.on(7), cause="cytokine release syndrome")


def death_of_icans(c: Cohort) -> None:
    """S-026: CRS of grade 2, then ICANS: a seizure, cerebral edema, ventilated for the airway only, and death of it on day 10."""
    p = Person(c, "S-026", date(2025, 11, 18), 60)
    p.enrolled("female", "1976-02-29", -25, months_since_last_menses=30, stage="IV", ipi=3, site="02")
    p.infused(discharged_on=None)
    p.samples({-6: 1470, 0: 1300, 7: 66})
    p.baseline_scan(-23)
    p.tocilizumab(3 + 5 * HOUR)
    p.dexamethasone(5.4, 8, "icans")
    last, seized, intubated = 10 + 5 * HOUR, 7 + 7 * HOUR, 8 + 10 * HOUR
    p.repeated(5.4, seized, 12, "levetiracetam", 750, "mg", "icans")
    p.treated(seized, "lorazepam", 2, "mg", "icans")
    p.treated(seized, "levetiracetam", 3000, "mg", "icans")
    p.repeated(7.8, last, 12, "levetiracetam", 1500, "mg", "icans")
    p.repeated(8 + 8 * HOUR, last, 24, "methylprednisolone", 1000, "mg", "icans")
    p.repeated(8 + 12 * HOUR, last, 12, "anakinra", 100, "mg", "icans")
    p.treated(intubated, "propofol", 120, "mg", "icans")
    p.repeated(8 + 18 * HOUR, last, 6, "mannitol 20 %", 60, "g", "icans")
    p.repeated(9 + 9 * HOUR, last, 8, "sodium chloride 3 %", 250, "mL", "icans")
    herniating: Row = {"hypotension": "yes", "hypotension_other_cause": "yes", "vasopressors": 1, "vasopressin": "no"}
    end: Row = {"death": "icans", "consciousness": "unarousable", "consciousness_other_cause": "no"}
    stayed(
        p,
        Stay(
            fevers=(Fever(2 + 1 * HOUR, 3 + 11 * HOUR, 39.9), Fever(9 + 16 * HOUR, last + 1, 40.1)),
            vitals=(
                low(2 + 20 * HOUR, 4 + 8 * HOUR),
                *oxygen(3, 4 + 12 * HOUR, 2, 4, 3, 1),
                *oxygen(seized, intubated, 2, 2, 3, reason="other_cause"),
                *oxygen(intubated, last + 1, device="ventilator", reason="airway_or_procedure"),
                Span(9 + 22 * HOUR, last + 1, herniating),
            ),
            minds=(
                mind(5.3, 8),
                mind(5.8, 6, "awakens_spontaneously"),
                mind(6.3, 4, "awakens_to_voice"),
                mind(6.8, 2, "awakens_to_voice"),
                mind(7.3, 1, "awakens_to_touch", seizure="resolved", seizure_minutes=2),
                mind(7.8, 0, "awakens_to_touch"),
                mind(8.3, 0, "vigorous_touch", edema="focal", **NO_BLEED),
                mind(8.8, None, "unarousable", edema="diffuse", **NO_BLEED, **SEDATED),
                mind(9.3, None, "unarousable", edema="diffuse", pressure_signs="papilledema", **NO_BLEED, **SEDATED),
                mind(9.8, 0, "unarousable", edema="diffuse", pressure_signs="posturing", **NO_BLEED),  # sedation stopped at noon
            ),
            drug=(3 + 5 * HOUR, 11),
            other_cause=(9, 11),  # central
            hourly=(0.4, 11),
            gaps=(Span(last, last + HOUR / 2, end),),
            ends=last,
        ),
    )
    bled(p, Blood("biphasic", 2, 2, 3.3, ((7, 300),), 2.6, until=10))
    p.event("seizure", 7, 7, 3, serious="yes")
    p.event("cerebral edema", 8, None, 5, serious="yes")
    p.add("follow_up", seen_on=p.on(10), status="dead", death_on=p.on(10), cause="ICANS, cerebral edema")


def death_of_lymphoma(c: Cohort) -> None:
    """S-027: PD on day 28 with rising ctDNA, best supportive care, death of lymphoma on day 118."""
    p = Person(c, "S-027", date(2025, 8, 5), 66)
    p.enrolled("male", "1951-03-31", -26, {"ldh": (720, "U/L")}, histology="HGBCL", stage="IV", ipi=5, ecog=2, prior_lines=3)
    p.infused()
    p.samples({-7: 4100, 0: 5200, 7: 1900, 14: 2300, 28: 11800, 56: 46000})
    p.baseline_scan(-24)
    p.scan(28, "PD", "5", uptake="increased", new_lesion="yes")
    p.scan(57, "PD", "5", uptake="increased", new_lesion="yes")
    stayed(p, Stay(fevers=(Fever(1 + 4 * HOUR, 3 + 15 * HOUR, 39.1),), hourly=(1, 5), visits=(21, 28, 56, 84, 112)))
    bled(p, Blood("biphasic", 1, 1.2, 2.8, ((10, 820), (28, 1100), (56, 2100), (90, 3600)), 0.5, until=90))
    p.seen(28, 56, 84, 112, progression_on=p.on(28))
    p.add("follow_up", seen_on=p.on(118), status="dead", progression_on=p.on(28), death_on=p.on(118), cause="lymphoma")


def grade_four_survived(c: Cohort) -> None:
    """S-028: CRS and ICANS of grade 4 survived: met on both readings, held for what was. A pressor once charted beside no hypotension."""
    p = Person(c, "S-028", date(2026, 1, 16), 83)
    p.enrolled("male", "1979-08-20", -26, {"ldh": (640, "U/L")}, stage="IV", ipi=3)
    p.infused(home=29)
    p.samples({-6: 5600, 0: 6100, 7: 520, 14: 63, 28: 19.5, 42: 31})
    p.baseline_scan(-24)
    p.scan(30, "PR", "4", uptake="reduced")
    p.tocilizumab(2 + 6 * HOUR, 2 + 15 * HOUR)
    p.dexamethasone(2 + 15 * HOUR, 6.4, "crs")
    seized, intubated, extubated = 6 + 19 * HOUR, 6 + 21 * HOUR, 7 + 19 * HOUR
    p.repeated(3.4, seized, 12, "levetiracetam", 750, "mg", "icans")
    p.treated(seized, "lorazepam", 4, "mg", "icans")
    p.treated(seized, "levetiracetam", 4500, "mg", "icans")
    p.repeated(7.4, 14, 12, "levetiracetam", 1500, "mg", "icans")
    p.treated(intubated, "propofol", 160, "mg", "icans")
    p.repeated(7 + 8 * HOUR, 10, 24, "methylprednisolone", 1000, "mg", "icans")
    p.dexamethasone(10 + 8 * HOUR, 12, "icans", hours=12)
    weaning = Span(4 + 20 * HOUR, 4 + 23 * HOUR, {"hypotension": "no"})
    stayed(
        p,
        Stay(
            fevers=(Fever(20 * HOUR, 2 + 18 * HOUR, 40.3),),
            vitals=(
                low(1 + 18 * HOUR, 2 + 2 * HOUR),
                low(2 + 2 * HOUR, 2 + 20 * HOUR, 1),
                low(2 + 20 * HOUR, 4, 2, "yes"),
                low(4, 5 + 4 * HOUR, 1),
                *oxygen(1 + 20 * HOUR, 2 + 8 * HOUR, 2, 4, 6),
                *oxygen(2 + 8 * HOUR, 3, 30, 45, device="high_flow_nasal_cannula"),
                *oxygen(3, 4 + 6 * HOUR, device="bipap"),
                *oxygen(4 + 6 * HOUR, 5 + 6 * HOUR, 35, 25, device="high_flow_nasal_cannula"),
                *oxygen(5 + 6 * HOUR, intubated, 5, 4, 3, 2),
                *oxygen(intubated, extubated, device="ventilator", reason="airway_or_procedure"),
                *oxygen(extubated, 9 + 7 * HOUR, 4, 3, 2, 1, reason="airway_or_procedure"),
                weaning,
            ),
            minds=(
                mind(3.3, 7, "awakens_spontaneously"),
                mind(4.3, 5, "awakens_to_voice"),
                mind(5.3, 2, "awakens_to_voice"),
                mind(6.3, 0, "awakens_to_touch"),
                mind(6.8, 0, "vigorous_touch", seizure="prolonged", seizure_minutes=9),
                mind(7.3, None, "unarousable", **SEDATED),
                mind(7.8, 0, "awakens_to_touch"),
                mind(8.3, 2, "awakens_to_voice"),
                mind(9.3, 5, "awakens_to_voice"),
                mind(10.3, 7),
                mind(11.3, 9),
                mind(12.3, 10),
            ),
            drug=(2 + 6 * HOUR, 14),
            hourly=(0.4, 11),
            visits=(42, 47),
            itemized=True,
        ),
    )
    bled(p, Blood("biphasic", 4, 0.9, 3.2, ((8, 900), (28, 290), (42, 255)), 2.8, flares=((24, 95),)))
    p.infection(23, 33, "central venous catheter", "Staphylococcus epidermidis", 3, "yes")
    p.event("seizure", 6, 7, 4, serious="yes")
    p.event("hypotension", 1, 5, 4, serious="yes")
    p.seen(30, 47)


def masked_fever(c: Cohort) -> None:
    """S-029: afebrile within hours of tocilizumab while the pressor stays: CRS of grade 3 without a fever. No PET/CT yet."""
    p = Person(c, "S-029", date(2026, 2, 11), 72)
    p.enrolled("male", "1968-05-05", -26, stage="III", ipi=2, site="02")
    p.infused()
    p.samples({-6: 730, 0: 655, 7: 22, 14: ND})
    p.baseline_scan(-24)
    p.tocilizumab(2 + 7 * HOUR, 2 + 23 * HOUR)
    p.dexamethasone(3, 5, "crs")
    stayed(
        p,
        Stay(
            fevers=(Fever(1 + 2 * HOUR, 2 + 9 * HOUR, 39.9),),
            vitals=(
                low(2 + 3 * HOUR, 2 + 14 * HOUR),
                low(2 + 14 * HOUR, 4 + 2 * HOUR, 1),
                low(4 + 2 * HOUR, 4 + 18 * HOUR),
                *oxygen(2 + 12 * HOUR, 5, 2, 3, 4, 3, 2, 1),
            ),
            drug=(2 + 7 * HOUR, 10),
            hourly=(0.4, 9),
            visits=(21,),
        ),
    )
    bled(p, Blood("quick", 3, 1, 2.9, ((8, 360), (21, 215)), 1.8))
    p.event("hypotension", 2, 4, 3, serious="yes")


def running_today(c: Cohort) -> None:
    """S-030: day 3 after infusion 1, a CRS of grade 2 at this hour; nothing of ctDNA or PET/CT yet."""
    p = Person(c, "S-030", date(2026, 3, 2), 68.5)
    p.enrolled("female", "1987-07-16", -27, {"ldh": (420, "U/L")}, (NODE,), pregnancy_test="serum_negative", months_since_last_menses=0)
    p.infused()
    p.samples({-6: 1180, 0: 1040})
    p.baseline_scan(-25)
    p.tocilizumab(3 + 9 * HOUR)
    stayed(
        p,
        Stay(
            fevers=(Fever(2 + 1 * HOUR, 4, 39.8),),
            vitals=(low(3 + 4 * HOUR, 5), *oxygen(3 + 6 * HOUR, 4, 2, 3)),
            drug=(3 + 9 * HOUR, 9),
            hourly=(0.4, 14),
        ),
    )
    bled(p, Blood("quick", 2, 1.9, 3.6, ((7, 350),), 1.4))
