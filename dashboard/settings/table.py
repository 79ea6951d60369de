"""Every setting as it is in force: its value or that it is unset, since when, who chose it and why, and what it means."""

from collections.abc import Mapping, Sequence

from core.protocol.setting import Setting
from core.protocol.settings import NAMES, STATED, Settings
from dashboard.address import AUDIT, ENTRY, here
from dashboard.look import icon, table
from dashboard.markup import Html, join, tag
from dashboard.records.row import moment_words, signed
from dashboard.settings.course import Turn

HEADS = ["", "in force", "decided on", "by", "reason", "what it means", "history"]
IN_DAYS = "_days"


def settings_table(found: Settings, course: Mapping[str, Sequence[Turn]]) -> Html:
    rows = [_row(each.id, each.words, found.chosen(each.id), course.get(each.id, ())) for each in STATED]
    return tag(
        "div", table(HEADS, rows, "settings", "Settings of this site"), cls="scroll", role="region", aria_label="Settings", tabindex=0
    )


def _row(name: str, words: str, chosen: Setting | None, turns: Sequence[Turn]) -> Html:
    since, by, reason = (None, None, None) if chosen is None else (str(chosen.on or "no date"), _by(chosen), chosen.reason or "no reason")
    return tag(
        "tr",
        tag("th", NAMES[name], tag("div", name, cls="code"), scope="row"),
        tag("td", in_force(name, chosen)),
        tag("td", since, cls="nw"),
        tag("td", by),
        tag("td", reason),
        tag("td", words, cls="means"),
        tag("td", _history(name, turns)),
    )


def in_force(name: str, chosen: Setting | None) -> Html:
    """A value with its unit; unset is a word with its sign, not a blank."""
    if chosen is None:
        return tag("span", icon("unknown"), tag("b", "unset"), cls="v unknown")
    unit = (" day" if chosen.said == "1" else " days") if name.endswith(IN_DAYS) and chosen.said.isdigit() else ""
    return tag("b", f"{chosen.said}{unit}")


def _by(chosen: Setting) -> Html | str:
    return signed(chosen.by) if chosen.by else "not signed"


def _history(name: str, turns: Sequence[Turn]) -> Html | str:
    if not turns:
        return tag("span", "never set", cls="dim")
    return tag(
        "details", tag("summary", f"{len(turns)} {'entry' if len(turns) == 1 else 'entries'}"), (_turn(name, turn) for turn in turns)
    )


def _turn(name: str, turn: Turn) -> Html:
    entry = turn.entry
    link = tag("a", f"entry {entry.seq}", href=here(AUDIT, **{ENTRY: entry.seq}), data_follow=True, target="_self")
    said = [in_force(name, turn.chosen), tag("span", moment_words(entry.at), cls="nw"), signed(entry.by), link]
    return tag("div", join(said, ", "), ": ", entry.body.get("reason") or "no reason recorded", cls="version")
