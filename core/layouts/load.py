"""Files in, the facts of each subject out: every file read in its own jail, all problems at once, nothing stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.facts.fact import Problem
from core.facts.subject import SubjectFacts, gather
from core.intake.collecting import collector_paused
from core.intake.places import label
from core.intake.reader import Handed, read
from core.intake.tables import Refused, Table
from core.layouts.heading import Recognized, fits, lacking, plan_of, recognized
from core.layouts.layout import FileForm, Layout
from core.layouts.rows import Intake, facts_of, together
from core.protocol.settings import Settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files say: facts by subject in the order they appear; problems, each of which cost a cell, a row or a sheet; notices."""

    subjects: dict[str, SubjectFacts]
    problems: list[Problem]
    notices: list[str]


@dataclass(frozen=True, slots=True)
class Brought:
    """What the files hold row by row, nothing put together yet; `refused` says of each file that cannot be used why, one line a file."""

    tables: tuple[Table, ...]
    layout: Layout | None
    intake: Intake
    refused: tuple[str, ...]

    @property
    def recognized(self) -> tuple[Recognized, ...]:
        """What each sheet of the workbook was taken for."""
        plans = ((table, plan_of(table, self.layout)) for table in self.tables)
        return tuple(recognized(table, plan) for table, plan in plans if plan is not None)


def load(paths: Sequence[Path], settings: Settings, today: date, layout: Layout | None = None) -> Loaded:
    """Read and check files. `today` is the day they are recorded on: dates after it are left unused.

    Raises:
        Refused: where a file cannot be read at all or holds no sheet of the workbook; one line a file.
    """
    brought = bring(paths, settings, layout)
    if brought.refused:
        raise Refused("\n".join(brought.refused))
    intake = brought.intake
    with collector_paused():
        subjects, between = gather(intake.facts, today, intake.named)
    return Loaded(subjects, intake.problems + between, intake.notices)


def bring(files: Sequence[Path | Handed], settings: Settings, layout: Layout | None = None) -> Brought:
    """Read files row by row; those that cannot be used do not keep the others from being read."""
    tables, refused = _tables(files, layout)
    with collector_paused():
        intake = together(facts_of(table, settings.zone, layout) for table in tables)
    if layout is not None and not any(fits(table, layout) for table in tables):
        intake.notices.append(f"the layout {layout.name!r} fits no sheet of the files")
    return Brought(tuple(tables), layout, intake, tuple(refused))


def _tables(files: Iterable[Path | Handed], layout: Layout | None) -> tuple[list[Table], list[str]]:
    tables: list[Table] = []
    faults: list[str] = []
    for file in files:
        try:
            found = _read(file, layout)
        except Refused as fault:
            faults.append(str(fault))
            continue
        if not any(plan_of(table, layout) for table in found):
            expected = "expected sheets or CSV files named like subjects, labs, ctdna, pet"
            if layout is not None:
                missing = ", ".join(map(repr, lacking(found[0], layout)))
                expected += f", or the columns of the layout {layout.name!r}, of which it lacks {missing}"
            faults.append(f"{label(file.name)}: holds no sheet of the study workbook; {expected}")
        tables += found
    return tables, faults


def _read(file: Path | Handed, layout: Layout | None) -> list[Table]:
    """The tables of a file, in the form the layout says; a file that does not fit the layout may still be one of the contract's."""
    if layout is None or layout.file == FileForm():
        return read(file)
    form = layout.file
    try:
        found = read(file, encoding=form.encoding, delimiter=form.delimiter, header_row=form.header_row or 1)
    except Refused as fault:
        try:
            return read(file)
        except Refused:
            raise fault from None
    if any(fits(table, layout) for table in found):
        return found
    try:
        return read(file)
    except Refused:
        return found
