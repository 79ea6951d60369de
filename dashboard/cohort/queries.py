"""Data queries: what needs an answer, who owns it and how it stands; and the form that says so."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from core.changes.queried import OPEN, STATES, QueryRefused, Said, queried, say
from core.cohort.queries import KINDS, Query
from core.ledger.refusals import Busy, ReadOnly, StoreFault
from dashboard.acting import acting_name
from dashboard.cohort.listed import Carried, link
from dashboard.look import row, table, verdict
from dashboard.markup import Html, join, show, tag
from dashboard.records.row import moment_words, signed
from dashboard.records.writable import barred
from dashboard.selection import clocks
from dashboard.source import Source

HEADS = ["subject", "kind", "where", "what", "state", "owner"]
MOST = 200  # rows drawn at once
RESOLVED = "resolved by itself"
REFUSED = "query refused"  # where the session keeps why the last one was


def queries(files: Source, found: Sequence[Query]) -> None:
    """Draw the list and the form. What was said is asked of the ledger at each look; a query whose cause is gone is resolved."""
    said = queried(files.ledger, files.known)
    show(_listed(found, said, clocks(files)))
    reason = barred(files)
    if reason is not None:
        show(tag("p", reason, cls="notice", role="status"))
    elif found:
        _form(files, found)


def _listed(found: Sequence[Query], said: Mapping[str, Said], carried: Carried) -> Html:
    counted = Counter(each.kind for each in found)
    standing = {each.id for each in found}
    resolved = [each for each in said.values() if each.query.id not in standing]
    words = ", ".join(f"{counted[kind]} {kind}" for kind in KINDS)
    more = f" The first {MOST} are shown." if len(found) > MOST else ""
    rows = [_row(each, said.get(each.id), carried) for each in found[:MOST]]
    rows += [_row(each.query, each, carried, RESOLVED) for each in resolved[:MOST]]
    return tag(
        "section",
        tag("h2", "Data queries"),
        tag("p", f"{words}; {len(resolved)} resolved by itself: what was wrong is not found on this day.{more}", cls="dim sm"),
        table(HEADS, rows, "queries", "Data queries") if rows else tag("p", "Nothing needs an answer."),
        aria_label="Data queries",
    )


def _row(query: Query, said: Said | None, carried: Carried, now: str = "") -> Html:
    word = now or (OPEN if said is None else said.state)
    state = verdict({OPEN: "unknown", RESOLVED: "met"}.get(word, "information"), word)
    told: Html | str = "none yet"
    if said is not None:
        told = join([tag("b", said.owner), f" {said.reason} ", tag("span", moment_words(said.at), " by ", signed(said.by), cls="dim")])
    return row(link(query.subject_id, carried), query.kind, query.place, query.sentence, tag("td", state), tag("td", told))


def _form(files: Source, found: Sequence[Query]) -> None:
    by_id = {each.id: each for each in found}
    with st.form(key="query-form", enter_to_submit=False, clear_on_submit=True):
        with st.container(horizontal=True):
            chosen = st.selectbox("Query", by_id, None, lambda each: _name(by_id[each]), key="query", placeholder="choose one")
            owner = st.text_input("owner (required)", key="query-owner", autocomplete="off")
            state = st.selectbox("state (required)", STATES, None, key="query-state", placeholder="choose one")
            reason = st.text_input("reason, for answered or closed", key="query-reason", autocomplete="off")
        pressed = st.form_submit_button("Store", key="query-store")
    if pressed:
        st.session_state[REFUSED] = _stored(files, by_id.get(chosen or ""), (owner, state or "", reason))
        st.rerun()
    if refused := st.session_state.pop(REFUSED, ""):
        show(
            tag("div", (tag("p", verdict("not_met", "not stored"), " ", each) for each in refused.splitlines()), cls="notice", role="alert")
        )


def _stored(files: Source, query: Query | None, said: tuple[str, str, str]) -> str:
    """Why it could not be stored; empty where it was."""
    if query is None:
        return "query: none is chosen"
    try:
        say(files.ledger, query, said, acting_name() or "", secrets.token_hex())
    except (QueryRefused, Busy, ReadOnly, StoreFault) as fault:
        return str(fault)
    return ""


def _name(query: Query) -> str:
    return f"{query.subject_id}, {query.place}: {query.kind}"
