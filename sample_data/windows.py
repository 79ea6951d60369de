"""S-019 to S-024: where a subject stands in time: a window that closes, one that closed, a plan too late or too early, and a year after."""

from datetime import date

from sample_data.curves import HOUR, Fever
from sample_data.laboratory import Blood, bled
from sample_data.rows import ND, Cohort, Person
from sample_data.ward import Stay, low, mind, oxygen, stayed

QUARTERS = (28, 56, 90, 120, 150, 180, 225, 270, 318, 362)


def window_closes(c: Cohort) -> None:
    """S-019: day 57 of 60: ctDNA converted on day 54, the PET/CT of day 55 done and not yet read."""
    p = Person(c, "S-019", date(2026, 1, 7), 76)
    p.enrolled("female", "1972-11-11", -26, months_since_last_menses=40, stage="III")
    p.infused()
    p.samples({-6: 940, 0: 815, 7: 44, 14: 1.6, 21: ND, 28: ND, 42: ND})
    p.samples({54: 4.3}, reported_on=p.on(57))
    p.baseline_scan(-24)
    p.scan(28, "CR", "2")
    p.scan(55, None, None, new_lesion=None, marrow_uptake=None, reader=None, reported_on=None)
    p.tocilizumab(4 + 15 * HOUR)
    stayed(
        p,
        Stay(
            fevers=(Fever(3 + 8 * HOUR, 4 + 20 * HOUR, 39.4),),
            vitals=(low(4 + 11 * HOUR, 5 + 2 * HOUR),),
            drug=(4 + 15 * HOUR, 8),
            hourly=(3, 7),
            visits=(21, 28, 42, 55),
        ),
    )
    bled(p, Blood("biphasic", 2, 3.2, 4.6, ((8, 340), (28, 176), (56, 205)), 1.5))
    p.seen(28, 55)


def window_closed(c: Cohort) -> None:
    """S-020: day 79, no second infusion: CR, an assay that never found the tumor. Aplasia of seven weeks, bacteremia under it."""
    p = Person(c, "S-020", date(2025, 12, 16), 67)
    p.enrolled("male", "1960-08-08", -28, {"platelets": (92, "10^9/L"), "hemoglobin": (88, "g/L")}, prior_lines=4, stage="IV", ipi=3)
    p.infused(home=31)
    p.samples({-6: ND, 0: ND, 14: ND, 28: ND, 56: ND})
    p.baseline_scan(-25)
    p.scan(29, "PR", "4", uptake="reduced")
    p.scan(57, "CR", "2")
    fevers = (Fever(2 + 5 * HOUR, 4 + 9 * HOUR, 38.9), Fever(10 + 3 * HOUR, 12 + 8 * HOUR, 39.6))
    stayed(
        p,
        Stay(
            fevers=fevers,
            other_cause=(9, 14),
            infected=(10, 14),
            hourly=(2, 13),
            visits=(42, 56, 72),
        ),
    )
    bled(p, Blood("aplastic", 1, 2, 3.4, ((28, 205),), 0.9, flares=((11, 182), (43, 66))))
    p.infection(10, 19, "blood", "Klebsiella pneumoniae", 3, "yes")
    p.repeated(10.25, 19, 8, "meropenem", 1000, "mg", "infection")
    p.infection(42, 66, "lung", "Aspergillus", 3, "yes")
    p.treated(43.5, "voriconazole", 270, "mg", "infection")
    p.event("febrile neutropenia", 10, 13, 3, serious="yes")
    p.event("neutrophil count decreased", 1, 33, 4)
    p.event("platelet count decreased", 5, None, 4)
    p.seen(28, 56, 72)


def planned_late(c: Cohort) -> None:
    """S-021: met on day 56, infusion 2 planned on day 64. Creatinine above twice its limit, clearance sufficient."""
    p = Person(c, "S-021", date(2026, 1, 5), 97)
    p.enrolled("male", "1984-09-30", -36, {"creatinine": (214, "umol/L"), "height": (186, "cm")}, stage="III")
    p.infused()
    p.planned(64, 94.5)
    p.samples({-6: 176, 0: 150, 7: 23, 14: 6.6, 28: 2.1, 42: 2.9, 55: 7.4})
    p.baseline_scan(-33)
    p.scan(28, "CR", "3")
    p.scan(55, "CR", "3")
    stayed(p, Stay(fevers=(Fever(3 + 4 * HOUR, 5 + 1 * HOUR, 38.9),), hourly=(2.8, 6.5), visits=(21, 28, 42, 55)))
    bled(p, Blood("quick", 1, 3, 4.3, ((28, 188), (56, 196)), 1.0))
    p.seen(28, 55)


def planned_early(c: Cohort) -> None:
    """S-022: day 11: assessed and planned far too early, on day 13, with a late ICANS not yet gone."""
    p = Person(c, "S-022", date(2026, 2, 22), 64)
    p.enrolled("female", "1958-01-26", -25, {"ldh": (540, "U/L")}, months_since_last_menses=100, stage="IV", ipi=4)
    p.infused(discharged_on=None)
    p.planned(13)
    p.samples({-5: 1900, 0: 2100})
    p.samples({7: 770}, reported_on=p.on(10))
    p.baseline_scan(-23)
    p.scan(9, "PR", "5", uptake="reduced")
    p.tocilizumab(3 + 21 * HOUR)
    p.dexamethasone(7.4, 9.6, "icans")
    stayed(
        p,
        Stay(
            fevers=(Fever(2 + 7 * HOUR, 4 + 2 * HOUR, 39.6),),
            vitals=(low(3 + 16 * HOUR, 4 + 14 * HOUR), *oxygen(3 + 20 * HOUR, 5, 2, 2, 1)),
            minds=(mind(6.8, 9), mind(7.3, 6, "awakens_spontaneously"), mind(8.3, 5), mind(9.3, 7), mind(10.3, 8), mind(10.8, 9)),
            drug=(3 + 21 * HOUR, 12),
            hourly=(2, 12),
        ),
    )
    bled(p, Blood("quick", 2, 2.3, 4, ((11, 380),), 1.3))
    p.event("confusional state", 7, None, 2)


def twice_and_a_year(c: Cohort) -> None:
    """S-023: persistent in CR, infusion 2 on day 45; ctDNA negative since, followed for a year."""
    p = Person(c, "S-023", date(2025, 3, 6), 73)
    p.enrolled("female", "1965-04-04", -27, months_since_last_menses=180, stage="III")
    p.infused()
    p.infused_again(45, 70.5)
    p.samples({-6: 660, 0: 540, 7: 58, 14: 8.8, 28: 5.1, 41: 9.4, 52: 1.7, 73: ND, 90: ND, 180: ND, 270: ND, 355: ND})
    p.baseline_scan(-24)
    for day, score in ((29, "3"), (73, "2"), (132, "1"), (270, "1"), (355, "1")):
        p.scan(day, "CR", score)
    stayed(p, Stay(fevers=(Fever(3 + 3 * HOUR, 5 + 6 * HOUR, 39.2),), hourly=(2.8, 6), visits=(21, 28, 44)))
    stayed(p, Stay(fevers=(Fever(4 + 10 * HOUR, 5 + 20 * HOUR, 38.5),), hourly=(4, 6.5), visits=(21, 28, 60, 135, 225, 310)), 45)
    bled(p, Blood("quick", 1, 3.2, 4.6, ((28, 190),), 1.2, until=35))
    bled(p, Blood("quick", 1, 4.3, 5, ((28, 182),), 1.1, flares=((150, 88),)), 45)
    p.infection(186, 200, "skin", "varicella zoster virus", 2, "yes")
    p.event("hypogammaglobulinemia", 60, None, 2)
    p.seen(*QUARTERS)


def once_and_a_year(c: Cohort) -> None:
    """S-024: CR with a negative ctDNA, no second infusion, a year without relapse; late infections."""
    p = Person(c, "S-024", date(2025, 3, 4), 95)
    lesions = (("none", "node", 0, None), ("stomach", "extranodal", 5.2, 3.8))
    p.enrolled("male", "1970-10-15", -33, None, lesions, stage="I", ipi=1)
    p.infused()
    p.samples({-7: 27, 0: 22, 7: 1.4, 14: ND, 28: ND, 56: ND, 90: ND, 180: ND, 270: ND, 359: ND})
    p.baseline_scan(-30)
    for day, score in ((28, "2"), (57, "2"), (92, "1"), (181, "1"), (270, "1"), (359, "1")):
        p.scan(day, "CR", score)
    stayed(p, Stay(fevers=(Fever(5 + 2 * HOUR, 6 + 18 * HOUR, 38.7),), hourly=(4.8, 7.5), visits=(*QUARTERS[:-1], 360)))
    bled(p, Blood("quick", 1, 5, 6, ((28, 180),), 0.7, flares=((150, 120), (330, 38))))
    p.infection(148, 163, "lung", "Streptococcus pneumoniae", 3, "yes")
    p.infection(328, 337, "upper respiratory tract", "SARS-CoV-2", 2, "yes")
    p.event("hypogammaglobulinemia", 90, None, 2)
    p.seen(*QUARTERS)
