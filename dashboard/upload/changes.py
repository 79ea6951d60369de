"""What would change: the counts of each kind, and each change with what stands, what would stand, and both cells."""

from collections.abc import Mapping, Sequence

from core.changes.shown import CellChange, Shown
from core.ledger.plan import CORRECTED, NEW, RESTORED, WITHDRAWN
from dashboard.look import verdict
from dashboard.markup import Html, join, tag
from dashboard.upload.counted import headed
from dashboard.words import name_of

HEADS = ["kind", "subject", "sheet", "what", "stands → would stand", "source cell"]
KINDS = (NEW, CORRECTED, "conflicting", WITHDRAWN, RESTORED, "same")
UNREADABLE = "unreadable"
ORDER = (CORRECTED, WITHDRAWN, RESTORED, NEW)  # of the list: what changes what stands comes first


def counts(found: Mapping[str, int], title: str = "What would change") -> Html:
    """How many of each kind, as numbers and as lengths."""
    there = {kind: found[kind] for kind in KINDS if found.get(kind)}
    total = sum(there.values())
    numbers = [tag("span", verdict(kind, f"{count:,}", f"kind {kind}"), f" {kind}") for kind, count in there.items()]
    lengths = [tag("i", cls=kind, style=f"flex:{count / total:.4f}") for kind, count in there.items()]
    bar = tag("div", lengths, cls="stack", aria_hidden="true") if total else None
    return headed(title, f"{total:,} {'row' if total == 1 else 'rows'}", tag("div", numbers, cls="line") if total else None, bar)


def change(shown: Shown) -> Html:
    """One change as a row of the list."""
    return tag(
        "tr",
        tag("td", verdict(shown.kind, shown.kind), cls="nw"),
        tag("th", shown.subject_id, scope="row"),
        tag("td", shown.sheet, cls="dim"),
        tag("td", shown.what),
        tag("td", before_after(shown.cells)),
        tag("td", shown.address, cls="src"),
    )


def before_after(cells: Sequence[CellChange]) -> Html:
    """The cells of a change. A row that comes or goes as a whole is one line, what goes struck out; a correction names both cells."""
    if all(cell.before is None and cell.before_address is None for cell in cells):
        return _line(cells, [tag("b", each.after or UNREADABLE) for each in cells])
    if all(cell.after is None and cell.after_address is None for cell in cells):
        return _line(cells, [tag("s", each.before or UNREADABLE) for each in cells])
    return join(map(_turned, cells))


def _line(cells: Sequence[CellChange], said: Sequence[Html]) -> Html:
    names = (tag("span", name_of(each.column), cls="dim") for each in cells)
    return join((tag("span", name, " ", text, cls="pairs") for name, text in zip(names, said, strict=True)), ", ")


def _turned(cell: CellChange) -> Html:
    old = tag("s", cell.before) if cell.before is not None else tag("span", _lacking(cell.before_address), cls="dim")
    new = tag("b", cell.after if cell.after is not None else _lacking(cell.after_address))
    arrow = tag("span", "→", role="img", aria_label="becomes")
    sides = [old, _place(cell.before_address), arrow, new, _place(cell.after_address)]
    return tag("div", tag("span", name_of(cell.column), cls="dim"), " ", join(sides, " "))


def _place(address: str | None) -> Html | None:
    return tag("span", address, cls="src") if address else None


def _lacking(address: str | None) -> str:
    """Without a value: a cell that has a place was filled and could not be read."""
    return UNREADABLE if address else "not recorded"
