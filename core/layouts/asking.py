"""What is asked of a region as a whole: which sheet it is, whether blank subjects repeat the one above, and that what is not imported was
seen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.facts.analytes import analyte_of
from core.facts.records import SHEETS
from core.intake.places import visible
from core.layouts.asked import Asked, quoted, rows
from core.layouts.headers import plain
from core.layouts.heading import as_text, where
from core.layouts.layout import Layout
from core.layouts.others import is_other_sample
from core.layouts.question import FILL, IGNORED, ROLE, SHEET, Way, id_of
from core.layouts.region import Column, Region
from core.layouts.role import Role

WIDE = "labs wide"
IGNORED_NOW = "is not imported"
REPEAT, SEEN, BLOOD = "repeat", "not imported", "blood"
MOST_NAMED = 20
ANSWERED = ("left out by the answer", "is asked about", "another column is read instead")
PLAINLY = ("is known and no part of the workbook", "is not known")


def ask_sheet(asked: Asked) -> tuple[str | None, bool]:
    """Which sheet of the contract a region is that nothing recognizes, and whether it has one column an analyte."""
    names = [name for sheet in SHEETS for name in ((sheet, WIDE) if sheet == "labs" else (sheet,))]
    words = {"labs": "labs, one row a result", WIDE: "labs, one column an analyte"}
    ways = (Way("", "it is not imported"), *(Way(name, f"it is {words.get(name, name)}") for name in names))
    at = asked.start
    found = asked.ask(id_of(SHEET, at), SHEET, at, "nothing here is recognized; expected which sheet of the workbook it is", ways)
    return ("labs" if found == WIDE else found or None), found == WIDE


def of_blood(asked: Asked) -> bool | None:
    """Whether results count, where the sheet or the file is called after another sample than blood; `None` while that is asked."""
    table = asked.region.table
    called = next((name for name in (table.sheet, Path(table.file).stem) if is_other_sample(name)), None)
    if called is None:
        return True
    at = where(table)
    ways = (Way("", "it is not imported"), Way(BLOOD, "its results are of blood"))
    found = asked.ask(id_of(ROLE, at, "sample"), ROLE, at, f"is called {quoted(called)}; expected to be told what its samples are", ways)
    return None if found is None else found == BLOOD


def filled(region: Region, roles: Sequence[Role], layout: Layout | None, asked: Asked, asking: bool) -> frozenset[str]:
    """The columns whose blank cells repeat the one above: a layout says so, merged cells prove it, or for the subject a person says so.
    Rows that a layout passes over do not count; `asking` says that somebody is there to answer what a layout leaves open."""
    found = set() if layout is None else set(layout.fill)
    for role in roles:
        if role.says not in ("subject_id", "collected_at") or role.says in found:
            continue
        blank = [at for at in _blank_below(region, role.column) if not _passed(region, roles, at)]
        if not blank:
            continue
        if all(_merged(region, position, role.column) for position in blank):
            found.add(role.says)
        elif role.says == "subject_id" and (asking or layout is None or layout.others == "ask"):
            at = asked.head(role.column)
            sentence = f"{rows(len(blank))} below a filled one {'has' if len(blank) == 1 else 'have'} no subject; expected whose they are"
            ways = (
                Way(REPEAT, "the subject above goes on", f"first: {asked.cell(blank[0], role.column)}"),
                Way("", "they name no subject and cannot be read"),
            )
            if asked.ask(id_of(FILL, at), FILL, at, sentence, ways) == REPEAT:
                found.add(role.says)
    return frozenset(found)


def _blank_below(region: Region, column: Column) -> list[int]:
    """The positions of the lines with a blank cell somewhere below a filled one."""
    cells = [bool(as_text(region.cell(line, column))) for line in region.lines]
    first = cells.index(True) if True in cells else len(cells)
    return [position for position in range(first, len(cells)) if not cells[position]]


def _passed(region: Region, roles: Sequence[Role], position: int) -> bool:
    """Whether a layout does not read a line."""
    line = region.lines[position]
    return any(role.only is not None and as_text(region.cell(line, role.column)) not in role.only for role in roles)


def _merged(region: Region, position: int, column: Column) -> bool:
    """Whether a cell lies in merged cells of one column, below their first."""
    row, across = region.place(region.lines[position], column)
    return any(left == across == right and top < row <= bottom for top, left, bottom, right in region.table.merged)


def unknown_analytes(region: Region, roles: Sequence[Role], layout: Layout | None, asked: Asked) -> list[Role]:
    """In a sheet of one row a result: the rows of analytes that are no part of the workbook, listed once. A layout that is no person's
    memory says itself which rows are read."""
    at = next((at for at, role in enumerate(roles) if role.says == "analyte"), None)
    if at is None or (layout is not None and layout.others == "ignore"):
        return list(roles)
    role = roles[at]
    texts = Counter(text for line in region.lines if (text := as_text(region.cell(line, role.column))))
    unknown = {text: count for text, count in texts.most_common() if analyte_of(role.words.get(text, text)) is None}
    remembered = set() if layout is None else set(layout.ignored)
    asked_for = sorted(set(unknown) - remembered)
    if asked_for:
        named = _named([f"{visible(text)} {unknown[text]}" for text in unknown if text not in remembered])
        number = sum(unknown[text] for text in asked_for)
        sentence = (
            f"{rows(number)} {'names' if number == 1 else 'name'} analytes that are no part of the workbook: {named}; expected a tick"
        )
        place = asked.head(role.column)
        ways = (Way(SEEN, f"{'this row is' if number == 1 else f'these {number:,} rows are'} not imported"),)
        asked.ask(id_of(IGNORED, place, *asked_for), IGNORED, place, sentence, ways)
    if not unknown:
        return list(roles)
    only = frozenset(text for text in texts if text not in unknown) if role.only is None else role.only - set(unknown)
    return [replace(each, only=only) if index == at else each for index, each in enumerate(roles)]


def not_imported(region: Region, roles: Sequence[Role], asked: Asked) -> None:
    """One question that lists the columns that are seen and not imported."""
    left = [role for role in roles if not role.imported and role.how not in ANSWERED and _holds(region, role.column)]
    if not left:
        return
    headers = [plain(role.column.header) or "a column without a head" for role in left]
    reasons = [f"{quoted(header)} {role.how}" for header, role in zip(headers, left, strict=True) if role.how not in PLAINLY]
    verb = "column is" if len(left) == 1 else "columns are"
    sentence = f"{len(left)} {verb} not imported: {_named([visible(header) for header in headers])}; expected a tick"
    these = "this column is" if len(left) == 1 else f"these {len(left)} columns are"
    ways = (Way(SEEN, f"{these} not imported", "; ".join(reasons)),)
    asked.ask(id_of(IGNORED, asked.start, *sorted(headers)), IGNORED, asked.start, sentence, ways)


def _holds(region: Region, column: Column) -> bool:
    """Whether there is anything in a column, its head included."""
    return bool(column.header) or any(as_text(region.cell(line, column)) for line in region.lines)


def _named(texts: Sequence[str]) -> str:
    rest = f" and {len(texts) - MOST_NAMED} others" if len(texts) > MOST_NAMED else ""
    return ", ".join(texts[:MOST_NAMED]) + rest
