"""The uploads so far: who brought which files when, what they changed, which were taken back, and the way to take one back."""

from collections.abc import Mapping, Sequence

from core.ledger.entry import Entry
from core.ledger.plan import UNDO, UPLOAD
from dashboard.look import table, verdict
from dashboard.markup import Html, join, tag
from dashboard.records.row import moment_words, signed
from dashboard.upload.counted import boxed, headed

HEADS = ["entry", "when, who", "files", "what it did", "now", ""]
DIGITS = 12  # of a hash that are shown


def undone_by(entries: Sequence[Entry]) -> dict[int, int]:
    """The entries that are taken back, each with the undo that did it. An undo that was itself taken back no longer counts."""
    found: dict[int, int] = {}
    for entry in sorted(entries, key=lambda each: -each.seq):
        target = entry.body.get("undoes")
        if target is not None and entry.seq not in found:
            found[target] = entry.seq
    return found


def of_uploads(entries: Sequence[Entry]) -> list[Entry]:
    """The uploads and what took them back, the newest first."""
    uploads = {entry.seq for entry in entries if entry.action == UPLOAD}
    for entry in entries:
        if entry.action == UNDO and entry.body["undoes"] in uploads:
            uploads.add(entry.seq)
    return [entry for entry in reversed(entries) if entry.seq in uploads]


def history(entries: Sequence[Entry], links: Mapping[int, Html], first: int, count: int) -> Html:
    """One page of the uploads; `links` lead to taking each one back, where that is possible."""
    back = undone_by(entries)
    shown = of_uploads(entries)[first : first + count]
    total = len(of_uploads(entries))
    if not total:
        return headed("Earlier uploads", "none", tag("p", "Nothing was uploaded into this store so far.", cls="dim"))
    told = f"{total:,}" if total <= count else f"rows {first + 1:,} to {first + len(shown):,} of {total:,}, the newest first"
    rows = [_row(entry, back.get(entry.seq), links.get(entry.seq)) for entry in shown]
    return headed("Earlier uploads", told, boxed(table(HEADS, rows, "uploads", "Earlier uploads"), "Earlier uploads"))


def _row(entry: Entry, back: int | None, link: Html | None) -> Html:
    who = join([tag("div", moment_words(entry.at), cls="nw"), tag("div", signed(entry.by))])
    now = verdict("withdrawn", f"undone by entry {back}") if back is not None else verdict("met", "stands")
    return tag(
        "tr",
        tag("th", str(entry.seq), scope="row"),
        tag("td", who),
        tag("td", files_of(entry)),
        tag("td", counts_of(entry.body.get("counts", {}))),
        tag("td", now),
        tag("td", link if back is None else None),
        cls="back" if back is not None else None,
    )


def files_of(entry: Entry) -> Html:
    """The files of an upload with the beginning of their SHA-256; of an undo, what it took back and why."""
    if entry.action == UNDO:
        return join([verdict("restored", f"undo of entry {entry.body['undoes']}"), tag("div", entry.body.get("reason"), cls="dim sm")])
    return join(
        tag("div", name, " ", tag("span", f"sha256 {sha256[:DIGITS]}…", title=sha256, cls="dim sm nw"))
        for name, sha256 in entry.body["files"]
    )


def counts_of(counts: Mapping[str, int]) -> str:
    """Counts in words; what is zero is not said."""
    told = sorted(counts, key=lambda kind: (kind != "new", kind))
    return ", ".join(f"{counts[kind]:,} {kind.replace('_', ' ')}" for kind in told if counts[kind]) or "nothing"
