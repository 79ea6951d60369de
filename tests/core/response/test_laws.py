"""What holds of ctDNA and PET whatever is recorded: order and what does not count change nothing, and more knowledge never contradicts."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.facts.fact import Fact
from core.facts.records import Ctdna, Pet
from core.response.ctdna import pattern
from core.response.pairing import pairs
from core.response.pet import newest
from tests.core.response.notation import CALLS, INFUSED_ON, PET_COLUMNS, on, origin, sample, scan

DAYS = st.sampled_from((-9, -6, 0, 1, 7, 14, 28, 60, 61, 90))
ASSAYS = st.sampled_from(("A", "B", "_"))
CELLS = (
    (".", "PET/CT", "CT"),
    (".", "CR", "PR", "SD", "PD", "IR", "NE"),
    (".", "2", "3", "4", "5", "X"),
    (".", "reduced", "unchanged", "increased"),
    (".", "yes", "no"),
    (".", "yes", "no"),
)
POSITIVE = {"persistent": "positive", "converted": "positive", "negative": "negative", "unknown": "unknown"}


def numbered(facts):
    return [replace(fact, origin=origin(fact.record.sheet, row)) for row, fact in enumerate(facts, 2)]


SAMPLES = st.lists(st.builds(sample, ASSAYS, DAYS, st.sampled_from(tuple(CALLS))), max_size=9).map(numbered)
EARLIER = st.lists(st.builds(sample, ASSAYS, st.sampled_from((-9, -6, 0, 7, 14)), st.sampled_from(tuple(CALLS))), max_size=7).map(numbered)
NEWEST = st.lists(st.builds(sample, ASSAYS, st.just(28), st.sampled_from("+-"), st.integers(20, 40)), min_size=1, max_size=2)
ROWS = st.builds(lambda day, cells: scan(f"{day} {' '.join(cells)}"), DAYS, st.tuples(*map(st.sampled_from, CELLS)))
SAME_DAY = st.lists(
    st.builds(lambda cells: scan(f"28 PET/CT {' '.join(cells)}"), st.tuples(*map(st.sampled_from, CELLS[1:]))), min_size=1, max_size=3
).map(numbered)
# NE is no answer to an open question: it says that the scan does not count at all.
ANSWERS = [(column, word) for column, words in zip(PET_COLUMNS, CELLS, strict=True) for word in words if word not in (".", "NE")]
SCANS = st.lists(ROWS, max_size=5).map(numbered)


def ctdna(facts):
    return pattern(facts, INFUSED_ON)


def pet(facts):
    return newest(facts, INFUSED_ON)


@given(SAMPLES, st.randoms(use_true_random=False))
def test_the_order_of_the_samples_does_not_matter(facts, random):
    assert ctdna(random.sample(facts, len(facts))) == ctdna(facts)


@given(SCANS, st.randoms(use_true_random=False))
def test_the_order_of_the_scans_does_not_matter(facts, random):
    assert pet(random.sample(facts, len(facts))) == pet(facts)


@given(SAMPLES, SCANS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter_to_the_pairs(facts, rows, random):
    shuffled = pairs(random.sample(facts, len(facts)), random.sample(rows, len(rows)), [INFUSED_ON])
    assert shuffled == pairs(facts, rows, [INFUSED_ON])


@given(SAMPLES, ASSAYS, DAYS)
def test_a_failed_sample_changes_nothing_but_its_own_code(facts, assay, day):
    before, after = ctdna(facts), ctdna([*facts, sample(assay, day, "!", 99)])
    own = {"W_CTDNA_FAILED"}
    assert replace(after, codes=after.codes - own) == replace(before, codes=before.codes - own)


@given(SAMPLES, ASSAYS, DAYS)
def test_a_sample_without_a_call_changes_nothing(facts, assay, day):
    assert ctdna([*facts, sample(assay, day, ".", 99)]) == ctdna(facts)


@given(SAMPLES, ASSAYS, st.integers(61, 400), st.sampled_from(tuple(CALLS)))
def test_a_sample_after_the_window_changes_nothing(facts, assay, day, sign):
    assert ctdna([*facts, sample(assay, day, sign, 99)]) == ctdna(facts)


@given(SAMPLES, ASSAYS, st.integers(-400, -10), st.sampled_from(tuple(CALLS)), st.sampled_from("+-"))
def test_a_sample_older_than_a_baseline_changes_nothing(facts, assay, day, sign, baseline):
    recent = [*facts, sample(assay, -6, baseline, 98)]
    assert ctdna([*recent, sample(assay, day, sign, 99)]) == ctdna(recent)


@given(EARLIER, NEWEST, ASSAYS, st.sampled_from((-6, 7, 14)), st.sampled_from("+-"))
def test_an_older_call_filled_in_never_turns_a_positive_pattern_negative_or_back(earlier, latest, assay, day, sign):
    before = ctdna([*earlier, *latest])
    after = ctdna([*earlier, *latest, sample(assay, day, sign, 99)])
    assert before.status == "unknown" or POSITIVE[after.status] in (POSITIVE[before.status], "unknown")


@given(SAMPLES)
def test_a_pattern_that_is_known_has_no_code_that_says_it_is_not(facts):
    open_ = {"W_NO_CTDNA", "W_NEED_SECOND_SAMPLE", "W_CONFLICT", "W_ASSAY_CHANGED", "W_CTDNA_INDETERMINATE"}
    result = ctdna(facts)
    assert result.status == "unknown" or not result.codes & open_
    assert ("W_SINGLE_POS" in result.codes) <= (result.status == "converted")
    assert not {"W_ASSAY_CHANGED", "W_NEED_SECOND_SAMPLE"} <= result.codes


@given(SCANS, st.one_of(st.integers(-30, 0), st.integers(61, 400)), st.sampled_from(CELLS[1]))
def test_a_scan_outside_the_window_changes_nothing(facts, day, response):
    assert pet([*facts, scan(f"{day} PET/CT {response}", 99)]) == pet(facts)


@given(SCANS, DAYS)
def test_a_scan_not_evaluable_changes_nothing(facts, day):
    assert pet([*facts, scan(f"{day} PET/CT NE 4 reduced no", 99)]) == pet(facts)


@given(SAME_DAY, st.integers(0, 2), st.sampled_from(ANSWERS))
def test_a_blank_cell_filled_in_keeps_the_response_or_leaves_it_open(rows, which, answer):
    column, word = answer
    row = rows[which % len(rows)]
    if getattr(row.record, column) is not None:
        return
    fuller = Fact(Pet.model_validate(row.record.model_dump() | {column: word}), row.origin)
    before, after = pet(rows), pet([fuller if each is row else each for each in rows])
    assert before.response is None or after.response in (before.response, None)
    assert after.response or after.codes & {"W_CONFLICT", "W_PET_INDETERMINATE", "W_PET_NOT_CONFIRMED"}


@given(SCANS)
def test_a_response_that_is_known_has_no_code_that_says_it_is_not(facts):
    result = pet(facts)
    assert (result.response is not None) == (not result.codes)


def test_nothing_recorded_proves_nothing():
    assert (ctdna([]).status, pet([]).response) == ("unknown", None)
    assert ctdna([Fact(Ctdna(subject_id="S-001", collected_on=on(28)), origin("ctdna", 2))]).status == "unknown"
