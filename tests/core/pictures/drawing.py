"""Subjects to draw, and the rows that their drawing has."""

from hypothesis import strategies as st

from core.pictures.samples import ON_AXIS, ON_LANE
from core.pictures.trajectory import drawn
from tests.core.patient import subject

SAMPLE_LAYERS = (*ON_AXIS.values(), *sorted(set(ON_LANE.values())))
PET_LAYERS = ("pet-CR", "pet-PR", "pet-SD", "pet-PD", "pet-open", "pet-before")
UNITS = ("hGE/mL", "log10 hGE/mL", "%", None)
VALUES = ("0", "-3", "0.4", "12.5", "1e30", "<0.5", ">1000", "-7.2", None)
CALLS = ("positive", "negative", "indeterminate", "failed", None)

SAMPLES = st.lists(
    st.tuples(
        st.integers(-10, 70),
        st.sampled_from(CALLS),
        st.sampled_from(("A", "B", None)),
        st.sampled_from(VALUES),
        st.sampled_from(UNITS),
        st.sampled_from(("1", "0", "-2", None)),
    ),
    max_size=12,
)
SCANS = st.lists(st.tuples(st.integers(-10, 70), st.sampled_from(("CR", "PR", "SD", "PD", "IR", "NE", None))), max_size=8)
GRADE = st.sampled_from((0, 1, 2, 3, 4, None))
GRADES = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 23), GRADE, GRADE), max_size=12, unique_by=lambda row: row[:2])


def sampled(rows, patient=None):
    found = (patient or subject()).infused()
    for day, call, assay, value, unit, limit in rows:
        found = found.ctdna(day, call, assay, value=value, unit=unit, limit_of_detection=limit)
    return found


def scanned(rows, patient=None):
    found = patient or subject().infused()
    for day, response in rows:
        found = found.pet(day, response)
    return found


def graded(rows, patient=None):
    """A grade left out is a row of which only the fever is known: it may be anything."""
    found = patient or subject().infused()
    for day, hour, crs, icans in rows:
        cells = {"crs_grade_recorded": crs, "icans_grade_recorded": icans}
        found = found.bedside(day, hour, **(cells if crs is not None else {"temperature": 38.5, "ice_total": icans}))
    return found


def rows_of(patient, day=35):
    found = patient.assessed(day)
    return drawn(found, found.second_infusion)
