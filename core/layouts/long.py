"""One record a line: a region whose columns are those of a sheet of the contract, whatever they are called."""

from collections.abc import Mapping, Sequence

from core.facts.analytes import analyte_of
from core.facts.values import Cell
from core.layouts.heading import as_text, where
from core.layouts.incoming import Intake
from core.layouts.lines import Lines
from core.layouts.region import Column
from core.layouts.sources import Places, Sheet, Source, role_of


def long_lines(sheet: Sheet, fields: Mapping[str, Source], positions: Sequence[int], intake: Intake) -> Lines:
    """The lines at these positions; results that a person leaves out are said to be so."""
    positions, units = _with_units(sheet, fields, positions, intake)
    columns: dict[str, Sequence[Cell]] = {name: [source.cells[at] for at in positions] for name, source in fields.items()}
    if units:
        columns["unit"] = units
    anchor = next((name for name, source in fields.items() if isinstance(source.stands, Column)), "subject_id")
    places = Places(sheet, fields, anchor, {})
    found = [places.of(at) for at in positions]
    return Lines(
        sheet.model,
        columns,
        [origin for origin, _ in found],
        {line: others for line, (_, others) in enumerate(found) if others},
        faults_in(fields, positions),
    )


def faults_in(fields: Mapping[str, Source], positions: Sequence[int]) -> dict[int, dict[str, str]]:
    """What is wrong with the cells of lines whatever they hold, by line and field."""
    faults: dict[int, dict[str, str]] = {}
    for name, source in fields.items():
        for line, at in enumerate(positions) if source.faults else ():
            if at in source.faults:
                faults.setdefault(line, {})[name] = source.faults[at]
    return faults


def _with_units(
    sheet: Sheet, fields: Mapping[str, Source], positions: Sequence[int], intake: Intake
) -> tuple[Sequence[int], Sequence[Cell]]:
    """The lines whose results are not left out, and the units that a person put in the place of written ones; none where nobody did."""
    said, analytes = sheet.understood.units, fields.get("analyte")
    if not said or analytes is None:
        return positions, ()
    unit, role = fields.get("unit"), role_of(sheet.understood, "analyte")
    words = role.words if role else {}
    kept: list[int] = []
    units: list[Cell] = []
    left: list[int] = []
    for at in positions:
        text = as_text(analytes.cells[at])
        analyte = analyte_of(words.get(text, text))
        spelled = as_text(unit.cells[at]) if unit else ""
        found = said.get((analyte.name, spelled), spelled) if analyte else spelled
        if analyte and (analyte.name, spelled) in said and not found:
            left.append(at)
        else:
            kept.append(at)
            units.append(found or None)
    if left:
        intake.notices.append(left_out(sheet, left))
        sheet.pass_over(fields["subject_id"], left, intake)
    return kept, units


def left_out(sheet: Sheet, left: Sequence[int]) -> str:
    """What is said of the results that a person leaves out."""
    return f"{where(sheet.table)}: {len(left)} {'results are' if len(left) > 1 else 'result is'} left out, as was answered"
