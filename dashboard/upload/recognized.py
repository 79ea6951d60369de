"""What was recognized in the files: every sheet, what it is read as, its rows, and which column of it says what."""

from collections.abc import Sequence
from itertools import groupby

from core.changes.upload import Recognized
from dashboard.look import table, verdict
from dashboard.markup import Html, join, tag
from dashboard.upload.counted import boxed, headed, many

HEADS = ["sheet", "read as", "rows", "columns", "not imported", "how we know"]


def recognized(found: Sequence[Recognized]) -> Html:
    files = len({each.file for each in found})
    count = f"{many(files, 'file')}, {many(len(found), 'sheet')}, {many(sum(each.rows for each in found), 'row')}"
    rows = [row for file, sheets in groupby(found, lambda each: each.file) for row in (_file(file), *map(_row, sheets))]
    return headed("Recognized", count, boxed(table(HEADS, rows, "recognized", "Recognized"), "Recognized"))


def _file(name: str) -> Html:
    return tag("tr", tag("th", name, colspan=len(HEADS), scope="rowgroup"), cls="group")


def _row(found: Recognized) -> Html:
    hidden = tag("div", verdict("warning", "hidden sheet, read"), cls="sm") if found.hidden else None
    named = tag("th", found.sheet, hidden, scope="row")
    read = tag("td", found.records or tag("span", "nothing", cls="dim"))
    return tag(
        "tr", named, read, tag("td", f"{found.rows:,}", cls="num"), tag("td", _columns(found)), tag("td", _unread(found)), _known(found)
    )


def _columns(found: Recognized) -> Html | None:
    """The columns whose header is called otherwise than its field in view, all of them with their cells on demand."""
    if not found.columns:
        return None
    renamed = [each for each in found.columns if each[1].strip().lower() != each[2]]
    told = [tag("div", tag("b", header), f" → {field}") for _, header, field in renamed]
    lines = (tag("div", tag("b", cell.rpartition("!")[2]), f" {header} → {field}") for cell, header, field in found.columns)
    every = tag("details", tag("summary", many(len(found.columns), "column")), lines, cls="columns")
    return join([every, *told])


def _unread(found: Recognized) -> Html:
    if not found.unread:
        return tag("span", "–", cls="dim", aria_label="every column is read")
    return join(tag("div", each) for each in found.unread)


def _known(found: Recognized) -> Html:
    if not found.records:
        how = "no sheet of the study workbook"
    elif found.layout is not None:
        how = f"layout {found.layout}"
    else:
        how = "by the contract's names"
    return tag("td", how, cls="dim")
