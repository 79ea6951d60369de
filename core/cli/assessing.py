"""The command that judges: everybody in files, which are not stored, or everybody in a store."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.cli.options import Day, LayoutFile, SettingsFile, layout_of, refuse, settings_of
from core.protocol.settings import Settings

if TYPE_CHECKING:
    from core.facts.fact import Problem
    from core.facts.subject import SubjectFacts

EITHER = "expected workbooks or CSV files to judge, or --store URL, and not both"


@dataclass(frozen=True)
class Judged:
    """Whom to judge, by what settings, and what could not be read of them."""

    subjects: "Mapping[str, SubjectFacts]"
    settings: Settings
    problems: "list[Problem]"
    notices: list[str]


def assess(
    as_of: Day,
    files: Annotated[list[Path] | None, typer.Argument(help="Workbooks (.xlsx) or CSV files of the contract.")] = None,
    store: Annotated[str | None, typer.Option("--store", help="Judge what this store holds instead of files.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    layout: LayoutFile = None,
    settings: SettingsFile = None,
) -> None:
    """Judge every subject named on any sheet of the files, or in a store, without storing."""
    from core.assessment import assess as assess_subject
    from core.reports.as_json import cohort_json
    from core.reports.as_text import cohort_text

    found = judged(files, store, settings, layout)
    assessed = [assess_subject(facts, as_of.date(), found.settings) for facts in found.subjects.values()]
    if as_json:
        told = cohort_json(assessed, as_of.date(), found.settings, found.problems, found.notices)
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(cohort_text(assessed, as_of.date(), found.settings, found.problems))
    raise typer.Exit(1 if found.problems else 0)


def judged(files: list[Path] | None, store: str | None, settings: Path | None, layout: Path | None) -> Judged:
    """What files or a store say, of which one is given; what could not be read is listed on standard error."""
    if bool(files) == bool(store):
        raise refuse(EITHER)
    found = _of_store(store, settings) if store else _of_files(files or (), settings_of(settings), layout)
    for line in (*found.problems, *found.notices):
        sys.stderr.write(f"{line}\n")
    return found


def _of_files(files: Iterable[Path], site: Settings, layout: Path | None) -> Judged:
    """What the files say, as of the moment of the run."""
    from core.intake.tables import Refused
    from core.layouts.load import load
    from core.ledger.clock import day_at, machine

    mapping = layout_of(layout)
    try:
        loaded = load(list(files), site, day_at(machine(), site.zone), mapping)
    except Refused as fault:
        raise refuse(fault) from None
    return Judged(loaded.subjects, site, loaded.problems, loaded.notices)


def _of_store(url: str, settings: Path | None) -> Judged:
    """What the store holds, by its own settings where no others are given."""
    from core.cli.stores import opened

    with opened(url) as ledger:
        known = ledger.head().seq
        told = {subject_id: ledger.facts(subject_id, known) for subject_id in ledger.subject_ids(known)}
        site = ledger.settings(known) if settings is None else settings_of(settings)
    problems = [problem for found in told.values() for problem in found.problems]
    return Judged({subject_id: found.facts for subject_id, found in told.items()}, site, problems, [])
