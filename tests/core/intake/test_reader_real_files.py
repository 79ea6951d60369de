"""Real workbooks of other people, damaged and odd ones among them: each ends in tables or in a clear refusal.

The files lie beside the project and are found through the environment variable REINFUSE_REAL_FILES.
"""

import os
from pathlib import Path

import pytest

from core.intake.reader import read
from core.intake.tables import Refused, TextForm

FOLDERS = {  # how many files end in tables, and how many in a refusal
    "workbook_quirks/calamine": (12, 5),
    "workbook_quirks/poi": (13, 9),
    "workbook_quirks/sheetjs": (16, 13),
    "labs_messy": (7, 0),
    "labs_chinese_encodings": (4, 1),
    "redcap_exports": (21, 1),
    "edc_labs_clinsight": (1, 0),
}


@pytest.fixture
def real():
    folder = os.environ.get("REINFUSE_REAL_FILES")
    if not folder:
        pytest.skip("REINFUSE_REAL_FILES is not set, so there are no real files to read")
    return Path(folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_real_file_ends_in_tables_or_in_a_clear_refusal(real, folder):
    paths = sorted(path for path in (real / folder).rglob("*") if path.is_file() and not path.name.startswith("LICENSE"))
    refusals = {path: said for path in paths if (said := refusal(path))}
    assert (len(paths) - len(refusals), len(refusals)) == FOLDERS[folder]
    assert [said for path, said in refusals.items() if not said.startswith(f"{path.name}: ") or "; expected " not in said] == []


def test_the_laboratory_files_in_chinese_encodings_are_read_as_they_are_written(real):
    folder = real / "labs_chinese_encodings"
    (national,), (semicolons,), (tabs,), (marked,) = (
        read(folder / f"tongji_zh_{name}")
        for name in ("gb18030.csv", "gbk_semicolon_decimalcomma.csv", "utf16le_bom_tab.txt", "utf8_bom.csv")
    )
    assert [table.text for table in (national, semicolons, tabs, marked)] == [
        TextForm("gb18030", ",", False),
        TextForm("gb18030", ";", False),
        TextForm("utf-16-le", "\t", True),
        TextForm("utf-8", ",", True),
    ]
    assert refusal(folder / "tongji_wrong_extension.xls") == (
        "tongji_wrong_extension.xls: the file is called .xls and holds plain text; expected an .xlsx or .csv file"
    )
    assert national.rows == tabs.rows == marked.rows
    assert (len(national.rows), len(national.rows[0])) == (401, 81)
    assert [len(row) for row in semicolons.rows] == [81] * 401


def test_the_errors_of_a_real_workbook_are_flaws(real):
    flaws = read(real / "workbook_quirks" / "sheetjs" / "ErrorTypes.xlsx")[0].flaws
    assert flaws[2, 1] == "holds the error #NULL!"
    assert len(flaws) == 20


def refusal(path: Path) -> str:
    """Why the file was refused; empty where it was read."""
    try:
        read(path)
    except Refused as refused:
        return str(refused)
    return ""
