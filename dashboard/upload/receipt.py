"""The receipt: what the store says it holds of one command, read back after it was saved."""

from core.ledger.entry import Receipt
from core.ledger.plan import UNDO
from dashboard.look import verdict
from dashboard.markup import Html, tag
from dashboard.records.row import moment_words, signed
from dashboard.upload.history import counts_of, files_of


def receipt(found: Receipt) -> Html:
    entry = found.entry
    done = "The undo is saved" if entry.action == UNDO else "The upload is saved"
    word = f"{done} as entry {entry.seq}"
    again = tag("p", "It had been saved already: asked twice, it was done once.") if found.repeated else None
    pairs = (
        ("when", moment_words(entry.at)),
        ("acting as", signed(entry.by)),
        ("what", files_of(entry)),
        ("counts", counts_of(found.counts)),
        ("plan", tag("span", found.plan, cls="src")),
        ("link of the audit chain", tag("span", entry.hash, cls="src")),
    )
    lines = tag("dl", ((tag("dt", name), tag("dd", value)) for name, value in pairs))
    foot = tag("p", "Read back from the store. Every page shows it from now on.", cls="dim")
    return tag("section", verdict("met", word, "chip"), again, lines, foot, cls="receipt", role="status", aria_label="Receipt")
