"""The what-if block of the Patient page: values supposed in a sandbox, and the verdicts beside those that stand. Nothing is stored."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from core.facts.records import SHEETS
from core.ledger.snapshot import told_of
from core.outlook.what_if import Hypothesis, Impossible, Known, Outcome
from core.outlook.what_if import what_if as judged
from core.protocol.settings import Settings
from dashboard.kept import kept
from dashboard.look import verdict
from dashboard.markup import Html, show, tag
from dashboard.moment import day_of_text
from dashboard.records import form
from dashboard.records.row import column_name
from dashboard.selection import judged as judged_now
from dashboard.source import SUBJECTS_AT_HAND, Case, Source
from dashboard.what_if.choices import Choice, choices, filled
from dashboard.what_if.outcome import MARK, NOTHING_STORED, outcome_table
from dashboard.what_if.sandbox import NAME, Sandbox, opened
from dashboard.what_if.supposed import supposed_words

CHOICE, CLEAR = f"{NAME}-choice", f"{NAME}-clear"
WIDE = 480  # pixels


def what_if(files: Source, subject: str) -> None:
    """The block. It asks for no name and works on the past and on a store that may not be written: it writes nothing."""
    box, known = opened(subject), known_of(files.case(subject))
    offered = _offered(files.case(subject), files.settings, files.day)
    _clicked(files, box, known, offered)
    said = "Suppose a value and watch the verdicts. It lives in this view alone: leave it, or choose another subject, and it is gone."
    show(tag("p", tag("b", f"{NOTHING_STORED}."), f" {said}", cls="hyp-head", role="note", aria_label=NOTHING_STORED))
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{NAME}-ask"):
        st.selectbox("Suppose", ("", *offered), key=CHOICE, format_func=lambda label: label or "choose what", width=WIDE)
        day = _day(files)
    chosen = offered.get(st.session_state.get(CHOICE) or "")
    if chosen is not None:
        _form(files, known, chosen)
    _listed(box, known)
    _result(files, box, known, day)


@kept(SUBJECTS_AT_HAND)
def known_of(case: Case) -> Known:
    """The rows of a subject as told up to an entry."""
    return Known(case.subject_id, *told_of(case.subject_id, case.ledger.standing(case.subject_id, case.entry)))


@kept(SUBJECTS_AT_HAND)
def _offered(case: Case, settings: Settings, day: date) -> Mapping[str, Choice]:
    """What may be supposed, by its label."""
    return {each.label: each for each in choices(judged_now(case, settings, day), known_of(case).rows)}


def _clicked(files: Source, box: Sandbox, known: Known, offered: Mapping[str, Choice]) -> None:
    """Do what was clicked before anything is drawn."""
    for number in [number for number in box.supposed if st.session_state.get(_remove(number))]:
        del box.supposed[number]
    if st.session_state.get(CLEAR):
        box.supposed.clear()
    chosen = offered.get(st.session_state.get(CHOICE) or "")
    prefix = "" if chosen is None else _prefix(files, known, chosen)
    if chosen is None or not st.session_state.get(f"{prefix}-try"):
        return
    st.session_state.pop(_faults(prefix), None)
    stands = {} if chosen.replaces is None else filled(chosen, known.rows)
    one = Hypothesis(chosen.sheet, form.entered(prefix, SHEETS[chosen.sheet], stands, chosen.columns), chosen.replaces)
    try:
        judged(known, [*box.supposed.values(), one], files.day, files.settings)
    except Impossible as impossible:
        st.session_state[_faults(prefix)] = {column: said for found in impossible.faults.values() for column, said in found.items()}
        return
    box.add(one)
    st.session_state[CHOICE] = ""


def _day(files: Source) -> str:
    """The day of the what-if as one typed it."""
    why = f"A day like {files.day}, for a what-if on a later one. It is never before the newest day that a hypothesis speaks of."
    return st.text_input("judged as of", key=f"{NAME}-day-{files.day}", placeholder=str(files.day), help=why, autocomplete="off", width=232)


def _form(files: Source, known: Known, chosen: Choice) -> None:
    prefix = _prefix(files, known, chosen)
    form.told_faults(prefix, st.session_state.get(_faults(prefix)) or {}, "be supposed")
    with st.form(key=f"{prefix}-form", enter_to_submit=False):
        form.fields(prefix, SHEETS[chosen.sheet], filled(chosen, known.rows), chosen.columns)
        st.form_submit_button("Suppose this (nothing is stored)", key=f"{prefix}-try")


def _prefix(files: Source, known: Known, chosen: Choice) -> str:
    """What the keys of the fields begin with: whose record it is, which was chosen, and what stands."""
    return f"{NAME}-{known.subject_id}-{chosen.label}-{files.case(known.subject_id).entry}-{files.day}"


def _faults(prefix: str) -> str:
    return f"{prefix}-faults"


def _listed(box: Sandbox, known: Known) -> None:
    """Each hypothesis with the button that takes it away."""
    for place, (number, each) in enumerate(box.supposed.items(), 1):
        with st.container(horizontal=True, vertical_alignment="center", key=f"{NAME}-one-{number}"):
            show(tag("p", MARK, f" {place}. ", supposed_words(each, known.rows)))
            st.button(f"Remove {place}", key=_remove(number))
    if len(box.supposed) > 1:
        st.button("Remove all", key=CLEAR)


def _remove(number: int) -> str:
    return f"{NAME}-remove-{number}"


def _result(files: Source, box: Sandbox, known: Known, typed: str) -> None:
    day = day_of_text(typed.strip())
    if typed.strip() and day is None:
        said = f"“{typed[:40]}” is no day; expected one like {files.day}. Judged without it."
        show(tag("p", said, cls="notice", role="status"))
    if not box.supposed and day is None:
        show(tag("p", "Nothing is supposed yet.", cls="dim"))
        return
    try:
        found = judged(known, list(box.supposed.values()), files.day, files.settings, day)
    except Impossible as impossible:
        show(_impossible(box, impossible))
        return
    show(_moved_day(found, day), outcome_table(found, files.settings))


def _moved_day(found: Outcome, asked: date | None) -> Html | None:
    """On which day it is judged, where it is another than the page's or the one asked for."""
    if found.day == (asked or found.as_of):
        return None
    newest = f"Judged as of {found.day}: the newest day that a hypothesis speaks of" if found.day != found.as_of else ""
    said = newest or f"Judged as of {found.day}, the page's own day: a what-if is never before it"
    return tag("p", verdict("information", said), cls="day-moved", role="status")


def _impossible(box: Sandbox, found: Impossible) -> Html:
    """The record changed since: hypotheses that no longer fit are named, and nothing is judged with them."""
    faults = [(place + 1, column, said) for place, each in found.faults.items() for column, said in each.items()]
    said = f" {len(found.faults)} of {len(box.supposed)} hypotheses no longer fit what stands. Remove them to go on."
    lines = (tag("li", f"{place}. {column_name(column)}: {fault}") for place, column, fault in faults)
    return tag("div", tag("p", verdict("not_met", "cannot be supposed"), said), tag("ul", lines), cls="notice bad", role="alert")
