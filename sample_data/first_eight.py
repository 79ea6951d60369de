"""S-001 to S-008: one subject for each state of the rule, and the unknown in its plainest form."""

from datetime import date

from sample_data.curves import HOUR, Fever
from sample_data.laboratory import Blood, bled
from sample_data.rows import FAILED, ND, Cohort, Person
from sample_data.ward import Span, Stay, low, mind, oxygen, stayed


def met_with_hold(c: Cohort) -> None:
    """S-001: converted in CR, both readings met, with an uncontrolled infection and a day on which nobody charted the oxygen."""
    p = Person(c, "S-001", date(2026, 1, 29))
    p.enrolled(
        "female",
        "1967-08-14",
        -24,
        {"platelets": (68, "10^9/L"), "bilirubin": (2.57, "mg/dL", 1.23)},
        gilbert="yes",
        counts_acceptable="yes",
        counts_acceptable_reason="marrow involvement; apheresis unit agrees",
        counts_acceptable_by="Dr Lin",
        months_since_last_menses=60,
        surgically_sterile="no",
    )
    p.infused()
    p.planned(42)
    p.samples({-6: 1240, 0: 960, 7: 84, 14: ND, 21: FAILED, 28: 6.2})
    p.baseline_scan(-22)
    p.scan(15, "PR", "4", uptake="reduced")
    p.scan(28, "CR", "2")
    p.tocilizumab(4 + 9 * HOUR)
    p.dexamethasone(5 + 21 * HOUR, 7.2, "icans")
    stayed(
        p,
        Stay(
            fevers=(Fever(1 + 15 * HOUR, 4 + 11 * HOUR, 39.6),),
            vitals=(low(3 + 3 * HOUR, 5), *oxygen(4, 6, 1, 2, 3, 2, 2, 1)),
            minds=(mind(5.3, 8), mind(5.8, 7), mind(6.3, 6), mind(6.8, 7), mind(7.3, 9), mind(8.3, 10)),
            drug=(4 + 9 * HOUR, 8),
            hourly=(0.4, 14),
            gaps=(Span(2 + 20 * HOUR, 4, {"oxygen_device": None, "oxygen_flow": None, "oxygen_reason": None}),),
            visits=(21, 28, 34),
            visit_cells={"active_infection": "yes", "temperature": 37.4},
        ),
    )
    bled(p, Blood("biphasic", 2, 1.7, 4.2, ((10, 240), (28, 178)), 1.6, flares=((34, 22),)))
    p.infection(32, None, "blood", "CMV", 2, "no")
    p.treated(34.5, "ganciclovir", 350, "mg", "infection")
    p.event("platelet count decreased", -3, None, 4)
    p.event("neutrophil count decreased", 1, 12, 4)
    p.seen(28, 34)


def literal_only(c: Cohort) -> None:
    """S-002: PR with a negative ctDNA: met on the literal reading only, so the board decides."""
    p = Person(c, "S-002", date(2026, 2, 1), 82.5)
    p.enrolled("male", "1959-02-02", -30, stage="IV", ipi=3)
    p.infused(home=15)
    p.samples({-7: 310, 0: 205, 7: 31, 14: 4.1})
    p.samples({28: ND}, reported_on=p.on(31))
    p.baseline_scan(-28)
    p.scan(28, "PR", "4", uptake="reduced")
    stayed(p, Stay(fevers=(Fever(3 + 2 * HOUR, 5 + 9 * HOUR, 38.9),), hourly=(2.5, 6.5), visits=(21, 31)))
    bled(p, Blood("quick", 1, 3, 4.5, ((7, 300), (28, 214)), 0.9))
    p.event("anemia", -2, None, 2)
    p.seen(28)


def negative_in_cr(c: Cohort) -> None:
    """S-003: CR with a negative ctDNA: the rule is not met; no toxicity at all, and home on day 12."""
    p = Person(c, "S-003", date(2026, 1, 20), 68)
    p.enrolled("male", "1971-11-30", -28, stage="II", ipi=1)
    p.infused(home=12)
    p.samples({-5: 58, 0: 44, 7: 2.6, 14: ND, 21: ND, 28: ND})
    p.baseline_scan(-26)
    p.scan(28, "CR", "1")
    stayed(p, Stay(visits=(14, 21, 28, 41)))
    bled(p, Blood("quick", 0, 3, 4, ((28, 186),), 0.5))
    p.seen(28, 41)


def progressive(c: Cohort) -> None:
    """S-004: PD with a persistent ctDNA: outside the rule; severe CRS and ICANS behind, the site's own grades beside."""
    p = Person(c, "S-004", date(2026, 1, 22), 63)
    p.enrolled("female", "1984-05-09", -26, histology="PMBCL", pregnancy_test="serum_negative", months_since_last_menses=0, ipi=3)
    p.infused()
    p.samples({-6: 2200, 0: 1900, 7: 640, 14: 480, 21: 560, 28: 730, 35: 2650})
    p.baseline_scan(-24)
    p.scan(29, "PD", "5", uptake="increased", new_lesion="yes")
    p.tocilizumab(2 + 13 * HOUR, 3 + 1 * HOUR)
    p.dexamethasone(3 + 8 * HOUR, 7, "icans")
    stayed(
        p,
        Stay(
            fevers=(Fever(18 * HOUR, 3 + 5 * HOUR, 40.1),),
            vitals=(
                low(1 + 22 * HOUR, 2 + 9 * HOUR),
                low(2 + 9 * HOUR, 4 + 6 * HOUR, 1),
                *oxygen(1 + 20 * HOUR, 2 + 14 * HOUR, 2, 4, 6),
                *oxygen(2 + 14 * HOUR, 3 + 20 * HOUR, 25, 40, 30, 20, device="high_flow_nasal_cannula"),
                *oxygen(3 + 20 * HOUR, 5 + 8 * HOUR, 5, 3, 2, 1),
            ),
            minds=(
                mind(2.8, 8),
                mind(3.3, 4, "awakens_to_voice"),
                mind(3.8, 2, "awakens_to_voice"),
                mind(4.3, 2, "awakens_to_touch"),
                mind(4.8, 4, "awakens_to_voice"),
                mind(5.3, 6, "awakens_spontaneously"),
                mind(6.3, 8),
                mind(7.3, 9),
                mind(8.3, 10),
            ),
            drug=(2 + 13 * HOUR, 9),
            hourly=(0.4, 10),
            gaps=(
                Span(2 + 8 * HOUR, 2 + 9 * HOUR, {"crs_grade_recorded": 2, "icans_grade_recorded": 0, "grading_scale": "ASTCT 2019"}),
                Span(2 + 20 * HOUR, 2 + 21 * HOUR, {"crs_grade_recorded": 2, "icans_grade_recorded": 1, "grading_scale": "ASTCT 2019"}),
                Span(3 + 8 * HOUR, 3 + 9 * HOUR, {"crs_grade_recorded": 3, "icans_grade_recorded": 2, "grading_scale": "ASTCT 2019"}),
                Span(4 + 8 * HOUR, 4 + 9 * HOUR, {"crs_grade_recorded": 2, "icans_grade_recorded": 3, "grading_scale": "ASTCT 2019"}),
                Span(5 + 8 * HOUR, 5 + 9 * HOUR, {"crs_grade_recorded": 0, "icans_grade_recorded": 2, "grading_scale": "ASTCT 2019"}),
            ),
            visits=(21, 28, 35, 41),
            itemized=True,
        ),
    )
    bled(p, Blood("biphasic", 3, 0.8, 2.8, ((10, 420), (24, 390), (28, 560), (42, 1240)), 1.9))
    p.event("febrile neutropenia", 1, 4, 3, serious="yes")
    p.event("neutrophil count decreased", 0, 13, 4)
    p.seen(28, 41, progression_on=p.on(29))


def incomplete(c: Cohort) -> None:
    """S-005: much is unknown: a limit missing, PET not read, one positive sample only, oxygen and ICE not charted."""
    p = Person(c, "S-005", date(2026, 2, 10), 58)
    labs = {"creatinine": (141, "umol/L", 0), "oxygen_saturation": (96, "%")}
    p.enrolled("male", "1948-07-21", -23, labs, ecog=2, histology="OTHER_LBCL", stage="IV", ipi=4, site="03")
    for row in c.rows["labs"]:
        if row["subject_id"] == p.subject_id and row["analyte"] in labs:
            row["upper_limit"] = row["qualifier"] = None
    p.infused(discharged_on=None)
    p.samples({14: 12.5})
    p.samples({20: "positive"}, reported_on=date(2026, 3, 9))
    p.scan(21, None, "3", new_lesion=None, marrow_uptake=None)
    only = {"hypotension": None, "oxygen_device": None, "active_infection": None, "ice_total": None}
    fevers = (Fever(1 + 3 * HOUR, 3 + 12 * HOUR, 38.8),)
    stayed(p, Stay(fevers=fevers, gaps=(Span(0, 9, only | {"antipyretic_or_anticytokine": None}),), ends=5 + 8 * HOUR))
    bled(p, Blood("biphasic", 1, 1.5, 3, ((28, 260),), 0.8, until=14))


def given_twice(c: Cohort) -> None:
    """S-006: persistent in PR, the second infusion given on day 50, its CRS still running on the sixth day after it."""
    p = Person(c, "S-006", date(2026, 1, 8), 104)
    p.enrolled("male", "1963-03-17", -33, histology="TFL", stage="IV", ipi=3)
    p.infused()
    p.infused_again(50, 101)
    p.samples({-4: 640, 0: 610, 7: 188, 14: 71, 28: 55, 42: 78, 50: 96})
    p.baseline_scan(-31)
    p.scan(29, "PR", "4", uptake="reduced")
    stayed(p, Stay(fevers=(Fever(2 + 4 * HOUR, 4 + 2 * HOUR, 39.1),), hourly=(1.5, 5.5), visits=(21, 28, 42, 49)))
    p.tocilizumab(55 + 20 * HOUR)
    second = Stay(
        fevers=(Fever(3 + 11 * HOUR, 6 + 1 * HOUR, 39.7),),
        vitals=(low(5 + 14 * HOUR, 7), *oxygen(5 + 18 * HOUR, 7, 2, 3, 2)),
        drug=(5 + 20 * HOUR, 9),
        hourly=(0.4, 14),
    )
    stayed(p, second, 50)
    bled(p, Blood("biphasic", 1, 2, 3.5, ((7, 380), (28, 262), (45, 300)), 1.2, until=42))
    bled(p, Blood("quick", 2, 3.3, 6, ((7, 330),), 1.4), 50)
    p.event("hypotension", 55, None, 2)
    p.seen(28, 49)


def not_eligible(c: Cohort) -> None:
    """S-007: screening failure, not infused: LVEF 48 %, mantle cell lymphoma, platelets below without a judgement."""
    p = Person(c, "S-007", date(2026, 2, 20), 66)
    labs = {"lvef": (48, "%"), "platelets": (60, "10^9/L")}
    p.enrolled(
        "female",
        "1990-12-01",
        0,
        labs,
        histology="MCL",
        pregnancy_test="urine_negative",
        months_since_last_menses=1,
        surgically_sterile="no",
    )


def closed_by_therapy(c: Cohort) -> None:
    """S-008: two assays never joined, then a new therapy: the case is closed. Of day 2 only the site's grade is known."""
    p = Person(c, "S-008", date(2025, 12, 30), 77)
    p.enrolled("male", "1955-06-06", -22, histology="HGBCL", prior_lines=3, stage="IV", ipi=4)
    p.infused()
    p.samples({-6: 96, 0: 77, 7: 8.4, 14: ND, 28: 2.4})
    p.samples({28: 0.31}, assay="Panel B", unit="%", limit_of_detection=0.1)
    p.baseline_scan(-20)
    p.scan(27, "SD", "4", uptake="unchanged")
    signs = ("temperature", "hypotension", "oxygen_device", "fever_other_cause", "antipyretic_or_anticytokine")
    lost = Span(2, 3, dict.fromkeys(signs))
    recorded = Span(2 + 8 * HOUR, 2 + 9 * HOUR, {"crs_grade_recorded": 1, "grading_scale": "ASTCT 2019"})
    stayed(p, Stay(fevers=(Fever(1 + 7 * HOUR, 3 + 6 * HOUR, 38.7),), gaps=(lost, recorded), visits=(21, 28, 35)))
    bled(p, Blood("quick", 1, 1, 2.5, ((10, 320), (28, 340), (34, 430)), 0.7, until=35))
    p.treated(36 + 10 * HOUR, "glofitamab", 2.5, "mg", "lymphoma")
    p.seen(28, 61, progression_on=p.on(34))
