"""What was recognized in the files: every sheet, what it is read as, its rows, and which column of it says what."""

from collections.abc import Sequence
from itertools import groupby

from core.layouts.recognized import BY_NAME, Recognized, Seen
from dashboard.look import table, verdict
from dashboard.markup import Html, join, tag
from dashboard.upload.counted import boxed, headed, many
from dashboard.words import unit_of

IN_VIEW = 12  # columns of a region
HEADS = ["sheet", "read as", "rows", "columns", "not imported", "how we know"]


def recognized(found: Sequence[Recognized]) -> Html:
    files = len({each.file for each in found})
    count = f"{many(files, 'file')}, {many(len(found), 'sheet')}, {many(sum(each.rows for each in found), 'row')}"
    rows = [row for file, sheets in groupby(found, lambda each: each.file) for row in (_file(file), *map(_row, sheets))]
    return headed("Recognized", count, boxed(table(HEADS, rows, "recognized", "Recognized"), "Recognized"))


def _file(name: str) -> Html:
    return tag("tr", tag("th", name, colspan=len(HEADS), scope="rowgroup"), cls="group")


def _row(found: Recognized) -> Html:
    hidden = tag("div", verdict("warning", "hidden sheet"), cls="sm") if found.hidden else None
    named = tag("th", found.sheet, tag("span", f" {found.region}", cls="src") if found.region else None, hidden, scope="row")
    read = tag("td", found.records or tag("span", "nothing so far", cls="dim"))
    return tag(
        "tr", named, read, tag("td", f"{found.rows:,}", cls="num"), tag("td", _columns(found)), tag("td", _unread(found)), _known(found)
    )


def _columns(found: Recognized) -> Html | None:
    """Every column with its cell and how we know, in view where the sheet is none of the contract's; of the contract's, those whose header
    is called otherwise than its field."""
    if not found.columns:
        return None
    renamed = [each for each in found.columns if each.header.strip().lower() != each.says and not found.region]
    told = [tag("div", tag("b", each.header), f" → {each.says}") for each in renamed]
    opened = bool(found.region) and len(found.columns) <= IN_VIEW
    summary = tag("summary", many(len(found.columns), "column"))
    every = tag("details", summary, map(_column, found.columns), cls="columns", open=opened)
    return join([every, *told])


def _column(found: Seen) -> Html:
    read = ", ".join(filter(None, (found.says.replace("_", " "), found.unit and unit_of(found.unit), found.notation)))
    how = None if found.how == BY_NAME else tag("span", f" {found.how}", cls="sm")
    return tag("div", tag("span", found.address.rpartition("!")[2], cls="src"), " ", tag("b", found.header), f" → {read}", how)


def _unread(found: Recognized) -> Html:
    if found.region and not found.records:
        return tag("span", "not settled yet", cls="dim")
    if not found.unread:
        return tag("span", "–", cls="dim", aria_label="every column is read")
    return join(tag("div", each) for each in found.unread)


def _known(found: Recognized) -> Html:
    if found.laboratory is not None:
        how = f"remembered for {found.laboratory}: layout {found.layout}"
    elif found.layout is not None:
        how = f"layout {found.layout}"
    elif found.region:
        how = "by its heads, column by column" if found.records else "not settled yet"
    else:
        how = "by the contract's names" if found.records else "no sheet of the study workbook"
    return tag("td", how, cls="dim")
