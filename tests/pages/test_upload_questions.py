"""The questions of the upload page: asked, answered, taken back, remembered for a laboratory, forgotten and brought in again."""

import pytest

from core.changes.remembered import remembered
from core.layouts.layout import LayoutRefused
from core.ledger.ledger import Ledger
from dashboard.download import NotWritten
from dashboard.upload.remembered import NAME as LAYOUT_FILE
from dashboard.upload.remembered import exported, read_layout
from tests.core.patient import subject
from tests.pages.hand import acting, again, entries
from tests.pages.told import AS_OF, settle, tell
from tests.pages.written import write

HEADS = "病案号;采样时间;血红蛋白;肌酐(μmol/L);白蛋白(g/L)"
LABORATORY = "Central laboratory"
APPLY = "Apply these answers"


def sheet(month="03", heads=HEADS):
    """A laboratory's table of three subjects: Chinese, GB18030, semicolons, decimal commas, days that fit two orders, a column without unit
    and one that the workbook has no place for."""
    rows = [f"S-00{day};0{day}/{month}/2026;{8 + day},{day};{80 + day};38" for day in (1, 2, 3)]
    return "\r\n".join([heads, *rows, ""]).encode("gb18030")


@pytest.fixture
def desk(store, page, tmp_path):
    """The upload page of a store that knows the three subjects, by somebody who has given a name."""
    settle(store, demo_day=AS_OF)
    tell(store, write(tmp_path, *(subject(f"S-00{number}").person() for number in (1, 2, 3))))
    return acting(page("upload"))


def drop(shown, name, content):
    shown.run.file_uploader[0].set_value([(name, content, "text/csv")])
    return again(shown)


def press(shown, label):
    next(button for button in shown.run.button if button.label.startswith(label)).click()
    return again(shown)


def button(shown, label):
    return next(each for each in shown.run.button if each.label.startswith(label))


def answer(shown, *words):
    """Choose every way whose words contain one of these, and apply."""
    for each in shown.run.radio:
        found = [way for way in each.options if any(word in way for word in words)]
        if found:
            each.set_value(next(value for value, way in zip(each.options, each.options, strict=True) if way == found[0]))
    for each in shown.run.checkbox:
        if any(word in each.label for word in words):
            each.check()
    return press(shown, APPLY)


def answered(desk, name="labs-03.csv", content=None):
    """The desk on which the questions of a laboratory's sheet are answered."""
    shown = answer(drop(desk, name, sheet() if content is None else content), "GB18030")
    return answer(shown, "day-first", "it is g/dL", "not imported")


def test_a_foreign_sheet_is_asked_about_and_nothing_is_chosen_beforehand(desk, store):
    shown = answer(drop(desk, "labs-03.csv", sheet()), "GB18030")
    assert shown.run.exception == []
    assert {each.value for each in shown.run.radio} == {None}
    assert "questions to answer" in shown.text
    assert "hemoglobin is written without a unit" in shown.text
    assert "asked below" in shown.text
    assert "What it would do not judged yet" in shown.text
    assert "Problems none so far: what is asked above is not read yet" in shown.text
    assert "What would change so far" in shown.text
    assert button(shown, "Commit").disabled
    assert [entry.action for entry in entries(store)] == ["setting", "upload"]


def test_answers_are_applied_stay_visible_and_are_stored_with_the_commit(desk, store):
    shown = answered(desk)
    assert "every question is answered" in shown.text
    assert "said by the answer" in shown.region("Recognized")
    assert "day-first" in shown.region("Recognized")
    shown = press(shown, "Commit")
    assert f"The upload is saved as entry {entries(store)[-1].seq}" in shown.region("Receipt")
    assert {"day-first", "g/dL", "gb18030 ;"} <= set(entries(store)[-1].body["choices"].values())


def test_an_answer_is_changed_and_a_tick_taken_back(desk):
    shown = answered(desk)
    assert not button(shown, "Commit").disabled
    tick = next(each for each in shown.run.checkbox if "not imported" in each.label)
    tick.uncheck()
    shown = press(shown, APPLY)
    assert "1 question to answer" in shown.text
    assert button(shown, "Commit").disabled


def test_other_files_take_no_answer_over(desk):
    shown = answered(desk)
    shown = drop(shown, "labs-04.csv", sheet("04"))
    assert "1 question to answer" in shown.text
    assert button(shown, "Commit").disabled


def test_a_remembered_laboratory_is_asked_nothing(desk, store):
    shown = remembering(desk)
    assert LABORATORY in shown.region("Remembered layouts")
    shown = drop(shown, "labs-02.csv", sheet("02"))
    assert "Questions" not in shown.text
    assert f"remembered for {LABORATORY}" in shown.region("Recognized")
    press(shown, "Commit")
    assert len(entries(store)) == 4


def test_a_layout_is_forgotten_and_its_laboratory_asked_again(desk, store):
    shown = remembering(desk)
    choice = next(each for each in shown.run.selectbox if each.label == "One layout")
    choice.select_index(0)
    shown = press(again(shown), "Forget it")
    assert "Forgotten" in shown.text
    assert entries(store)[-1].action == "layout"
    assert "question to answer" in drop(shown, "labs-02.csv", sheet("02")).text


def test_a_layout_that_was_taken_away_comes_back_the_same(desk, store, tmp_path):
    shown = remembering(desk)
    ledger = Ledger.open(store)
    (kept,) = remembered(ledger)
    content = exported(ledger, kept.layout, "Li Na")
    ledger.close()
    assert entries(store)[-1].action == "export"
    assert content.startswith(b"# ledger entry")
    assert read_layout(LAYOUT_FILE, content) == kept.layout
    next(each for each in shown.run.selectbox if each.label == "One layout").select_index(0)
    shown = press(again(shown), "Forget it")
    shown.run.file_uploader[-1].set_value([(LAYOUT_FILE, content, "application/toml")])
    shown = press(again(shown), "Remember it")
    assert f"Remembered for {LABORATORY}" in shown.text
    shown = drop(shown, "labs-02.csv", sheet("02"))
    assert "Questions" not in shown.text


def remembering(desk):
    """The page after an upload whose answers were remembered."""
    shown = answered(desk)
    next(each for each in shown.run.text_input if each.label.startswith("Remember")).set_value(LABORATORY)
    return press(again(shown), "Commit")


@pytest.mark.parametrize(("content", "said"), [(b"name = 1", "layout.toml"), (b"\xff", "layout.toml"), (b"x", "layout.toml")])
def test_a_layout_that_cannot_be_used_is_a_sentence(desk, content, said):
    desk.run.file_uploader[-1].set_value([(LAYOUT_FILE, content, "application/toml")])
    shown = again(desk)
    assert shown.run.exception == []
    assert "refused" in shown.text
    assert said in shown.text


def test_a_layout_of_nobody_is_refused():
    content = b'name = "x"\nsheet = "pet"\n[columns]\nsubject_id = "ID"\nscanned_on = "Day"\n'
    with pytest.raises(LayoutRefused, match="names no laboratory"):
        read_layout(LAYOUT_FILE, content)


def test_a_layout_that_cannot_be_written_leaves_an_incident_and_no_data(caplog):
    with pytest.raises(NotWritten) as told:
        exported(None, None, "Li Na")  # type: ignore[arg-type] # no ledger at all
    assert f"incident {told.value}" in caplog.text


def test_a_file_in_which_nothing_is_recognized_is_mapped_by_hand(desk):
    shown = drop(desk, "unknown.csv", b"who,when,thing\nS-001,2026-03-01,9\n")
    assert "nothing here is recognized; expected which sheet of the workbook it is" in shown.text
    shown.run.selectbox[0].set_value("ctdna")
    shown = press(shown, APPLY)
    assert shown.run.exception == []
    assert "unknown!B1" in shown.text


def test_a_refused_file_is_told_to_the_audit_once(desk, store):
    shown = drop(desk, "labs.csv", b"")
    again(again(shown))
    refused = [entry for entry in entries(store) if entry.action == "refused"]
    assert [(entry.by, entry.body["contents"][0][0], entry.body["problems"]) for entry in refused] == [("Li Na", "labs.csv", 1)]


def test_nobody_in_particular_refuses_nothing(store, page):
    settle(store, demo_day=AS_OF)
    drop(page("upload"), "labs.csv", b"")
    assert [entry.action for entry in entries(store)] == ["setting"]


@pytest.mark.parametrize("hostile", ["![x](www.evil.test)", "<img src=x>", "$x$"])
def test_a_label_shows_the_text_of_a_file_as_text(store, page, tmp_path, hostile):
    settle(store, demo_day=AS_OF)
    tell(store, write(tmp_path, subject(hostile).infused().ctdna(28, "positive", "A", value="3", unit="hGE/mL")))
    (_, told) = write(tmp_path, subject(hostile).infused().ctdna(28, "negative", "A"))
    shown = drop(acting(page("upload")), told.name, told.read_bytes())
    assert shown.run.radio[0].label == f"` {hostile} `, ctdna: which counts?"


def test_a_plan_is_called_off(desk):
    shown = drop(desk, "labs-03.csv", sheet())
    state = shown.run.session_state["upload desk"]
    state.call_off()
    shown = again(shown)
    assert "Called off: nothing was stored" in shown.text
    assert "Questions" not in shown.text
