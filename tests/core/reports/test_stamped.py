"""A file that says by which state of the ledger it was written."""

from core.reports.stamped import stamped

STAMP = {"ledger_entries": "7", "ledger_head": "abc"}


def test_every_row_gets_the_same_further_columns_and_keeps_its_own_text():
    text = 'subject_id,why\r\nS-001,"a, b"\r\nS-002,"two\nlines"\r\nS-003,"a\rb"\r\n'
    rows = ("subject_id,why,ledger_entries,ledger_head", 'S-001,"a, b",7,abc', 'S-002,"two\nlines",7,abc', 'S-003,"a\rb",7,abc', "")
    assert stamped(text, STAMP) == "\r\n".join(rows)


def test_a_file_without_rows_stays_as_it_is():
    assert stamped("", STAMP) == ""
    assert stamped("subject_id\n", STAMP) == "subject_id,ledger_entries,ledger_head\r\n"
