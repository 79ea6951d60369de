"""Reading column by column, each distinct cell once, says what reading row by row says: the same facts, problems and order."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.facts.fact import Origin, Problem
from core.facts.records import SHEETS
from core.intake.tables import Table
from core.layouts.lines import record_of
from core.layouts.rows import facts_of

CELLS = st.sampled_from(
    (None, "", " ", "S-001", "000123", 0, -0.0, 0.0, 1, 1.0, True, False, "1", "yes", "no", 80.5, "80.5", "<0.5", "1,2", "2026-03-05",
     date(2026, 3, 5), datetime(2026, 3, 5, 8), "2026-03-05T08:00Z", "g/L", "hemoglobin", "positive", "CR", "node", 2, 1e300)
)  # fmt: skip
COLUMNS = {
    "labs": ("subject_id", "collected_at", "analyte", "value", "unit", "upper_limit"),
    "lesions": ("subject_id", "assessed_on", "site", "longest_cm"),
    "bedside": ("subject_id", "assessed_at", "hypotension", "vasopressors", "oxygen_flow"),
}
TABLES = st.sampled_from(sorted(COLUMNS)).flatmap(
    lambda sheet: st.tuples(
        st.just(sheet), st.lists(st.lists(CELLS, min_size=len(COLUMNS[sheet]), max_size=len(COLUMNS[sheet])), max_size=8)
    )
)


@given(TABLES)
def test_a_table_reads_as_its_rows_do(found):
    sheet, rows = found
    names = COLUMNS[sheet]
    intake = facts_of(Table("a.csv", sheet, [list(names), *rows], 1, 1, False, {}, []), None)
    facts, problems = [], list[Problem]()
    for number, row in enumerate(rows, 2):
        if any(cell is not None and str(cell).strip() for cell in row):
            origin = Origin("a.csv", sheet, number, {name: at for at, name in enumerate(names, 1)})
            fact = record_of(SHEETS[sheet], dict(zip(names, row, strict=True)), origin, None, {}, problems)
            facts += [] if fact is None else [fact]
    assert intake.facts == facts
    assert intake.problems == problems


@given(TABLES)
def test_every_row_that_holds_anything_ends_in_a_fact_or_in_a_problem(found):
    sheet, rows = found
    intake = facts_of(Table("a.csv", sheet, [list(COLUMNS[sheet]), *rows], 1, 1, False, {}, []), None)
    read = {fact.origin.row for fact in intake.facts} | {
        int("".join(filter(str.isdigit, p.address.split("!")[1]))) for p in intake.problems
    }
    assert read == {number for number, row in enumerate(rows, 2) if any(cell is not None and str(cell).strip() for cell in row)}
