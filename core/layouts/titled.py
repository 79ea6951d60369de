"""What a sheet says outside of its lines, and what these contradict: a title of another subject, a result that stands under no head."""

import re
from collections.abc import Iterator, Mapping

from core.facts.analytes import ANALYTES, unit_of
from core.facts.fact import Origin, Problem
from core.intake.places import visible
from core.intake.tables import Cell, address
from core.layouts.headers import analyte_head
from core.layouts.heading import as_text
from core.layouts.incoming import Intake, Lost
from core.layouts.lines import shown, subjects_in
from core.layouts.looks import date_in, is_identifier, is_value
from core.layouts.others import is_other_sample
from core.layouts.region import Column, Place, Region
from core.layouts.regions_titles import SUBJECT, subjects_said
from core.layouts.role import Understood
from core.layouts.sources import Sheet, Source
from core.layouts.synonyms import folded

LABELED = re.compile(r"(.*?\S)[\s:：=]+([<>≤≥]?\s*\d\S*(?:\s+\D\S*)?)\s*")  # Hb 84 g/L, mean Hb: 8.4


def strangers(sheet: Sheet, fields: Mapping[str, Source]) -> Iterator[str]:
    """Why an upload stops: a title names one subject and a line below it another."""
    region, subjects = sheet.region, fields.get("subject_id")
    if subjects is None or not isinstance(subjects.stands, Column):
        return
    titles = [region.given["subject_id"]] if "subject_id" in region.given else []
    titles += [title for skipped in region.skipped for title in subjects_said(skipped)]
    when = fields.get(sheet.model.dated or "")
    lines = list(subjects_in((at, cell) for at, cell in enumerate(subjects.cells) if when is None or as_text(when.cells[at])))
    for number, title in subjects_in(enumerate(place.cell for place in titles)):
        if (found := next(((at, who) for at, who in lines if who != title), None)) is not None:
            spot = address(region.table.file, region.table.sheet, *sheet.spot(subjects, found[0]))
            expected = f"expected {shown(title)} ({_at(region, titles[number])})"
            yield f"{spot}: {shown(found[1])} is another subject than that of the title; {expected}"


def doubted(sheet: Sheet, fields: Mapping[str, Source]) -> Iterator[Problem]:
    """Titles between the lines after which nobody knows what the results are: they may name another subject than the one that is said
    once for all, another sample, or another analyte than the heads."""
    region, subjects = sheet.region, fields.get("subject_id")
    if not region.lines:
        return
    titled = subjects.stands if subjects is not None and isinstance(subjects.stands, Place) else None
    first, last = (region.place(region.lines[at], region.columns[0]) for at in (0, -1))
    for place in region.skipped:
        text = as_text(place.cell)
        if not first < place[:2] < last:
            continue
        if titled is not None and (is_identifier(text) or SUBJECT.match(folded(text))):
            whose = f"{shown(as_text(titled.cell))} ({_at(region, titled)})"
            yield Problem(
                _at(region, place), f"{shown(text)} may name another subject than {whose}; expected a title like 'Patient: S-001'"
            )
        elif not _is_result(place.cell, None) and (analyte_head(text) or is_other_sample(text)):
            yield Problem(
                _at(region, place), f"{shown(text)} stands between results and may say what those below are; expected it in a header"
            )


def other_heads(sheet: Sheet) -> Iterator[Problem]:
    """In a column of one analyte: another unit, or another analyte, below which nobody knows what the numbers are."""
    region = sheet.region
    for role in sheet.understood.roles:
        if role.analyte is None:
            continue
        analyte = ANALYTES[role.analyte]
        mine = unit_of(analyte, role.unit or "")
        cells = [region.cell(line, role.column) for line in region.lines]
        for text in dict.fromkeys(cell for cell in cells if isinstance(cell, str)):
            if is_value(text):
                continue
            head, unit = analyte_head(text), unit_of(analyte, text.strip())
            if (head is not None and head[0] is not analyte) or (unit is not None and unit != mine):
                spot = address(region.table.file, region.table.sheet, *region.place(region.lines[cells.index(text)], role.column))
                said = f"{role.analyte} in {role.unit}" if role.unit else role.analyte
                yield Problem(spot, f"{shown(text)} stands between results of {said}; expected it in a header")


def outside(understood: Understood, intake: Intake) -> None:
    """Adds a problem for every result that stands neither under a head nor in a line: it is lost unless somebody says that it may be."""
    region, sheet = understood.region, "" if understood.model is None else understood.model.sheet
    analytes = {place.column for role in understood.roles if role.analyte or role.says == "value" for place in role.column.heads}
    heads = {place[:2] for role in understood.roles for place in role.column.heads}
    top = min((row for row, _ in heads), default=0)
    before: Place | None = None
    for place in region.skipped:
        left = before.cell if before is not None and before.row == place.row else None
        before = place
        if _is_result(place.cell, left) or (not region.across and place.row > top and _is_number(place.cell) and place.column in analytes):
            found = Problem(_at(region, place), f"{shown(place.cell)} looks like a result and is in no line; expected it below a header")
            intake.problems.append(found)
            origin = Origin(visible(region.table.file), visible(region.table.sheet), place.row, {"value": place.column})
            intake.lost.append(Lost(None, sheet, (found,), origin))


def _is_result(cell: Cell, left: Cell) -> bool:
    """Whether a cell says an analyte and a number, or a number beside an analyte or another value."""
    if _is_number(cell):
        return left is not None and (_is_number(left) or date_in(left) is not None or analyte_head(as_text(left)) is not None)
    found = LABELED.fullmatch(cell) if isinstance(cell, str) else None
    if found is None or not _is_number(found[2]):
        return False
    words = found[1].split()
    return any(analyte_head(" ".join(words[at:])) for at in range(len(words)))


def _is_number(cell: Cell) -> bool:
    return is_value(cell) and date_in(cell) is None


def _at(region: Region, place: Place) -> str:
    return address(region.table.file, region.table.sheet, place.row, place.column)
