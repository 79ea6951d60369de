"""The catalogue of what can go wrong with a laboratory's file (failures 17 to 57), in the sentences that whoever uploads it reads, whole.

By case, what stands elsewhere: 1 to 12, 19, 21, 22 tests/core/intake/test_catalogue.py and test_reader_hostile.py; 14, 15 test_laws.py
and test_upload.py; 16 tests/browser/test_upload_page.py; 40, 41 test_arrivals.py too; 42 test_identity.py; 52 test_delta.py.
"""

from io import BytesIO

import pytest
from openpyxl import Workbook

from core.changes.upload import prepare
from core.facts.fact import Fact
from core.facts.records import Lab
from core.intake.reader import Handed

LAB = "subject_id,collected_at,analyte,value,unit"
HEAD = "Patient ID,Date,Hb (g/L)"
FIRST = ("S-1", "2026-03-01", 81)


def text(*rows, name="lab.csv"):
    return Handed(name, "\n".join((*rows, "")).encode())


def wide(*rows, head=HEAD):
    return text(head, *rows)


def one(head, cell):
    return text(f"Patient ID,Date,{head}", f"S-1,2026-03-01,{cell}")


def long(*rows):
    return text(LAB, *rows, name="labs.csv")


def row(value, unit="g/L", analyte="hemoglobin", when="2026-03-01T08:00"):
    return long(f"S-1,{when},{analyte},{value},{unit}")


def book(*lines, merged=None, hidden=None):
    found = Workbook()
    page = found.active
    page.title = "Results"
    for line in (HEAD.split(","), *lines):
        page.append(line)
    if merged:
        page.merge_cells(merged)
    if hidden:
        page.column_dimensions[hidden].hidden = True
    data = BytesIO()
    found.save(data)
    return Handed("lab.xlsx", data.getvalue())


STOPPED = [
    (
        "17 a name that is a path",
        Handed("../../etc/pass\nwd", b"a,b\n"),
        ["pass<U+000A>wd: the file has no ending and holds plain text; expected an .xlsx or .csv file"],
    ),
    (
        "18 a name in Markdown",
        Handed("![x](https://evil/p.png).csv", b""),
        ["p.png).csv: the file is empty; expected an .xlsx or .csv file"],
    ),
    (
        "23 two columns of one thing",
        wide("S-1,2026-03-01,81,82", head=HEAD + ",Hb (g/L)"),
        ["lab.csv · lab!D1: 'Hb (g/L)' and lab.csv · lab!C1 both say hemoglobin; expected one column"],
    ),
    (
        "23 a required column lacks",
        text("subject_id,analyte,value,unit", "S-1,hemoglobin,81,g/L", name="labs.csv"),
        ["labs.csv · labs: has no column collected_at; expected one"],
    ),
    (
        "24 an unknown column",
        wide("S-1,2026-03-01,81,7", head=HEAD + ",Lot"),
        ["lab.csv · lab!A1: 1 column is not imported: Lot; expected a tick"],
    ),
    (
        "25 merged cells",
        book(FIRST, ("S-2", "2026-03-01", 82), merged="B2:C2"),
        [
            "lab.xlsx · Results!B2: is inside merged cells B2:C2; expected a value",
            "lab.xlsx · Results!C2: is inside merged cells B2:C2; expected a value",
        ],
    ),
    (
        "26 a hidden column",
        book(FIRST, hidden="C"),
        [
            "lab.xlsx · Results: column C is hidden and filled; read like the others; expected to be told whether it counts",
            "lab.xlsx · Results: column C is hidden and filled; read like the others",
        ],
    ),
    (
        "27 a formula without a result",
        book(("S-1", "2026-03-01", "=1+1")),
        ["lab.xlsx · Results!C2: holds a formula without a stored result; expected a value"],
    ),
    ("28 an error", book(("S-1", "2026-03-01", "#N/A")), ["lab.xlsx · Results!C2: holds the error #N/A; expected a value"]),
    ("29 a number as text", one("Hb (g/L)", "８１"), ["lab.csv · lab!C2: '８１' is not a number; expected a number in g/L"]),
    ("30 neg", one("CRP (mg/L)", "neg"), ["lab.csv · lab!C2: 'neg' is not a number; expected a number in mg/L"]),
    ("30 hemolysed", one("CRP (mg/L)", "hemolysed"), ["lab.csv · lab!C2: 'hemolysed' is not a number; expected a number in mg/L"]),
    (
        "31 thousand or decimal",
        one("Ferritin (ug/L)", '"1,234"'),
        ["lab.csv · lab!C1: 1 number like '1,234' (lab.csv · lab!C2) may hold thousands or decimals; expected which"],
    ),
    ("35 NaN", row("NaN"), ["labs.csv · labs!D2: 'NaN' is not a number; expected a number in g/L"]),
    ("35 negative", row("-81"), ["labs.csv · labs!D2: '-81' is not plausible in g/L; expected 20 to 250 g/L"]),
    (
        "36 a serial number",
        row("81", when="44622"),
        ["labs.csv · labs!B2: '44622' is not a date; expected a date or date-time like 2026-03-05T08:00"],
    ),
    (
        "37 a total",
        wide("S-1,2026-03-01,81", ",,81"),
        ["lab.csv · lab!A1: 1 row below a filled one has no subject; expected whose they are"],
    ),
    (
        "37 a total in a sheet of the contract",
        long("S-1,2026-03-01,hemoglobin,81,g/L", ",,hemoglobin,81,g/L"),
        [
            "labs.csv · labs!A3: is blank; expected an identifier",
            "labs.csv · labs!B3: is blank; expected a date or date-time like 2026-03-05T08:00",
        ],
    ),
    (
        "38 two values of one moment",
        long("S-1,2026-03-01T08:00,hemoglobin,81,g/L", "S-1,2026-03-01T08:00,hemoglobin,82,g/L"),
        ["labs.csv · labs!D2: '81' and '82' (labs.csv · labs!D3) are in conflict; expected one entry"],
    ),
    (
        "40 another subject than that of the title",
        text("Patient: S-1,,", HEAD, "S-2,2026-03-01,81"),
        ["lab.csv · lab!A3: 'S-2' is another subject than that of the title; expected 'S-1' (lab.csv · lab!A1)"],
    ),
    (
        "40 a title between the lines",
        Handed("lab.csv", b"Patient: S-1,,\nDate,Hb (g/L),PLT (10^9/L)\n2026-03-01,81,100\nPatient S-2 (Smith),,\n2026-03-02,82,101\n"),
        [
            "lab.csv · lab!A4: 'Patient S-2 (Smith)' may name another subject than 'S-1' (lab.csv · lab!A1); "
            "expected a title like 'Patient: S-001'",
            "lab.csv · lab: 1 lines are neither header nor result; not imported: A4 'Patient S-2 (Smith)'",
        ],
    ),
    (
        "40 the trial is no subject",
        Handed("lab.csv", b"Study ID: CART-01,\nDate,Hb (g/L)\n2026-03-01,81\n"),
        [
            "lab.csv · lab!A2: no column says subject_id; expected which one does",
            "lab.csv · lab: 1 lines are neither header nor result; not imported: A1 'Study ID: CART-01'",
        ],
    ),
    (
        "40 another sample",
        text(HEAD, "S-1,2026-03-01,81", name="Urine.csv"),
        ["Urine.csv · Urine: is called 'Urine'; expected to be told what its samples are"],
    ),
    (
        "49 creatinine 88 mg/dL",
        one("Creatinine (mg/dL)", "88"),
        ["lab.csv · lab!C1: creatinine is in mg/dL, in which 0 of 1 results are plausible; expected the unit they are in"],
    ),
    ("50 no unit", one("Hb", "84"), ["lab.csv · lab!C1: hemoglobin is written without a unit (1 result); expected the unit"]),
    (
        "50 CRP in a unit it has not",
        row("5", "M", "crp"),
        ["labs.csv · labs!E2: 'M' is not a unit of crp; expected one of: mg/L, mg/dL, ug/mL"],
    ),
    (
        "50 two units of one column",
        wide(",,g/dL", "S-2,2026-03-01,8.4", "S-1,2026-03-01,81"),
        ["lab.csv · lab!A1: nothing here is recognized; expected which sheet of the workbook it is"],
    ),
    (
        "53 Fahrenheit called Celsius",
        one("Temperature (C)", "101.3"),
        ["lab.csv · lab!C1: temperature is in C, in which 0 of 1 results are plausible; expected the unit they are in"],
    ),
    (
        "54 torn",
        wide("S-1,13/04/2026,81", "S-1,04/13/2026,82"),
        ["lab.csv · lab!B1: lab.csv · lab!B2 fits only day-first and lab.csv · lab!B3 only month-first; expected one order in a column"],
    ),
    (
        "55 two digits",
        wide("S-1,13/04/26,81"),
        ["lab.csv · lab!B2: '13/04/26' is not a date; expected a date or date-time like 2026-03-05T08:00"],
    ),
    (
        "55 1900",
        row("81", when="1900-01-01"),
        ["labs.csv · labs!B2: '1900-01-01' is not a plausible date; expected a date or date-time like 2026-03-05T08:00"],
    ),
    (
        "56 in the future",
        row("81", when="2026-12-01"),
        ["labs.csv · labs!B2: '2026-12-01' lies in the future; expected a day up to 2026-03-05"],
    ),
    (
        "57 an offset without a zone",
        row("81", when="2026-10-25T02:30+02:00"),
        [
            "labs.csv · labs!B2: '2026-10-25T02:30+02:00' carries an offset and the site's time zone is not set; "
            "expected a date or date-time like 2026-03-05T08:00"
        ],
    ),
    (
        "an analyte between the lines",
        wide("S-1,2026-03-01,81", "", '"ALT (U/L)",,', "S-1,2026-03-02,30"),
        [
            "lab.csv · lab!A4: 'ALT (U/L)' stands between results and may say what those below are; expected it in a header",
            "lab.csv · lab: 1 lines are neither header nor result; not imported: A4 'ALT (U/L)'",
        ],
    ),
    (
        "another head in a column",
        wide("S-1,2026-03-01,81", "Name,Day,AST (U/L)", "S-1,2026-03-02,44"),
        ["lab.csv · lab!C3: 'AST (U/L)' stands between results of hemoglobin in g/L; expected it in a header"],
    ),
    (
        "a result above the heads",
        text("S-9,2026-02-01,99", HEAD, "S-1,2026-03-01,81"),
        [
            "lab.csv · lab!C1: '99' looks like a result and is in no line; expected it below a header",
            "lab.csv · lab: 3 lines are neither header nor result; not imported: A1 'S-9', B1 '2026-02-01', C1 '99'",
        ],
    ),
    (
        "a result in a remark",
        wide("S-1,2026-03-01,81", "Hb 84 g/L,,", "S-2,2026-03-02,82"),
        [
            "lab.csv · lab!A3: 'Hb 84 g/L' looks like a result and is in no line; expected it below a header",
            "lab.csv · lab: 1 lines are neither header nor result; not imported: A3 'Hb 84 g/L'",
        ],
    ),
]


@pytest.mark.parametrize(("case", "file", "said"), STOPPED, ids=[case for case, *_ in STOPPED])
def test_it_is_said_and_nothing_can_be_stored(ledger, case, file, said):
    found = prepare(ledger, [file])
    assert ([str(one) for one in (*found.refused, *found.problems, *found.questions, *found.notices)], found.plan) == (said, None)


PASSED = [
    (
        "20 semicolons and decimal commas",
        Handed("lab.csv", b"Patient ID;Date;Hb (g/dL)\nS-1;2026-03-01;8,4\n"),
        [("S-1", "8.4", "g/dL")],
        [],
    ),
    ("30 a bound is kept", one("CRP (mg/L)", "<0.5"), [("S-1", "<0.5", "mg/L")], []),
    (
        "32 an id in digits",
        wide("000123,2026-03-01,81", "1E5,2026-03-01,82", "12345678901234567890,2026-03-01,83"),
        [("000123", "81", "g/L"), ("1E5", "82", "g/L"), ("12345678901234567890", "83", "g/L")],
        [],
    ),
    (
        "33 initials",
        wide("NA,2026-03-01,81", "null,2026-03-01,82", "TRUE,2026-03-01,83"),
        [("NA", "81", "g/L"), ("null", "82", "g/L"), ("TRUE", "83", "g/L")],
        [],
    ),
    ("39 no rows", long(), [], ["labs.csv · labs: holds no rows; nothing to import"]),
    ("51 micro signs are one", row("88", "μmol/L", "creatinine"), [("S-1", "88", "μmol/L")], []),
    ("54 either order", wide("S-1,03/04/2026,81"), [("S-1", "81", "g/L")], []),
    (
        "a text remark is none",
        wide("S-1,2026-03-01,81", "printed by the laboratory,,", "S-2,2026-03-02,82"),
        [("S-1", "81", "g/L"), ("S-2", "82", "g/L")],
        ["lab.csv · lab: 1 lines are neither header nor result; not imported: A3 'printed by the laboratory'"],
    ),
]


@pytest.mark.parametrize(("case", "file", "read", "said"), PASSED, ids=[case for case, *_ in PASSED])
def test_it_is_read_as_it_stands(ledger, case, file, read, said):
    found = prepare(ledger, [file])
    facts = [each.states for each in found.changes if isinstance(each.states, Fact)]
    records = [fact.record for fact in facts if isinstance(fact.record, Lab)]
    assert found.plan is not None
    assert [(each.subject_id, str(each.value), each.unit) for each in records] == read
    assert [str(one) for one in (*found.refused, *found.problems, *found.questions, *found.notices)] == said
