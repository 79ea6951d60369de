"""Eight synthetic subjects as of 2026-03-05, each there for a reason that its own comment gives."""

from datetime import date, datetime, timedelta

from sample_data.rows import AS_OF, CALM, Cohort, Row

FEVER: Row = {"temperature": 38.9}
TREATED: Row = {"temperature": 37.3, "antipyretic_or_anticytokine": "yes", "hypotension": "yes"}


def cohort() -> Cohort:
    c = Cohort()
    met_with_hold(c)
    literal_only(c)
    negative_in_cr(c)
    progressive(c)
    incomplete(c)
    given_twice(c)
    not_eligible(c)
    closed_by_therapy(c)
    return c


def met_with_hold(c: Cohort) -> None:
    """S-001: converted in CR, both readings met, with an uncontrolled infection and one day of unrecorded oxygen."""
    s, d = "S-001", date(2026, 1, 29)
    c.enrolled(
        s,
        "female",
        "1967-08-14",
        d - timedelta(days=24),
        {"platelets": (68, "10^9/L"), "bilirubin": (2.57, "mg/dL")},
        ecog=1,
        gilbert="yes",
        counts_acceptable="yes",
        counts_acceptable_reason="marrow involvement; apheresis unit agrees",
        counts_acceptable_by="Dr Lin",
        months_since_last_menses=60,
        surgically_sterile="no",
    )
    c.rows["labs"][-8]["upper_limit"] = 1.23  # bilirubin: this laboratory reports mg/dL, its limit with it
    c.infused(s, d, infused_on=date(2026, 3, 12), weight_kg=None)
    for day, call, value in (
        (-6, "positive", 1240),
        (0, "positive", 960),
        (7, "positive", 84),
        (14, "negative", None),
        (21, "failed", None),
        (28, "positive", 6.2),
    ):
        c.sample(s, d + timedelta(days=day), call, value)
    c.scan(s, d + timedelta(days=15), "PR", "4", uptake="reduced")
    c.scan(s, d + timedelta(days=28), "CR", "2")
    signs = {
        1: FEVER,
        2: FEVER,
        3: {"temperature": 39.4, "hypotension": "yes", "oxygen_device": None, "oxygen_reason": None},
        4: TREATED,
        5: TREATED | {"hypotension": "no", "oxygen_device": "nasal_cannula", "oxygen_flow": 2, "oxygen_reason": "hypoxia"},
    }
    signs[5] |= {"ice_total": 8}
    signs[6] = {"ice_total": 6, "antipyretic_or_anticytokine": "yes"}
    signs[7] = {"ice_total": 9, "antipyretic_or_anticytokine": "yes"}
    c.course(s, d, signs, AS_OF)
    c.add("infections", s, onset_on=date(2026, 3, 2), site="blood", organism="CMV", grade=2, controlled="no")
    c.add("treatments", s, given_at=datetime(2026, 2, 2, 9), drug="tocilizumab", dose=560, unit="mg", purpose="crs")


def literal_only(c: Cohort) -> None:
    """S-002: PR with a negative ctDNA: met on the literal reading only, so the board decides."""
    s, d = "S-002", date(2026, 2, 1)
    c.enrolled(s, "male", "1959-02-02", d - timedelta(days=30), stage="IV")
    c.infused(s, d)
    for day, call, value in ((-7, "positive", 310), (0, "positive", 205), (14, "positive", 4.1), (28, "negative", None)):
        c.sample(s, d + timedelta(days=day), call, value)
    c.scan(s, d + timedelta(days=28), "PR", "4", uptake="reduced")
    c.course(s, d, {1: FEVER, 2: FEVER}, AS_OF)


def negative_in_cr(c: Cohort) -> None:
    """S-003: CR with a negative ctDNA: the rule is not met; no toxicity at all."""
    s, d = "S-003", date(2026, 1, 20)
    c.enrolled(s, "male", "1971-11-30", d - timedelta(days=28))
    c.infused(s, d)
    for day, call, value in ((-5, "positive", 58), (0, "positive", 44), (14, "negative", None), (28, "negative", None)):
        c.sample(s, d + timedelta(days=day), call, value)
    c.scan(s, d + timedelta(days=28), "CR", "1")
    c.course(s, d, {}, AS_OF)


def progressive(c: Cohort) -> None:
    """S-004: PD with a persistent ctDNA: outside the rule; severe CRS and ICANS behind, a grade recorded by the site beside."""
    s, d = "S-004", date(2026, 1, 22)
    c.enrolled(
        s, "female", "1984-05-09", d - timedelta(days=26), histology="PMBCL", pregnancy_test="serum_negative", months_since_last_menses=0
    )
    c.infused(s, d)
    for day, call, value in ((-6, "positive", 2200), (0, "positive", 1900), (14, "positive", 480), (28, "positive", 730)):
        c.sample(s, d + timedelta(days=day), call, value)
    c.scan(s, d + timedelta(days=29), "PD", "5", uptake="increased", new_lesion="yes")
    hard = {
        "temperature": 39.6,
        "hypotension": "yes",
        "vasopressors": 1,
        "oxygen_device": "high_flow_nasal_cannula",
        "oxygen_flow": 30,
        "oxygen_reason": "hypoxia",
    }
    signs: dict[int, Row] = {
        1: FEVER,
        2: hard,
        3: hard | {"ice_total": 2, "crs_grade_recorded": 3, "grading_scale": "ASTCT 2019"},
        4: FEVER | {"ice_total": 4},
        5: FEVER,
    }
    c.course(s, d, signs, AS_OF)


def incomplete(c: Cohort) -> None:
    """S-005: much is unknown: a limit missing, PET not read, one positive sample only, oxygen and ICE not recorded."""
    s, d = "S-005", date(2026, 2, 10)
    c.enrolled(
        s,
        "male",
        "1948-07-21",
        d - timedelta(days=23),
        {"creatinine": (141, "umol/L"), "weight": (58, "kg")},
        ecog=2,
        histology="OTHER_LBCL",
    )
    for row in c.rows["labs"]:
        if row["subject_id"] == s and row["analyte"] in ("creatinine", "oxygen_saturation"):
            row["upper_limit"] = row["qualifier"] = None
    c.infused(s, d)
    c.sample(s, d + timedelta(days=14), "positive", 12.5)
    c.sample(s, d + timedelta(days=20), "positive", None, reported_on=date(2026, 3, 9))
    c.scan(s, d + timedelta(days=21), None, "3", new_lesion=None, marrow_uptake=None)
    for day in (1, 2, 3):
        c.bedside(
            s,
            d,
            day,
            temperature=38.4,
            oxygen_device=None,
            vasopressors=None,
            vasopressin=None,
            hypotension=None,
            ice_total=None,
            active_infection=None,
        )


def given_twice(c: Cohort) -> None:
    """S-006: persistent in PR, the second infusion given on day 42, CRS after it still running."""
    s, d = "S-006", date(2026, 1, 8)
    second = d + timedelta(days=42)
    c.enrolled(s, "male", "1963-03-17", d - timedelta(days=25), {"weight": (104, "kg")}, histology="TFL")
    c.infused(s, d, status="given", infused_on=second, weight_kg=101, total_cells=202_000_000)
    for day, call, value in ((-4, "positive", 640), (0, "positive", 610), (14, "positive", 71), (28, "positive", 55), (49, "positive", 18)):
        c.sample(s, d + timedelta(days=day), call, value)
    c.scan(s, d + timedelta(days=29), "PR", "4", uptake="reduced")
    c.course(s, d, {2: FEVER, 3: FEVER}, second - timedelta(days=1))
    for day in range((AS_OF - second).days + 1):
        c.bedside(s, second, day, **(FEVER if 10 <= day <= 12 else TREATED if day > 12 else {}))


def not_eligible(c: Cohort) -> None:
    """S-007: screening failure, not infused: LVEF 48 %, mantle cell lymphoma, platelets below without a judgement."""
    s = "S-007"
    c.enrolled(
        s,
        "female",
        "1990-12-01",
        date(2026, 2, 20),
        {"lvef": (48, "%"), "platelets": (60, "10^9/L")},
        histology="MCL",
        pregnancy_test="urine_negative",
        months_since_last_menses=1,
        surgically_sterile="no",
    )


def closed_by_therapy(c: Cohort) -> None:
    """S-008: two assays never joined, then a new therapy: the case is closed."""
    s, d = "S-008", date(2025, 12, 30)
    c.enrolled(s, "male", "1955-06-06", d - timedelta(days=22), histology="HGBCL", prior_lines=3, stage="IV")
    c.infused(s, d)
    for day, call, value in ((-6, "positive", 96), (0, "positive", 77), (14, "negative", None), (28, "positive", 2.4)):
        c.sample(s, d + timedelta(days=day), call, value)
    c.sample(s, d + timedelta(days=28), "positive", 0.31, assay="Panel B", unit="%", limit_of_detection=0.1)
    c.scan(s, d + timedelta(days=27), "SD", "4", uptake="unchanged")
    c.course(s, d, {1: FEVER, 2: {"crs_grade_recorded": 1} | dict.fromkeys(CALM)}, d + timedelta(days=20))
    c.add("treatments", s, given_at=datetime(2026, 2, 4, 10), drug="glofitamab", purpose="lymphoma")
    c.add("follow_up", s, seen_on=date(2026, 3, 1), status="alive", progression_on=date(2026, 2, 2))
