"""S-031 to S-038: before infusion 1: in production, in screening, failures of every criterion, and one who is only a name."""

from datetime import date

from sample_data.rows import ND, NO_EXTRANODAL, NODE, Cohort, Person


def in_production(c: Cohort) -> None:
    """S-031: leukapheresis done, bridged, infusion 1 planned; platelets below, accepted with reason and name."""
    p = Person(c, "S-031", date(2026, 3, 16), 75)
    p.enrolled(
        "male",
        "1973-05-18",
        -42,
        {"platelets": (64, "10^9/L")},
        stage="IV",
        ipi=3,
        counts_acceptable="yes",
        counts_acceptable_reason="marrow recovering after R-ICE",
        counts_acceptable_by="Dr Wei",
    )
    p.planned(0, number=1, leukapheresis_on=p.on(-35), lymphodepletion_on=None)
    for day in (-34, -13):
        p.treated(day + 0.4, "polatuzumab vedotin", 135, "mg", "bridging")
        p.treated(day + 0.5, "rituximab", 700, "mg", "bridging")
    p.samples({-39: 390, -14: 172})
    p.baseline_scan(-40)
    for day, counts in ((-35, (91, 1.6, 66)), (-25, (86, 0.9, 58)), (-14, (94, 2.1, 97))):
        for analyte, value in zip(("hemoglobin", "neutrophils", "platelets"), counts, strict=True):
            p.result(analyte, p.at(day + 0.3), value, "g/L" if analyte == "hemoglobin" else "10^9/L")


def in_screening(c: Cohort) -> None:
    """S-032: consented last week: LVEF and saturation outstanding, platelets await a judgement, life expectancy contradicts itself."""
    p = Person(c, "S-032", date(2026, 2, 27), 62)
    labs = {"lvef": None, "oxygen_saturation": None, "platelets": (71, "10^9/L")}
    p.enrolled(
        "female",
        "1969-11-22",
        0,
        labs,
        histology="T-cell/histiocyte-rich large B-cell lymphoma",
        life_expectancy_weeks=10,
        months_since_last_menses=14,
        surgically_sterile="no",
        stage="IV",
        site="02",
    )


def only_a_name(c: Cohort) -> None:
    """S-033: nothing but an identifier."""
    c.named("S-033")


def too_young(c: Cohort) -> None:
    """S-034: seventeen years old at consent (I1)."""
    p = Person(c, "S-034", date(2026, 1, 19), 58)
    p.enrolled("male", "2008-04-02", 0, histology="PMBCL", stage="II", prior_lines=2, ipi=1)


def too_ill(c: Cohort) -> None:
    """S-035: weeks to live, ECOG 4, hypoxia, failing liver (I2, I3, I8c, I8d, I8e)."""
    p = Person(c, "S-035", date(2026, 1, 28), 54)
    lesions = (NODE, ("liver, confluent", "extranodal", 9.6, 7.7))
    labs = {
        "bilirubin": (78, "umol/L"),
        "alt": (186, "U/L"),
        "ast": (262, "U/L"),
        "ldh": (2350, "U/L"),
        "oxygen_saturation": (90, "%"),
        "hemoglobin": (84, "g/L"),
        "platelets": (81, "10^9/L"),
    }
    p.enrolled(
        "male",
        "1950-10-10",
        0,
        labs,
        lesions,
        stage="IV",
        ipi=5,
        prior_lines=4,
        life_expectancy_over_12_weeks="no",
        life_expectancy_weeks=6,
        ecog=4,
        hepatic_involvement="yes",
    )


def in_remission(c: Cohort) -> None:
    """S-036: referred after a complete response to first line: neither relapsed nor refractory, nothing to measure (I5, I7)."""
    p = Person(c, "S-036", date(2026, 2, 11), 72)
    lesions = (("inguinal right", "node", 1.3, 0.8), NO_EXTRANODAL)
    p.enrolled(
        "female",
        "1982-03-08",
        0,
        {"ldh": (182, "U/L")},
        lesions,
        prior_relapse="no",
        progression_after_last_line="no",
        prior_lines=1,
        pregnancy_test="serum_negative",
        months_since_last_menses=0,
    )
    p.samples({0: ND})


def no_access(c: Cohort) -> None:
    """S-037: no vein for apheresis, obstructed kidneys (I6, I8a)."""
    p = Person(c, "S-037", date(2026, 2, 4), 59)
    lesions = (("pelvic conglomerate", "node", 9.1, 6.4), NO_EXTRANODAL)
    p.enrolled("male", "1947-01-30", 0, {"creatinine": (312, "umol/L")}, lesions, venous_access="no", stage="III", ipi=4, site="03")


def pregnant(c: Cohort) -> None:
    """S-038: pregnant, weak heart after anthracyclines, counts below and not accepted (I6, I8b, I9)."""
    p = Person(c, "S-038", date(2026, 2, 16), 66)
    labs = {"neutrophils": (0.7, "10^9/L"), "platelets": (58, "10^9/L"), "lvef": (50, "%")}
    p.enrolled(
        "female",
        "1994-09-14",
        0,
        labs,
        counts_acceptable="no",
        pregnancy_test="serum_positive",
        months_since_last_menses=2,
        surgically_sterile="no",
        histology="PMBCL",
    )
