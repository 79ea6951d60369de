"""S-009 to S-018: what ctDNA and PET/CT can say together: met, met on one reading, or not decided, each for a reason of its own."""

from datetime import date

from sample_data.curves import HOUR, Fever
from sample_data.laboratory import Blood, bled
from sample_data.rows import FAILED, INDETERMINATE, ND, NODE, Cohort, Person
from sample_data.ward import Stay, low, mind, oxygen, stayed


def pr_with_ctdna_open(c: Cohort) -> None:
    """S-009: PR with an indeterminate newest ctDNA: literal met, strict unknown, so the board decides."""
    p = Person(c, "S-009", date(2026, 1, 30), 88)
    p.enrolled(
        "male",
        "1966-09-09",
        -35,
        stage="IV",
        ipi=3,
        site="02",
        prior_relapse="no",
        no_cr_after_4_6_cycles="yes",
        primary_refractory="yes",
        progression_after_last_line="no",
        prior_lines=2,
    )
    p.infused()
    p.samples({-7: 870, 0: 1120, 7: 240, 14: 18.4, 21: 3.1, 28: INDETERMINATE})
    p.baseline_scan(-32)
    p.scan(28, "PR", "4", uptake="reduced", reader="Reader B")
    p.tocilizumab(4 + 2 * HOUR)
    stayed(
        p,
        Stay(
            fevers=(Fever(2 + 9 * HOUR, 4 + 7 * HOUR, 39.5),),
            vitals=tuple(oxygen(3 + 19 * HOUR, 5 + 1 * HOUR, 1, 2, 2, 1)),
            drug=(4 + 2 * HOUR, 7),
            hourly=(2, 7),
            visits=(21, 28, 33),
        ),
    )
    bled(p, Blood("biphasic", 2, 2.3, 4, ((7, 400), (28, 232)), 1.2))
    p.event("hypoxia", 3, 5, 2)
    p.seen(28)


def persistent_in_pr(c: Cohort) -> None:
    """S-010: PR with a persistent ctDNA: both readings met and nothing holds; infusion 2 planned on day 45. CMV under control."""
    p = Person(c, "S-010", date(2026, 1, 27), 74)
    p.enrolled("male", "1974-03-03", -26, stage="III", ipi=2, secondary_refractory="yes")
    p.infused(home=14)
    p.planned(45, 72.5)
    p.samples({-5: 415, 0: 380, 7: 96, 14: 21, 21: 13.2, 28: 16.8, 33: 24})
    p.baseline_scan(-24)
    p.scan(28, "PR", "4", uptake="reduced")
    stayed(p, Stay(fevers=(Fever(4 + 3 * HOUR, 5 + 22 * HOUR, 38.8),), hourly=(3.5, 7), visits=(21, 28, 36)))
    bled(p, Blood("quick", 1, 4, 5, ((7, 330), (28, 258), (37, 275)), 0.8))
    p.infection(20, None, "blood", "CMV", 2, "yes")
    p.treated(21.5, "valganciclovir", 900, "mg", "infection")
    p.seen(28, 36)


def persistent_in_cr(c: Cohort) -> None:
    """S-011: CR with a persistent ctDNA: met, PET and ctDNA discordant. Twelve percent of the weight lost since infusion 1."""
    p = Person(c, "S-011", date(2026, 1, 15), 78)
    p.enrolled("female", "1961-12-24", -31, stage="III", ipi=2, months_since_last_menses=144)
    p.infused()
    p.planned(54, 68.5)
    p.samples({-7: 1530, 0: 1380, 7: 121, 14: 9.6, 21: 3.4, 28: 2.2, 42: 5.9})
    p.baseline_scan(-29)
    p.scan(28, "PR", "4", uptake="reduced")
    p.scan(44, "CR", "3", uptake="reduced")
    p.tocilizumab(5 + 4 * HOUR)
    p.dexamethasone(7.4, 8.1, "icans", hours=12)
    stayed(
        p,
        Stay(
            fevers=(Fever(3 + 6 * HOUR, 5 + 10 * HOUR, 39.8),),
            vitals=(low(4 + 21 * HOUR, 5 + 16 * HOUR), *oxygen(5 + 1 * HOUR, 6 + 4 * HOUR, 2, 3, 2, 1)),
            minds=(mind(6.8, 9), mind(7.3, 7), mind(7.8, 8), mind(8.8, 10)),
            drug=(5 + 4 * HOUR, 9),
            hourly=(3, 9),
            visits=(21, 28, 42, 48),
        ),
    )
    bled(p, Blood("biphasic", 2, 3.2, 5.2, ((8, 520), (28, 205)), 1.7))
    p.event("weight loss", 20, None, 2, related="no")
    p.seen(28, 48)
    p.result("weight", p.on(48), 68.4, "kg")


def only_failed_samples(c: Cohort) -> None:
    """S-012: CR, and both ctDNA samples after the infusion failed: no call at all, so the rule cannot be decided."""
    p = Person(c, "S-012", date(2026, 2, 3), 69)
    p.enrolled(
        "female", "1978-06-30", -25, pregnancy_test="serum_negative", months_since_last_menses=1, surgically_sterile="no", stage="II"
    )
    p.infused()
    p.samples({-5: 143, 0: 120, 14: FAILED, 27: FAILED})
    p.baseline_scan(-22)
    p.scan(27, "CR", "2")
    stayed(p, Stay(fevers=(Fever(5 + 4 * HOUR, 6 + 13 * HOUR, 38.6),), hourly=(4.8, 7), visits=(21, 29)))
    bled(p, Blood("quick", 1, 5, 5.8, ((28, 190),), 0.9))
    p.seen(29)


def one_sample_only(c: Cohort) -> None:
    """S-013: CR with a single positive sample and no baseline: one more is needed to call it persistent or converted."""
    p = Person(c, "S-013", date(2026, 2, 1), 91)
    p.enrolled(
        "male",
        "1969-01-19",
        -26,
        stage="IV",
        histology="OTHER_LBCL",
        histology_accepted="yes",
        histology_accepted_by="Prof. Chen",
        site="02",
    )
    p.infused()
    p.samples({28: 3.7}, reported_on=p.on(31))
    p.baseline_scan(-23)
    p.scan(28, "CR", "3")
    stayed(p, Stay(fevers=(Fever(1 + 20 * HOUR, 3 + 4 * HOUR, 39.0),), hourly=(1.5, 4.5), visits=(21, 29)))
    bled(p, Blood("quick", 1, 1.8, 2.8, ((7, 310), (28, 201)), 1.0))
    p.seen(29)


def two_calls_of_a_day(c: Cohort) -> None:
    """S-014: CR; the sample of day 28 was run twice, once positive and once negative: a conflict until the laboratory settles it."""
    p = Person(c, "S-014", date(2026, 1, 28), 61)
    p.enrolled("female", "1981-10-02", -30, surgically_sterile="yes", months_since_last_menses=8, stage="III")
    p.infused()
    p.samples({-6: 288, 0: 251, 7: 17.5, 14: 1.9, 28: 1.2})
    p.samples({28: ND})
    p.baseline_scan(-28)
    p.scan(28, "CR", "2")
    stayed(
        p,
        Stay(
            fevers=(Fever(2 + 14 * HOUR, 4 + 20 * HOUR, 39.2),),
            minds=(mind(5.8, 9), mind(6.8, 10)),
            hourly=(2.2, 7.5),
            visits=(21, 28, 35),
        ),
    )
    bled(p, Blood("quick", 1, 2.6, 4, ((28, 182),), 1.1))
    p.seen(28, 35)


def two_reads_of_a_scan(c: Cohort) -> None:
    """S-015: two readers of one PET/CT, CR and PR: not decided although each alone would meet the rule. Old results at leukapheresis."""
    p = Person(c, "S-015", date(2026, 1, 26), 80)
    p.enrolled("male", "1957-05-23", -40, {"lvef": None, "platelets": (126, "10^9/L")}, stage="IV", ipi=3, site="03")
    p.result("lvef", p.on(-56), 58, "%")
    p.infused(leukapheresis=-21)
    p.samples({-21: 505, 0: 460, 7: 62, 14: 11, 28: 14.3})
    p.baseline_scan(-38)
    p.scan(28, "CR", "3")
    p.scan(28, "PR", "4", uptake="reduced", reader="Reader B")
    stayed(p, Stay(fevers=(Fever(2 + 1 * HOUR, 4 + 12 * HOUR, 39.3),), hourly=(1.8, 6), visits=(21, 28, 36)))
    bled(p, Blood("biphasic", 1, 2, 3.6, ((28, 240),), 1.0))
    p.seen(28, 36)


def ct_only(c: Cohort) -> None:
    """S-016: PR read on CT alone, not confirmed by PET/CT. The site writes grades only, by Lee 2014, and no signs."""
    p = Person(c, "S-016", date(2026, 1, 25), 70)
    p.enrolled("male", "1952-04-11", -28, site="03", stage="IV", ipi=4)
    p.infused(share=0.83, home=15)
    p.samples({-7: 212, 0: 236, 14: 48, 28: 31})
    p.baseline_scan(-25)
    p.scan(29, "PR", None, modality="CT", new_lesion=None, marrow_uptake=None, reader="Reader C")
    crs, icans = {1: 1, 2: 2, 3: 2, 4: 1}, {4: 1, 5: 1}
    for day in (*range(1, 16), 21, 28, 37):
        grades = {"crs_grade_recorded": crs.get(day, 0), "icans_grade_recorded": icans.get(day, 0), "grading_scale": "Lee 2014"}
        p.add("bedside", assessed_at=p.at(day + 9 * HOUR), active_infection="no", **grades)
    bled(p, Blood("quick", 2, 1, 2.6, ((28, 270),), 0.8))
    p.seen(28, 37)


def indeterminate_by_lyric(c: Cohort) -> None:
    """S-017: IR by LYRIC on day 28, and the laboratory changed its assay: neither scan nor samples decide. Masked fever in the CRS."""
    p = Person(c, "S-017", date(2026, 2, 2), 85)
    lesions = (NODE, ("liver segment 7", "extranodal", 4.4, 3.0))
    labs = {"alt": (162, "U/L"), "ast": (131, "U/L"), "ldh": (610, "U/L")}
    p.enrolled(
        "male",
        "1964-07-07",
        -26,
        labs,
        lesions,
        hepatic_involvement="yes",
        stage="IV",
        ipi=4,
        no_pr_after_2_3_cycles="yes",
        prior_relapse="no",
    )
    p.infused()
    p.samples({-6: 3100, 0: 2750, 7: 890})
    p.samples({21: 4400, 28: 2900}, assay="PhasED-Seq v1", unit="ppm", limit_of_detection=1.0)
    p.baseline_scan(-24)
    p.scan(28, "IR", "5", uptake="increased", reader="Reader B")
    p.tocilizumab(2 + 8 * HOUR)
    p.dexamethasone(2 + 20 * HOUR, 4, "crs", hours=12)
    stayed(
        p,
        Stay(
            fevers=(Fever(1 + 6 * HOUR, 2 + 12 * HOUR, 39.7),),
            vitals=(low(2 + 6 * HOUR, 4 + 10 * HOUR), *oxygen(2 + 16 * HOUR, 4 + 20 * HOUR, 2, 3, 4, 3, 2)),
            drug=(2 + 8 * HOUR, 9),
            hourly=(0.4, 8),
            visits=(21, 28, 30),
        ),
    )
    bled(p, Blood("biphasic", 2, 1.2, 2.6, ((10, 700), (28, 480)), 2.1))
    p.seen(28)


def stable_disease(c: Cohort) -> None:
    """S-018: SD, outside the rule, with a persistent ctDNA taken sixteen days before the scan."""
    p = Person(c, "S-018", date(2026, 1, 21), 57)
    p.enrolled("female", "1949-02-17", -25, {"ldh": (498, "U/L")}, months_since_last_menses=290, stage="IV", ipi=4, ecog=2)
    p.infused()
    p.samples({-5: 690, 0: 720, 7: 410, 14: 338})
    p.baseline_scan(-23)
    p.scan(30, "SD", "5", uptake="unchanged")
    fevers = (Fever(2 + 22 * HOUR, 4 + 13 * HOUR, 39.0),)
    breath = tuple(oxygen(3.5, 4.5, 1, 2, 1))
    p.tocilizumab(4 + 6 * HOUR)
    stayed(p, Stay(fevers=fevers, vitals=breath, drug=(4 + 6 * HOUR, 7), hourly=(2.5, 7), visits=(21, 30, 42)))
    bled(p, Blood("biphasic", 2, 2.9, 4.2, ((28, 470), (42, 560)), 0.6))
    p.event("anemia", 6, None, 3)
    p.seen(30, 42)
