"""The day is an argument, a missing value stays missing, and a cell is read as it stands."""

from tests.architecture.source import faults, used

CLOCKS = r"(date|datetime|Timestamp)\.(today|now|utcnow)|time\.(time|time_ns|localtime|gmtime)|utcnow"
DEFAULTS = r"fillna|fill_null|fill_nan|fill_na"
GUESSES = r"read_csv|read_excel|read_table"


def test_one_clock_ticks_in_the_core():
    assert {found.split(":")[0] for found in faults(CLOCKS, "core")} == {"core/ledger/clock.py"}


def test_no_missing_value_gets_a_default():
    assert faults(DEFAULTS, "core", "dashboard", "pages") == []


def test_no_reader_guesses_what_a_cell_means():
    assert faults(GUESSES, "core") == []


def test_a_clock_is_seen_however_it_is_written():
    text = "import datetime\ndatetime.datetime.now(zone)\ndate.today()\ntime.time()\npd.Timestamp.now()\ngrade.now\n"
    assert used(CLOCKS, text) == [2, 3, 4, 5]


def test_a_default_and_a_guess_are_seen():
    assert used(DEFAULTS, "frame.fillna(0)\nframe.column.fill_null(1)") == [1, 2]
    assert used(GUESSES, "pd.read_csv(path)\nreader(path)") == [1]
