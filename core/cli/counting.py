"""The command that counts: the numbers of the cohort page, of everybody in files or in a store."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from core.cli.assessing import judged
from core.cli.options import Day, LayoutFile, SettingsFile


def cohort(
    as_of: Day,
    files: Annotated[list[Path] | None, typer.Argument(help="Workbooks (.xlsx) or CSV files of the contract.")] = None,
    store: Annotated[str | None, typer.Option("--store", help="Count what this store holds instead of files.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object with every number and every list.")] = False,
    layout: LayoutFile = None,
    settings: SettingsFile = None,
) -> None:
    """Flow, response, survival and toxicity of everybody at one data cut-off, the end of a day."""
    from core.assessment import assess
    from core.cohort.as_json import cohort_json
    from core.cohort.as_text import cohort_text
    from core.cohort.cohort import Cohort

    found = judged(files, store, settings, layout)
    assessed = tuple(assess(facts, as_of.date(), found.settings) for facts in found.subjects.values())
    everybody = Cohort(as_of.date(), assessed, found.settings)
    if as_json:
        sys.stdout.write(json.dumps(cohort_json(everybody, found.problems), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(cohort_text(everybody))
    raise typer.Exit(1 if found.problems else 0)
