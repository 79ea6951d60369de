"""The frame round every page: the way to the others, the subject, what was true and what had been told, who acts, the claim, the
protocol's version, synthetic data; and whatever keeps one from trusting or changing what is shown."""

from functools import lru_cache

import streamlit as st

from core.protocol.trial import CLAIM, PROTOCOL
from dashboard.address import DAY, KNOWN_AT, PAGES, PATIENT, SUBJECT, here
from dashboard.markup import Html, controls, join, place, show, tag
from dashboard.selection import chosen_subject, clocks, ignored
from dashboard.source import Source, written

LAST = "last subject"  # of this session, so that the way back to a subject is one step


def frame(source: Source | None, path: str) -> None:
    """Draw the frame of the page at `path`; without a store there is nobody and no day to choose."""
    subjects = source.subjects if source is not None and path == PATIENT else None
    place(tag("div", _pages(source, path), _words(source), cls="u frame"))
    day, known = (written(DAY), written(KNOWN_AT)) if source is not None else (None, None)
    controls(subjects, chosen_subject(source) if source else None, day, known)
    if source is not None:
        show(_past(source), _closed(source), _ignored(source, path))


def _pages(source: Source | None, path: str) -> Html:
    """The pages as links that carry both clocks along, and the subject last looked at."""
    if source is None:
        return _links(path, (), None)
    subject = chosen_subject(source) if path == PATIENT else st.session_state.get(LAST)
    st.session_state[LAST] = subject if subject in source.subjects else None
    return _links(path, tuple(clocks(source).items()), st.session_state[LAST])


@lru_cache(maxsize=512)
def _links(path: str, told: tuple[tuple[str, object], ...], subject: str | None) -> Html:
    named = {page: dict(told) for page in PAGES}
    named[PATIENT] = {SUBJECT: subject, **named[PATIENT]}
    links = (
        tag("a", name, href=here(page, **named[page]), data_follow=True, target="_self", aria_current="page" if page == path else None)
        for page, name in PAGES.items()
    )
    return tag("nav", links, cls="pages", aria_label="Pages")


def _words(source: Source | None) -> Html:
    times, synthetic = None, None
    if source is not None:
        as_of = tag("span", "as of ", tag("b", str(source.day)), cls="as-of")
        times = tag("div", as_of, tag("span", "told by ", tag("b", source.told_by or "now")))
        synthetic = tag("span", "Synthetic data", cls="synthetic") if source.synthetic else None
    claim = tag("div", tag("span", PROTOCOL), tag("span", CLAIM, cls="claim"))
    return tag("div", join([times, claim, synthetic]), cls="words")


def _past(source: Source) -> Html | None:
    """That one looks at what had been told by an earlier moment, and how much came later."""
    if source.known is None:
        return None
    later = f"{source.later} later {'entry is' if source.later == 1 else 'entries are'} not shown"
    told = tag("b", f"As told by {source.told_by}: {later}.")
    return tag("div", told, " Nothing can be entered while looking at the past.", cls="notice past", role="status")


def _closed(source: Source) -> Html | None:
    """Why nothing may be written into the store."""
    reason = source.ledger.read_only
    return tag("div", f"Nothing can be entered: {reason}", cls="notice bad", role="status") if reason else None


def _ignored(source: Source, path: str) -> Html | None:
    sentences = [tag("p", sentence) for sentence in ignored(source, path)]
    return tag("div", sentences, cls="notice", role="status") if sentences else None
