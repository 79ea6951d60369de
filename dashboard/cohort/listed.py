"""A count that opens its list, and a share with its exact interval."""

from collections.abc import Iterable, Mapping

from core.cohort.as_text import share_words
from core.cohort.estimate import Share
from dashboard.address import PATIENT, SUBJECT, here
from dashboard.markup import Html, join, tag

Carried = Mapping[str, object]


def listed(subjects: Iterable[str], carried: Carried, said: Mapping[str, str] | None = None) -> Html:
    """How many, and on demand who, each a link to the subject; `said` is what is told of each."""
    found = tuple(subjects)
    if not found:
        return tag("b", "0", cls="num")
    lines = (tag("span", link(each, carried), f" {said[each]}" if said and each in said else None) for each in found)
    return tag("details", tag("summary", tag("b", str(len(found)))), tag("div", join(lines, " "), cls="whom"), cls="listed")


def link(subject: str, carried: Carried) -> Html:
    """A subject as the way to its page."""
    return tag("a", subject, href=here(PATIENT, **{SUBJECT: subject, **carried}), data_follow=True, target="_self")


def share(found: Share) -> Html:
    """`3 of 10 (7–65 %)` with a bar: what is certain, what is possible, and the interval."""
    words = share_words(found)
    counted, _, interval = words.partition(" (")
    return tag("div", tag("b", counted), tag("span", f" ({interval}" if interval else "", cls="dim"), cls="share")
