"""The commands that add grades to the rows of a file, one a scale."""

import sys
from pathlib import Path

import typer

from core.cli.options import Out, refuse, writing

grade_app = typer.Typer(add_completion=False, no_args_is_help=True, help="Add grades to the rows of a file.")


def _grade(scale: str, file: Path, out: Path | None) -> None:
    from core.intake.tables import Refused
    from core.reports.graded import grade_file, write_graded

    if out is not None and out.resolve() == file.resolve():
        raise refuse(f"{out.name}: is the file to be graded; expected another --out")
    try:
        graded = grade_file(scale, file)
    except Refused as fault:
        raise refuse(fault) from None
    for line in (*graded.problems, *graded.notices):
        sys.stderr.write(f"{line}\n")
    if out is None:
        write_graded(graded, sys.stdout)
    else:
        with writing(out), out.open("w", newline="", encoding="utf-8") as stream:
            write_graded(graded, stream)
    raise typer.Exit(1 if graded.unread else 0)


def _add_scale(scale: str, words: str) -> None:
    @grade_app.command(scale, help=words)
    def command(file: Path, out: Out = None) -> None:
        _grade(scale, file, out)


for _name, _words in (
    ("crs", "CRS, ASTCT 2019: adds at_least, at_most and flags."),
    ("icans", "ICANS, ASTCT 2019: adds at_least, at_most and flags."),
    ("lugano", "PET/CT response, Lugano 2014: adds response and flags."),
):
    _add_scale(_name, _words)
