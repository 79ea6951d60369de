"""Second identifiers in sheets of results: who a sheet says its subjects are, to be compared with what stands and never imported."""

from collections.abc import Iterator, Sequence

from core.facts.fact import Problem
from core.facts.reading import IDENTIFIER, Unreadable
from core.facts.record import readings
from core.facts.records import Subject
from core.facts.values import Cell
from core.layouts.heading import as_text
from core.layouts.incoming import Claim, Intake
from core.layouts.lines import Turn, shown, told
from core.layouts.role import CHECKED, PLAIN
from core.layouts.sources import Sheet, Source
from core.layouts.turning import turn_of

SEX = {"f": "female", "F": "female", "女": "female", "女性": "female", "m": "male", "M": "male", "男": "male", "男性": "male"}


def claims_of(sheet: Sheet, subjects: Source, positions: Sequence[int], intake: Intake) -> None:
    """Adds what the lines at these positions say of their subjects, each distinct claim once, and of the texts that cannot be read the
    first cell of each: a column may write all its cells in a code of its own."""
    known: set[tuple[str, str, object]] = {(each.subject_id, each.what, each.value) for each in intake.claims}
    for what, source, turn in _checks(sheet):
        reads = readings(Subject)[what]
        unread: dict[str, list[str]] = {}
        for at in positions:
            spot = sheet.spot(source, at)
            if not (as_text(source.cells[at]) or at in source.faults):
                continue
            address = sheet.origin(what, spot).cell(what)
            cell = source.cells[at]
            try:
                if at in source.faults:
                    intake.problems.append(Problem(address, told(source.faults[at])))
                    continue
                value = reads.value(turn(cell) if turn else cell, None)
            except Unreadable as fault:
                unread.setdefault(f"{shown(cell)} {fault}", []).append(address)
                continue
            subject_id = _subject(subjects.cells[at])
            if subject_id is not None and (subject_id, what, value) not in known:
                known.add((subject_id, what, value))
                intake.claims.append(Claim(subject_id, what, value, address))
        for said, (first, *others) in unread.items():
            intake.problems.append(Problem(first, said + (f" ({len(others)} more such cells)" if others else "")))


def _checks(sheet: Sheet) -> Iterator[tuple[str, Source, Turn | None]]:
    region = sheet.region
    said = {role.check: role for role in sheet.understood.roles if role.check}
    for what in CHECKED:
        extra = SEX if what == "sex" else {}
        if what in said:
            role = said[what]
            yield (
                what,
                sheet.column(role.column, "subject_id" in sheet.understood.fill),
                turn_of(Subject, what, {**extra, **role.words}, role.notation),
            )
        elif what in region.given and what not in sheet.model.model_fields:
            place = region.given[what]
            yield what, Source([place.cell] * len(region.lines), place), turn_of(Subject, what, extra, PLAIN)


def _subject(cell: Cell) -> str | None:
    try:
        found = IDENTIFIER.value(cell, None)
    except Unreadable:
        return None
    return found if isinstance(found, str) else None
