"""The upload page: files in, what they say, what they would do, the one click that stores them, the receipt, and what came before."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.changes.refused import refuse_upload
from core.changes.shown import shown
from core.changes.undo import NotUndone
from core.changes.upload import Prepared
from core.intake.places import label
from core.intake.reader import Handed
from core.ledger.entry import Entry
from core.ledger.ledger import Ledger
from core.ledger.refusals import Busy, StoreFault
from dashboard.acting import acting_name
from dashboard.address import ENTRY, UPLOAD, here
from dashboard.kept import kept
from dashboard.markup import Html, show, tag
from dashboard.records.row import moment_words
from dashboard.selection import clocks
from dashboard.source import Source
from dashboard.upload import changes, faults
from dashboard.upload.asking import asking
from dashboard.upload.choosing import choosing
from dashboard.upload.counted import listed, many
from dashboard.upload.desk import Desk, desk
from dashboard.upload.effects import effects
from dashboard.upload.history import history, of_uploads, undone_by
from dashboard.upload.laboratory import laboratory
from dashboard.upload.marked_copy import marked_copies
from dashboard.upload.preparing import Asked, Made, Preparing
from dashboard.upload.receipt import receipt
from dashboard.upload.recognized import recognized
from dashboard.upload.remembered import remembered_layouts
from dashboard.upload.saving import closed, save
from dashboard.upload.template import template_button
from dashboard.upload.undoing import undoing

EARLIER = 20  # uploads on one page of the history
KINDS = ["xlsx", "csv", "txt", "tsv"]
CALLED_OFF = "Called off: nothing was stored, and the files were put away."


def upload(files: Source) -> None:
    on = desk()
    _drop(on)
    try:
        _body(files, on)
    except (Busy, NotUndone, StoreFault) as fault:
        on.anew()
        show(faults.refusals([str(fault)]))


def _body(files: Source, on: Desk) -> None:
    entries = _entries(files.ledger, files.head.seq)
    entry = _to_undo(entries)
    if entry is None and on.receipt is not None:
        show(receipt(on.receipt))
    if entry is not None:
        undoing(files, on, entry)
    elif on.files:
        _looked_at(files, on)
    elif on.called_off:
        show(tag("p", CALLED_OFF, cls="notice", role="status"))
    _earlier(files, on, entries)
    remembered_layouts(files, on)


def _drop(on: Desk) -> None:
    """Let files be dropped on the desk. They stay there while somebody looks at another page."""
    key = f"files {on.turn}"

    def dropped() -> None:
        on.drop({each.file_id: Handed(each.name, each.getvalue()) for each in st.session_state[key]})

    with st.container(key="drop", horizontal=True, vertical_alignment="center"):
        here = many(len(on.files), "file") + " read, nothing stored yet" if on.files else "nothing is stored before you say so"
        show(tag("div", tag("h1", "Upload"), tag("span", here, cls="dim", role="status"), cls="title"))
        st.file_uploader(
            "Spreadsheets of any laboratory, or study workbooks",
            KINDS,
            accept_multiple_files=True,
            key=key,
            on_change=dropped,
            label_visibility="collapsed",
        )
        template_button()


def _looked_at(files: Source, on: Desk) -> None:
    made = _made(files, on)
    prepared = made.prepared
    if prepared.refused and not closed(files) and on.preparing is not None and not on.preparing.refusal_told:
        on.preparing.refusal_told = True
        refuse_upload(files.ledger, prepared, acting_name() or "")
    show(faults.refusals(prepared.refused), _known_files(prepared))
    left, right = st.columns([62, 38])
    with left:
        given = asking(prepared.questions, prepared.understood, on.turn)
        if given is not None and on.choose(given):
            st.rerun()
        show(recognized(prepared.recognized) if prepared.recognized else None)
        _problems(files, on, prepared)
        _changes(on, prepared)
    with right:
        effects(made.consequences, files.day)
        laboratory(on, prepared.understood)
        count = "" if prepared.plan is None else f" {many(len(prepared.plan.changes), 'change')}"
        save(files, on, prepared.plan, f"Commit{count}, all or nothing", _why_not(files, prepared), "Discard")


def _made(files: Source, on: Desk) -> Made:
    """The plan, made anew only for something else: a click on the page leaves it as it was shown."""
    asked = Asked(tuple(on.files), on.leave_out, tuple(sorted(on.choices.items())), on.laboratory, files.day)
    if on.preparing is not None and on.preparing.asked != asked:
        on.preparing.stop()
        on.preparing = None
    if on.preparing is None:
        on.preparing = Preparing(files.ledger, asked, list(on.files.values()))
    return on.preparing.awaited(on.call_off)


def _known_files(prepared: Prepared) -> Html | None:
    """Which of the files the store holds already."""
    lines = [
        tag(
            "p",
            tag("b", label(file.name)),
            f" was already uploaded on {moment_words(entry.at)} by {entry.by} (unverified), entry {entry.seq}",
            end,
        )
        for file, entry in zip(prepared.files, prepared.earlier, strict=True)
        if entry is not None
        for end in ["; it changes nothing." if _changes_nothing(prepared) else "."]
    ]
    return tag("div", lines, cls="notice", role="status") if lines else None


def _changes_nothing(prepared: Prepared) -> bool:
    return prepared.plan is not None and not prepared.plan.changes


def _open(prepared: Prepared) -> int:
    """How many questions are not answered."""
    return sum(each.chosen is None for each in prepared.questions)


def _problems(files: Source, on: Desk, prepared: Prepared) -> None:
    """What is wrong, the marked-up copies, and the choice to leave it out, which lists what stays out before anything is stored."""
    wrong = prepared.left_out or prepared.problems
    asked = _open(prepared)
    show(faults.staying_out(wrong, prepared.notices) if prepared.left_out else faults.blocking(wrong, prepared.notices, asked))
    if not wrong:
        return
    listed(
        "Left out" if prepared.left_out else "Problems",
        faults.HEADS,
        wrong,
        partial(faults.fault, with_file=len(prepared.files) > 1),
        "faults",
    )
    marked_copies(files, prepared.tables, wrong, on.turn)
    label_ = f"Leave out what cannot be read: {many(len(wrong), 'entry', 'entries')} of the list above"
    leave_out = st.checkbox(label_, on.leave_out, key=f"leave out {on.turn} {list(on.files)}")
    if leave_out != on.leave_out:
        on.leave_out = leave_out
        st.rerun()


def _changes(on: Desk, prepared: Prepared) -> None:
    found = Counter(each.kind for each in prepared.changes)
    numbers = {**found, "conflicting": sum(each.chosen is None for each in prepared.conflicts), "same": prepared.same}
    show(changes.counts(numbers, "What would change so far" if _open(prepared) else "What would change"))
    chosen = choosing(prepared.conflicts, on.turn)
    if chosen is not None and on.choose(chosen):
        st.rerun()
    if prepared.changes:
        ordered = sorted(prepared.changes, key=lambda each: changes.ORDER.index(each.kind))
        listed("What would change", changes.HEADS, ordered, lambda each: changes.change(shown([each], prepared.facts)[0]), "changing")


def _why_not(files: Source, prepared: Prepared) -> list[str]:
    """Why the plan cannot be stored."""
    asked = _open(prepared)
    open_ = sum(each.chosen is None for each in prepared.conflicts)
    reasons = [f"{many(len(prepared.refused), 'file')} refused: take it away or correct it"] if prepared.refused else []
    if prepared.problems and not prepared.left_out:
        reasons.append(f"{many(len(prepared.problems), 'problem')}: correct the file, or leave out what cannot be read")
    if asked:
        reasons.append(f"{many(asked, 'question')} to answer")
    if open_:
        reasons.append(f"{many(open_, 'conflict')} not decided")
    if _changes_nothing(prepared) and all(prepared.earlier):
        reasons.append("the files were uploaded before and change nothing")
    return [*reasons, *closed(files)]


@kept(2)
def _entries(ledger: Ledger, head: int) -> tuple[Entry, ...]:
    return ledger.entries(1, head)


def _to_undo(entries: Sequence[Entry]) -> Entry | None:
    """The entry that the address asks to take back."""
    written = st.query_params.get(ENTRY, "")
    return next((entry for entry in of_uploads(entries) if str(entry.seq) == written and entry.seq not in undone_by(entries)), None)


def _earlier(files: Source, on: Desk, entries: Sequence[Entry]) -> None:
    uploads = of_uploads(entries)
    pages = -(-len(uploads) // EARLIER)
    page = 1 if pages <= 1 else st.pagination(pages, key=f"page of uploads {on.turn}")
    links = {
        entry.seq: tag("a", "undo…", href=here(UPLOAD, **{ENTRY: entry.seq, **clocks(files)}), data_follow=True, target="_self")
        for entry in uploads
    }
    show(history(entries, links, EARLIER * (page - 1), EARLIER))
