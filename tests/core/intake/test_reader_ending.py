"""However the reading process ends, the caller gets a sentence."""

import gc
import marshal

import pytest

from core.intake import reader
from core.intake.columns import Grid, message
from core.intake.tables import Refused

EMPTY = message(Grid("labs", False, []))
MARKS = EMPTY[-1]


@pytest.fixture
def labs(tmp_path):
    path = tmp_path / "labs.csv"
    path.write_text("subject_id,value\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("child", "why"),
    [
        ("import os; os.abort()", "its reader gave up, as it does when it needs more than 512 MB of memory"),
        ("import os; os.kill(os.getpid(), 24)", "reading it takes more than 7 seconds of computing"),
        ("import os; os.kill(os.getpid(), 9)", "the system ended its reader, as it does when memory or time are used up"),
        ("import os; os.kill(os.getpid(), 11)", "its reader was ended by signal 11"),
        ("raise ValueError", "its reader failed with status 1"),
        ("pass", "its reader answered nonsense"),
        ("import marshal, sys; marshal.dump(('memory',), sys.stdout.buffer)", "reading it takes more than 512 MB of memory"),
    ],
)
def test_a_reader_that_dies_is_a_refusal_that_says_how(labs, monkeypatch, child, why):
    monkeypatch.setattr(reader, "START", child)
    with pytest.raises(Refused, match=f"^labs.csv: could not be read safely: {why}; expected an .xlsx or .csv file$"):
        reader.read(labs)


def test_a_reader_that_takes_too_long_is_ended(labs, monkeypatch):
    monkeypatch.setattr(reader, "START", "import time; time.sleep(60)")
    monkeypatch.setattr(reader, "WALL_SECONDS", 0.2)
    with pytest.raises(Refused, match=r"reading it takes longer than 0\.2 seconds"):
        reader.read(labs)


def test_a_reader_that_answers_without_end_is_ended(labs, monkeypatch):
    monkeypatch.setattr(reader, "START", "import sys\nwhile True: sys.stdout.write('x' * 100_000)")
    monkeypatch.setattr(reader, "MOST_ANSWER_BYTES", 3 << 20)
    with pytest.raises(Refused, match="it holds more than 3 MB of cells"):
        reader.read(labs)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x80\x04pickle",
        marshal.dumps(("tables", 5)),
        marshal.dumps(("tables", [("labs", False, 1, 1, 2, [(["a"], b"")], MARKS)])),
        marshal.dumps(("tables", [("labs", False, 1, 1, 1, [([b"x2026"], b"")], MARKS)])),
        marshal.dumps(("tables", [("labs", False, 1, 1, 1, [(["a"], b"\1\0\0\0")], MARKS)])),
    ],
)
def test_an_answer_that_is_no_answer_is_a_refusal(answer):
    with pytest.raises(Refused, match="its reader answered nonsense"):
        reader._tables(answer, "labs.csv", "labs")


@pytest.mark.parametrize("collecting", [True, False])
def test_unpacking_leaves_the_garbage_collector_as_it_was(collecting):
    before = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        assert reader._tables(marshal.dumps(("tables", [EMPTY])), "labs.csv", "labs")[0].rows == []
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if before else gc.disable)()
