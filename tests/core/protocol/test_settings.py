"""What a site may choose, from a TOML file: a bare value, or a table of value, date, reason and name."""

import json
import re
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.protocol.settings import STATED, UNSET, Settings, reads_of
from core.protocol.settings_file import SettingsRefused, load_settings, stated_as

NAMES = list(Settings.model_fields)


def load(tmp_path, text):
    path = tmp_path / "site.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_nothing_is_chosen_until_it_is():
    assert (Settings().zone, Settings().pr_requires_ctdna, Settings().time_zone) == (None, None, None)


def test_an_empty_file_leaves_all_unset(tmp_path):
    assert load(tmp_path, "") == Settings()


@pytest.mark.parametrize(
    ("written", "value"),
    [("true", True), ("false", False), ('"yes"', True), ('"no"', False), ('"Yes "', True), ('"TRUE"', True), ('"false"', False)],
)
def test_yes_and_no_as_words_or_as_truths(tmp_path, written, value):
    assert load(tmp_path, f"pr_requires_ctdna = {written}").pr_requires_ctdna.value is value
    assert load(tmp_path, f"[pr_requires_ctdna]\nvalue = {written}").pr_requires_ctdna.value is value


def test_the_word_unset_leaves_a_setting_unset(tmp_path):
    assert load(tmp_path, 'pr_requires_ctdna = "unset"').pr_requires_ctdna is None
    assert load(tmp_path, '[pr_requires_ctdna]\nvalue = "unset"\nby = "PI"').pr_requires_ctdna is None


def test_a_setting_is_signed_where_it_has_a_date_and_a_name(tmp_path):
    signed = load(tmp_path, '[pr_requires_ctdna]\nvalue = "yes"\non = 2026-01-02\nreason = "minutes 4"\nby = "PI"').pr_requires_ctdna
    assert (signed.on, signed.reason, signed.by, signed.signed) == (date(2026, 1, 2), "minutes 4", "PI", True)
    assert not load(tmp_path, "pr_requires_ctdna = true").pr_requires_ctdna.signed
    assert not load(tmp_path, '[pr_requires_ctdna]\nvalue = true\nby = "PI"').pr_requires_ctdna.signed


def test_the_time_zone_by_its_name(tmp_path):
    assert load(tmp_path, 'time_zone = "Asia/Shanghai"').zone == ZoneInfo("Asia/Shanghai")


WEEK = "days like Saturday, Sunday, or the word none"
HISTOLOGIES = "expected one of: listed_or_ruled, large_b_cell, listed, dlbcl"
IMPRECISION = "each assay with its log₁₀, above 0 and up to 3, like IgH-NGS v2: 0.3; CAPP-Seq: 0.5"
VISITS = "each visit with its day and margin, like d28 ±3: PET/CT, ctDNA; d90 ±14: PET/CT, ctDNA"
BOUNDARIES = (
    "each event with the tolerated rate and the confidence (50 % or more), like CRS ≥3 by day 30 after infusion 2: 20 %, 90 %; death by "
    "day 30 after infusion 1: 10 %, 90 %"
)
DEATHS = "death by day 30 after infusion 1: 10 %, 90 %"

REFUSED = [
    ("colour = 3", f"site.toml: colour is no setting; expected one of: {', '.join(NAMES)}"),
    ('time_zone = "Asia/Atlantis"', "site.toml: time_zone.value is not a time zone; expected a name like Asia/Shanghai"),
    ("time_zone = 8", "site.toml: time_zone.value is not a time zone; expected a name like Asia/Shanghai"),
    ("time_zone = true", "site.toml: time_zone.value is not a time zone; expected a name like Asia/Shanghai"),
    ('demo_day = "05/03/2026"', "site.toml: demo_day.value is not a date; expected a date like 2026-03-05"),
    (
        "pet_turnaround_days = 366",
        "site.toml: pet_turnaround_days.value is outside the scale; expected a whole number of days from 0 to 365",
    ),
    ("fresh_tests_days = -1", "site.toml: fresh_tests_days.value is outside the scale; expected a whole number of days from 0 to 365"),
    ("fresh_tests_days = 1.5", "site.toml: fresh_tests_days.value is not a whole number; expected a whole number of days from 0 to 365"),
    ("fresh_tests_days = true", "site.toml: fresh_tests_days.value is not a number; expected a whole number of days from 0 to 365"),
    ('histologies_met = "DLBCL only"', f"site.toml: histologies_met.value is not one of the allowed words; {HISTOLOGIES}"),
    ("menopause_months = 18", "site.toml: menopause_months.value is not one of the allowed words; expected one of: 24, 12"),
    ("closed_days = 3", "site.toml: closed_days.value is no list of dates; expected dates like 2026-02-16, 2026-02-17, or the word none"),
    ('closed_days = ["soon"]', "site.toml: closed_days.value is not a date; expected dates like 2026-02-16, 2026-02-17, or the word none"),
    (
        "closed_weekdays = 3",
        "site.toml: closed_weekdays.value is no list of days of the week; expected days like Saturday, Sunday, or the word none",
    ),
    (
        'closed_weekdays = "Sat, Caturday"',
        f"site.toml: closed_weekdays.value names “Caturday”, which is no day of the week; expected {WEEK}",
    ),
    ('assay_imprecision = ""', f"site.toml: assay_imprecision.value is blank; expected {IMPRECISION}"),
    ("assay_imprecision = 3", f"site.toml: assay_imprecision.value names no assay; expected {IMPRECISION}"),
    ('assay_imprecision = "A: 0"', f"site.toml: assay_imprecision.value says “A: 0”; expected {IMPRECISION}"),
    ('assay_imprecision = "A: 3.1"', f"site.toml: assay_imprecision.value says “A: 3.1”; expected {IMPRECISION}"),
    ('assay_imprecision = "A: 1; A: 2"', f"site.toml: assay_imprecision.value names one assay twice; expected {IMPRECISION}"),
    ("visit_schedule = []", f"site.toml: visit_schedule.value names no visit; expected {VISITS}"),
    ('visit_schedule = "day 28: PET/CT"', f"site.toml: visit_schedule.value says “day 28: PET/CT”; expected {VISITS}"),
    ('visit_schedule = "d366 ±3: PET/CT"', f"site.toml: visit_schedule.value says “d366 ±3: PET/CT”; expected {VISITS}"),
    ('visit_schedule = "d28 ±3: a; d28 ±1: b"', f"site.toml: visit_schedule.value names one day twice; expected {VISITS}"),
    ("stopping_boundaries = 3", f"site.toml: stopping_boundaries.value names no boundary; expected {BOUNDARIES}"),
    ("stopping_boundaries = [[1, 2]]", f"site.toml: stopping_boundaries.value says “[1, 2]”; expected {BOUNDARIES}"),
    *(
        (f'stopping_boundaries = "{each}"', f"site.toml: stopping_boundaries.value says “{each}”; expected {BOUNDARIES}")
        for each in (
            "CRS by day 30 after infusion 1: 20 %, 90 %",
            "death ≥3 by day 30 after infusion 1: 20 %, 90 %",
            "CRS ≥3 by day 366 after infusion 1: 20 %, 90 %",
            "CRS ≥3 by day 30 after infusion 3: 20 %, 90 %",
            "CRS ≥3 by day 30 after infusion 1: 0 %, 90 %",
            "CRS ≥3 by day 30 after infusion 1: 20 %, 49 %",
            "CRS ≥3 by day 30 after infusion 1: 20 %, 100 %",
        )
    ),
    (
        f'stopping_boundaries = "{DEATHS}; {DEATHS}"',
        f"site.toml: stopping_boundaries.value names one event twice; expected {BOUNDARIES}",
    ),
    ('pr_requires_ctdna = "maybe"', "site.toml: pr_requires_ctdna.value is neither yes nor no; expected yes or no"),
    ("pr_requires_ctdna = 1", "site.toml: pr_requires_ctdna.value is neither yes nor no; expected yes or no"),
    ('[pr_requires_ctdna]\nby = "PI"', "site.toml: pr_requires_ctdna.value is blank; expected yes or no"),
    ('[pr_requires_ctdna]\nvalue = "yes"\nby = 3', "site.toml: pr_requires_ctdna.by cannot be used; expected a name"),
    ('[time_zone]\nvalue = "UTC"\non = "soon"', "site.toml: time_zone.on cannot be used; expected a date like 2026-03-05"),
    ('[time_zone]\nvalue = "UTC"\nwho = "PI"', "site.toml: time_zone.who is no part of a setting; expected one of: value, on, reason, by"),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_what_is_no_setting_is_refused_in_a_sentence(tmp_path, text, sentence):
    with pytest.raises(SettingsRefused, match=f"^{re.escape(sentence)}$"):
        load(tmp_path, text)


def test_every_fault_of_a_file_is_told_at_once(tmp_path):
    with pytest.raises(SettingsRefused) as refused:
        load(tmp_path, 'colour = 3\npr_requires_ctdna = "maybe"')
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize("content", [b"time_zone = ", b"\xff\xfe\x00"])
def test_a_file_that_is_no_toml_is_refused(tmp_path, content):
    path = tmp_path / "site.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsRefused, match=r"^site\.toml: .*; expected a settings file in TOML$"):
        load_settings(path)


def test_a_file_that_is_not_there_is_refused_without_its_folder(tmp_path):
    with pytest.raises(SettingsRefused) as refused:
        load_settings(tmp_path / "none.toml")
    assert str(refused.value) == "none.toml: No such file or directory; expected a settings file in TOML"


def test_the_mark_that_some_editors_write_before_utf_8_is_no_fault(tmp_path):
    path = tmp_path / "site.toml"
    path.write_text('time_zone = "UTC"', encoding="utf-8-sig")
    assert load_settings(path).zone == ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "unset"),
        ("pr_requires_ctdna = true", "yes, not signed"),
        ('pr_requires_ctdna = "no"', "no, not signed"),
        ('[pr_requires_ctdna]\nvalue = "no"\non = 2026-01-02\nby = "PI"', "no, signed by PI on 2026-01-02"),
    ],
)
def test_what_is_in_force_is_told_and_whether_it_is_signed(tmp_path, text, words):
    assert load(tmp_path, text).in_words() == {**dict.fromkeys(NAMES, UNSET), "pr_requires_ctdna": words}
    assert load(tmp_path, 'time_zone = "UTC"').in_words()["time_zone"] == "UTC, not signed"


TYPED = [
    ("time_zone", "Asia/Shanghai", "Asia/Shanghai", "Asia/Shanghai"),
    ("pr_requires_ctdna", " Yes ", True, "yes"),
    ("fresh_tests_days", "0", 0, "0"),
    ("fresh_imaging_days", "365", 365, "365"),
    ("ctdna_turnaround_days", "7", 7, "7"),
    ("pet_turnaround_days", "2", 2, "2"),
    ("closed_days", "2026-02-17, 2026-02-16 2026-02-17", (date(2026, 2, 16), date(2026, 2, 17)), "2026-02-16, 2026-02-17"),
    ("closed_days", "None", (), "none"),
    ("lymphodepletion_lead_days", "5", 5, "5"),
    ("closed_weekdays", "sunday Sat", ("Saturday", "Sunday"), "Saturday, Sunday"),
    ("closed_weekdays", "None", (), "none"),
    (
        "assay_imprecision",
        "IgH-NGS v2:0.30; CAPP-Seq: 0.5;",
        (("CAPP-Seq", Decimal("0.5")), ("IgH-NGS v2", Decimal("0.3"))),
        "CAPP-Seq: 0.5; IgH-NGS v2: 0.3",
    ),
    (
        "visit_schedule",
        "d56 +-4: PET/CT; d28±3:ctDNA, labs",
        ((28, 3, "ctDNA, labs"), (56, 4, "PET/CT")),
        "d28 ±3: ctDNA, labs; d56 ±4: PET/CT",
    ),
    (
        "stopping_boundaries",
        "Death by day 30 after infusion 1:10.50%,90%; crs >= 3 by day 14 after infusion 2: 20 %, 95 %;",
        (("CRS", 3, 14, 2, Decimal(20), Decimal(95)), ("death", 0, 30, 1, Decimal("10.5"), Decimal(90))),
        "CRS ≥3 by day 14 after infusion 2: 20 %, 95 %; death by day 30 after infusion 1: 10.5 %, 90 %",
    ),
    ("demo_day", "2026-03-05", date(2026, 3, 5), "2026-03-05"),
    ("day_60_counts", "NO", False, "no"),
    ("histologies_met", "Large_B_cell", "large_b_cell", "large_b_cell"),
    ("menopause_months", "12", "12", "12"),
]


@pytest.mark.parametrize(("name", "typed", "value", "said"), TYPED)
def test_a_setting_as_typed_is_json_that_is_read_back_as_the_same(name, typed, value, said):
    told = stated_as(name, typed, date(2026, 1, 2), "minutes 4", "PI")
    found = Settings.model_validate(json.loads(json.dumps({name: told}))).chosen(name)
    assert found is not None
    assert (found.value, found.said, found.on, found.reason, found.by) == (value, said, date(2026, 1, 2), "minutes 4", "PI")
    assert stated_as(name, found.said, date(2026, 1, 2), "minutes 4", "PI") == told


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("colour", "3", f"settings: colour is no setting; expected one of: {', '.join(NAMES)}"),
        ("demo_day", " ", "settings: demo_day.value is blank; expected a date like 2026-03-05"),
        ("pr_requires_ctdna", "maybe", "settings: pr_requires_ctdna.value is neither yes nor no; expected yes or no"),
    ],
)
def test_what_cannot_be_read_as_typed_is_refused(name, typed, said):
    with pytest.raises(SettingsRefused, match=f"^{re.escape(said)}$"):
        stated_as(name, typed, date(2026, 1, 2), "why", "PI")


def test_a_word_made_of_digits_may_be_a_number_in_a_settings_file(tmp_path):
    found = load(tmp_path, "menopause_months = 12").menopause_months
    assert found is not None
    assert found.value == "12"


def test_a_list_and_a_date_of_a_settings_file(tmp_path):
    found = load(tmp_path, 'closed_days = [2026-02-17, "2026-02-16"]\ndemo_day = 2026-03-05\npet_turnaround_days = 2')
    assert [found.in_words()[name] for name in ("closed_days", "demo_day", "pet_turnaround_days")] == [
        "2026-02-16, 2026-02-17, not signed", "2026-03-05, not signed", "2, not signed",
    ]  # fmt: skip


def test_every_setting_is_stated_once_and_says_what_it_may_be():
    assert [each.id for each in STATED] == NAMES
    assert all(reads_of(name).expected for name in NAMES)
    assert reads_of("pr_requires_ctdna").words == ("yes", "no")
