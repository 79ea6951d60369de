"""What the hashes of the audit chain cover, and that they come out alike wherever the rows come from."""

from itertools import permutations

import pytest

from core.ledger.chain import GENESIS, TABLES, digest_of, link

FACT = {
    "id": 1,
    "entry": 1,
    "kind": "record",
    "subject_id": "S-1",
    "sheet": "labs",
    "row": 2,
    "record": "{}",
    "faults": "{}",
    "origin": "{}",
}
STANDS = {"entry": 1, "fact": 1, "change": 1, "stands": 1}
UPLOAD = {"sha256": "ab", "entry": 1, "name": "labs.xlsx", "bytes": b"PK"}
ROWS: dict[str, list[dict]] = {"fact": [FACT, {**FACT, "id": 2}], "standing": [STANDS, {**STANDS, "fact": 2}], "upload": [UPLOAD]}
ENTRY = {
    "seq": 1, "at": "2026-03-05T08:00:00.000000+00:00",
    "clock": "2026-03-05T08:00:00.000000+00:00", "by": "An", "action": "upload", "key": "k",
    "body": "{}", "digest": "00", "previous": GENESIS, "hash": "whatever stands here",
}  # fmt: skip


def test_the_order_of_tables_and_rows_does_not_matter():
    found = {
        digest_of({name: rows for name, rows in order if rows is not None})
        for order in permutations([("fact", ROWS["fact"][::-1]), ("standing", ROWS["standing"]), ("upload", [UPLOAD])])
    }
    assert found == {digest_of(ROWS)}


def test_a_table_without_rows_is_as_good_as_none():
    assert digest_of({**ROWS, "seen": []}) == digest_of(ROWS)
    assert digest_of({name: [] for name in TABLES}) == digest_of({})


def test_rows_as_a_database_gives_them_back_have_the_digest_of_the_rows_as_they_were_written():
    stored = {**ROWS, "upload": [{**UPLOAD, "bytes": memoryview(b"PK")}]}
    told = {**ROWS, "standing": [{**row, "stands": True} for row in ROWS["standing"]]}
    assert digest_of(stored) == digest_of(told) == digest_of(ROWS)


@pytest.mark.parametrize(("table", "column"), [(table, column) for table in ROWS for column in ROWS[table][0]])
def test_every_column_of_every_row_is_covered(table, column):
    first, *others = ROWS[table]
    changed = {**first, column: b"QK" if column == "bytes" else f"{first[column]}0"}
    assert digest_of({**ROWS, table: [changed, *others]}) != digest_of(ROWS)


def test_a_row_added_removed_doubled_or_moved_to_another_table_is_another_digest():
    alike = {"entry": 1, "fact": 1}
    found = [digest_of(rows) for rows in ({}, {"seen": [alike]}, {"seen": [alike, alike]}, {"standing": [STANDS]}, {"seen": [STANDS]})]
    assert found[1] == found[4]  # the columns a table does not have are no part of it
    assert len(set(found)) == 4


def test_a_table_or_a_column_the_ledger_does_not_know_is_a_mistake():
    with pytest.raises(KeyError):
        digest_of({"patients": [FACT]})
    with pytest.raises(KeyError):
        digest_of({"fact": [{"id": 1}]})


@pytest.mark.parametrize("column", [name for name in ENTRY if name not in {"hash", "previous"}])
def test_the_hash_covers_every_column_of_the_entry(column):
    assert link(GENESIS, {**ENTRY, column: f"{ENTRY[column]}0"}) != link(GENESIS, ENTRY)


def test_the_hash_covers_the_one_before_and_not_itself():
    assert link("f" * 64, ENTRY) != link(GENESIS, ENTRY)
    assert link(GENESIS, {**ENTRY, "hash": "another"}) == link(GENESIS, ENTRY)
