"""A record written into the ledger is read back as the same record, to the letter."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment import assess
from core.facts.fact import Fact, Origin, Told
from core.facts.reading import Unreadable
from core.facts.record import readings
from core.facts.records import SHEETS
from core.facts.subject import gather
from core.facts.written import record_of, written
from core.intake.reader import read
from core.layouts.incoming import together
from core.layouts.rows import facts_of
from core.ledger import parsing
from core.ledger.canonical import canonical
from core.ledger.parsing import stored_of
from core.ledger.plan import NEW, SETTING, UPLOAD, Change, Plan
from core.ledger.rows import rows_of
from core.protocol.settings_file import load_settings
from core.reports.as_json import cohort_json
from tests.core.ledger.plans import save

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data"
AS_OF = date(2026, 3, 5)
FILES = sorted(SAMPLE.glob("*.xlsx"))
WORDS = sorted({word for model in SHEETS.values() for reads in readings(model).values() for word in reads.words})
CELLS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        ("1", "0", "0.10", "1E5", "-2.50", "+7", ".5", "3.", "<0.5", "> 1e3", "<-0.1", "4.0", "是", "g/L", "10^9/L", "2026-03-05", "NaN",
         "2026-03-05T08:00", "2026-03-05 08:00:01.25", date(2026, 3, 5), datetime(2026, 3, 5), datetime(2026, 3, 5, 8, 0, 0, 1), 0, 1, 80.5,
         0.1 + 0.2, 1e300, 1e-7, True, False, "a\0b", "a\nb", "half \ud800", '"quoted" \\', " blank ", "null")
    ),
    st.text(max_size=6),
    st.decimals(0, 1000, places=3).map(str),
    st.datetimes(datetime(1905, 1, 1), datetime(2199, 12, 31)).map(lambda found: found.replace(fold=0)),
    st.integers(0, 60),
)  # fmt: skip


def said(reads, cell):
    """What a cell says, nothing where it cannot be read."""
    try:
        return reads.value(cell, None)
    except Unreadable:
        return None


@st.composite
def records(draw):
    """A record of any sheet as its file's cells may give one."""
    model = draw(st.sampled_from(list(SHEETS.values())))
    values = {name: said(reads, draw(CELLS)) for name, reads in readings(model).items() if name != "subject_id"}
    return model.of({"subject_id": "S-001", **values})


def through_the_table(found):
    """Records as rows of the table and back."""
    facts = [Fact(record, Origin("a.csv", record.sheet, at, {})) for at, record in enumerate(found)]
    plan = Plan(UPLOAD, 0, tuple(Change(NEW, fact.record.subject_id, fact.record.sheet, fact) for fact in facts))
    rows = [tuple(row[name] for name in parsing.COLUMNS) for row in rows_of(plan, 1, 1, set())["fact"]]
    assert all(text.encode() for row in rows for text in row if isinstance(text, str))
    told = Told(datetime(2026, 3, 5, tzinfo=UTC), AS_OF, "Wu", 1)
    return [held.record for stored in stored_of(rows, {1: told}) if isinstance(held := stored.held, Fact)]


@given(st.lists(records(), max_size=6))
def test_any_record_is_read_back_to_the_letter(found):
    again = through_the_table(found)
    assert again == found
    assert list(map(repr, again)) == list(map(repr, found))
    assert [record_of(type(record), "S-001", written(record)) for record in found] == found


def test_what_no_column_holds_is_not_written():
    with pytest.raises(TypeError, match="no column holds float"):
        written(SHEETS["labs"].of(dict.fromkeys(readings(SHEETS["labs"]), 0.5)))


@given(
    st.recursive(st.text() | st.integers() | st.none() | st.booleans(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_canonical_text_is_what_any_database_holds(found):
    text = canonical(found)
    assert "\0" not in text
    assert text.encode().decode() == text
    assert canonical(json.loads(text)) == text


def test_distinct_texts_are_forgotten_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(parsing, "MOST", 2)
    asked: list[str] = []

    def reads(text):
        asked.append(text)
        return Decimal(text)

    known = parsing._Known(reads)
    assert [known[text] for text in ("1", "1", "2", "3", "1")] == [1, 1, 2, 3, 1]
    assert asked == ["1", "2", "3", "1"]


@pytest.fixture(scope="module")
def sample():
    """The site's settings, the rows of the sample's files, and what is said of everybody by them."""
    site = load_settings(SAMPLE / "settings.toml")
    intake = together(facts_of(table, site.zone) for path in FILES for table in read(path))
    subjects, problems = gather(intake.facts, AS_OF, intake.named)
    return site, intake.facts, cohort_json([assess(facts, AS_OF, site) for facts in subjects.values()], AS_OF, site, problems, [])


@pytest.mark.usefixtures("careless")
def test_a_ledger_of_the_sample_says_of_everybody_what_its_files_say(ledger, sample):
    site, facts, by_files = sample
    chosen = {name: value for name, value in site.model_dump(mode="json").items() if value is not None}
    save(ledger, Plan(SETTING, 0, settings=chosen))
    save(ledger, Plan(UPLOAD, 1, tuple(Change(NEW, fact.record.subject_id, fact.record.sheet, fact) for fact in facts)))
    assert ledger.settings() == site
    assert [stored.held.record for _, rows in ledger.every() for stored in rows] == [
        fact.record for who in ledger.subject_ids() for fact in facts if fact.record.subject_id == who
    ]
    found = [ledger.facts(who) for who in ledger.subject_ids()]
    problems = [problem for each in found for problem in each.problems]
    assert cohort_json([assess(each.facts, AS_OF, site) for each in found], AS_OF, site, problems, []) == by_files
