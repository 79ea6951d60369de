"""The actions of the ledger in words, and what an entry did in a line."""

from collections.abc import Sequence

from core.ledger.entry import Entry
from core.ledger.plan import EXPORT, FORGET, HAND, LAYOUT, QUERY, REFUSED, REMEMBER, SETTING, UNDO, UPLOAD
from dashboard.look import icon
from dashboard.markup import Html, tag

ACTIONS = {
    UPLOAD: "upload",
    HAND: "by hand",
    UNDO: "undo",
    SETTING: "setting",
    EXPORT: "export",
    REFUSED: "refused upload",
    LAYOUT: "layout",
    QUERY: "data query",
}
_SIGNS = {
    UPLOAD: "already_given",
    HAND: "corrected",
    UNDO: "restored",
    SETTING: "information",
    EXPORT: "information",
    REFUSED: "not_met",
    LAYOUT: "information",
    QUERY: "information",
}

SETTINGS = "settings"  # their count; what was set is told instead


def action(entry: Entry) -> Html:
    name = ACTIONS.get(entry.action, entry.action)
    color = "not_met" if entry.action == REFUSED else "quiet"
    return tag("span", icon(_SIGNS.get(entry.action, "information")), tag("b", name), cls=f"v {color}")


def line(entry: Entry, settings: Sequence[str]) -> str:
    """What an entry did: what it undid, its counts, what it set, the file it wrote or read."""
    body = entry.body
    counts = ", ".join(
        f"{count} {kind.replace('_', ' ')}" for kind, count in (body.get("counts") or {}).items() if count and kind != SETTINGS
    )
    said = [
        f"undoes entry {body['undoes']}" if body.get("undoes") else "",
        counts,
        ", ".join(settings),
        f"{body['file']}, {body.get('lines', 'unknown')} lines" if body.get("file") else "",
        ", ".join(str(name) for name, _ in body.get("files") or ()),
        f"{body['subject']}, {body['place']}: {body['state']}, with {body['owner']}" if entry.action == QUERY else "",
        *(
            f"{word}s the layout {each['name']} of {each.get('laboratory') or 'no laboratory'}"
            for word in (REMEMBER, FORGET)
            for each in body.get(word) or ()
        ),
    ]
    return " · ".join(filter(None, said)) or "nothing changed"
