"""The link from the worklist to a subject on the Patient page. It is whole in itself, so that it also opens in a new tab."""

from datetime import date
from urllib.parse import urlencode

from dashboard.markup import Html, tag
from dashboard.selection import DAY, PATIENT, SUBJECT


def link(subject: str, day: date | None) -> Html:
    """To a subject, on a day where that is another than the dashboard opens with."""
    address = {SUBJECT: subject} if day is None else {SUBJECT: subject, DAY: str(day)}
    return tag("a", subject, href=f"{PATIENT}?{urlencode(address)}", data_subject=True, target="_self")
