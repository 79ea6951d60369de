"""Files in, the facts of each subject out: every file read in its own jail, all problems at once, nothing stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.facts.fact import Problem
from core.facts.subject import SubjectFacts, gather
from core.intake.collecting import collector_paused
from core.intake.heading import fits, lacking, plan_of
from core.intake.layouts import FileForm, Layout
from core.intake.places import label
from core.intake.reader import read
from core.intake.rows import facts_of, together
from core.intake.tables import Refused, Table
from core.protocol.settings import Settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files say: facts by subject in the order they appear; problems, each of which cost a cell, a row or a sheet; notices."""

    subjects: dict[str, SubjectFacts]
    problems: list[Problem]
    notices: list[str]


def load(paths: Sequence[Path], settings: Settings, today: date, layout: Layout | None = None) -> Loaded:
    """Read and check files. `today` is the day they are recorded on: dates after it are left unused.

    Raises:
        Refused: where a file cannot be read at all or holds no sheet of the workbook; one line a file.
    """
    tables, faults = _tables(paths, layout)
    if faults:
        raise Refused("\n".join(faults))
    with collector_paused():
        intake = together(facts_of(table, settings.zone, layout) for table in tables)
        subjects, between = gather(intake.facts, today, intake.named)
    if layout is not None and not any(fits(table, layout) for table in tables):
        intake.notices.append(f"the layout {layout.name!r} fits no sheet of the files")
    return Loaded(subjects, intake.problems + between, intake.notices)


def _tables(paths: Iterable[Path], layout: Layout | None) -> tuple[list[Table], list[str]]:
    tables: list[Table] = []
    faults: list[str] = []
    for path in paths:
        try:
            found = _read(path, layout)
        except Refused as fault:
            faults.append(str(fault))
            continue
        if not any(plan_of(table, layout) for table in found):
            expected = "expected sheets or CSV files named like subjects, labs, ctdna, pet"
            if layout is not None:
                missing = ", ".join(map(repr, lacking(found[0], layout)))
                expected += f", or the columns of the layout {layout.name!r}, of which it lacks {missing}"
            faults.append(f"{label(path.name)}: holds no sheet of the study workbook; {expected}")
        tables += found
    return tables, faults


def _read(path: Path, layout: Layout | None) -> list[Table]:
    """The tables of a file, in the form the layout says; a file that does not fit the layout may still be one of the contract's."""
    if layout is None or layout.file == FileForm():
        return read(path)
    form = layout.file
    try:
        found = read(path, encoding=form.encoding, delimiter=form.delimiter, header_row=form.header_row or 1)
    except Refused as fault:
        try:
            return read(path)
        except Refused:
            raise fault from None
    if any(fits(table, layout) for table in found):
        return found
    try:
        return read(path)
    except Refused:
        return found
