"""What a person must say before the files can be read: a form a file, its questions region by region. Nothing is chosen beforehand."""

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from core.layouts.question import DATES, DECIMAL, DELTA, KINDS, NEW, ROLE, UNIT, Question
from core.layouts.role import Understood
from dashboard.literal import literal
from dashboard.look import verdict
from dashboard.markup import Html, show, tag
from dashboard.upload.counted import headed, many
from dashboard.upload.excerpt import excerpt, place

MOST_IN_VIEW = 10  # ways that stand one below the other; more are a list to open
BETWEEN = " · "  # the file and the sheet, in an address
OF_A_COLUMN = (ROLE, DATES, DECIMAL, UNIT)
CELL = re.compile(r"(?<=!)[A-Z]+[0-9]+$")
APPLY = "Apply these answers"


def asking(questions: Sequence[Question], understood: Sequence[Understood], turn: int) -> Mapping[str, str | None] | None:
    """Draw the questions; the answers of one file where they were just given, by the question's id, `None` for one taken back."""
    if not questions:
        return None
    open_ = sum(each.chosen is None for each in questions)
    said = f"{many(open_, 'question')} to answer before anything can be stored" if open_ else "every question is answered"
    show(headed("Questions", f"{len(questions):,}", tag("p", verdict("board_review" if open_ else "met", said, "chip"), cls="said")))
    given = None
    with st.container(key="questions"):
        for number, (file, found) in enumerate(by_file(questions, understood).items()):
            with st.form(f"questions {turn} {number}", border=False):
                show(tag("h3", file, cls="of-file"))
                answers = {key: way for region, asked in found for key, way in _part(region, asked, turn).items()}
                if st.form_submit_button(APPLY, type="primary" if open_ else "secondary"):
                    given = answers
    return given


def by_file(
    questions: Sequence[Question], understood: Sequence[Understood]
) -> Mapping[str, Sequence[tuple[Understood | None, Sequence[Question]]]]:
    """The questions by file, in each those of the file as a whole, then those of every region, then those about what it says of subjects;
    each part in the order of the kinds."""
    regions = {each.id: number for number, found in enumerate(understood) for each in found.questions}
    last = len(understood)
    parts: dict[str, dict[int, list[Question]]] = {}
    for each in sorted(questions, key=lambda one: KINDS.index(one.kind)):
        part = regions.get(each.id, last if each.kind in (DELTA, NEW) else -1)
        parts.setdefault(each.address.partition(BETWEEN)[0], {}).setdefault(part, []).append(each)
    order = dict.fromkeys(each.address.partition(BETWEEN)[0] for each in questions)
    return {
        file: [(understood[part] if 0 <= part < last else None, asked) for part, asked in sorted(parts[file].items())] for file in order
    }


def _part(found: Understood | None, asked: Sequence[Question], turn: int) -> dict[str, str | None]:
    """What is asked about one region, below its first lines."""
    if found is not None:
        addresses = {each.address for each in asked if each.chosen is None and each.kind in OF_A_COLUMN}
        show(tag("div", tag("div", place(found), cls="src"), excerpt(found, addresses), cls="excerpt"))
    return {each.id: _question(each, turn) for each in asked}


def _question(asked: Question, turn: int) -> str | None:
    show(_asked(asked))
    key = f"answer {turn} {asked.id}"
    label = f"Answer for {cell[0] if (cell := CELL.search(asked.address)) else 'the file'}"  # a label is read as Markdown: no file's text
    values = [way.value for way in asked.ways]
    words = {way.value: literal(way.words) for way in asked.ways}
    at = None if asked.chosen is None else values.index(asked.chosen)
    if len(values) == 1:
        ticked = st.checkbox(words[values[0]], at is not None, key=key)
        return values[0] if ticked else None
    if len(values) > MOST_IN_VIEW:
        plain = {way.value: way.words for way in asked.ways}
        return st.selectbox(label, values, at, plain.__getitem__, key=key, label_visibility="collapsed", placeholder="choose what it is")
    evidence = [literal(way.evidence) for way in asked.ways]
    return st.radio(label, values, at, words.__getitem__, key=key, captions=evidence, label_visibility="collapsed")


def _asked(asked: Question) -> Html:
    """Where the doubt stands, what it is, and what the look of it suggests."""
    likely = next((way.words for way in asked.ways if way.value == asked.likely), None)
    file, _, cell = asked.address.partition(BETWEEN)
    state = verdict("unknown", "open") if asked.chosen is None else verdict("met", "answered")
    suggested = (
        tag("div", "looks most like ", tag("b", likely), "; nothing is chosen for you", cls="dim")
        if likely and asked.chosen is None
        else None
    )
    shown = [way for way in asked.ways if way.evidence] if len(asked.ways) == 1 or len(asked.ways) > MOST_IN_VIEW else []
    evidence = [tag("div", tag("b", way.words), " ", way.evidence, cls="dim") for way in shown]
    said = tag("div", state, " ", tag("span", cell or file, cls="cell"), " ", asked.sentence)
    return tag("div", said, suggested, evidence, cls="asked-of")
