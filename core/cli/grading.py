"""The commands that add grades to the rows of a file, one a scale."""

import sys
from pathlib import Path

import typer

from core.cli.options import Out, refuse, writing

ICAHT = "icaht"

grade_app = typer.Typer(add_completion=False, no_args_is_help=True, help="Add grades to the rows of a file.")


def _grade(scale: str, file: Path, out: Path | None) -> None:
    from core.intake.tables import Refused
    from core.reports.graded import grade_file, write_graded
    from core.reports.graded_counts import grade_counts

    if out is not None and out.resolve() == file.resolve():
        raise refuse(f"{out.name}: is the file to be graded; expected another --out")
    try:
        graded = grade_counts(file) if scale == ICAHT else grade_file(scale, file)
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
    (
        ICAHT,
        "ICAHT, EHA/EBMT (Rejeski 2023), interpolation and joining as by Fred Hutch: from the columns subject_id, day (since the infusion) "
        "and neutrophils (10*9/L), one row a subject with early, late and flags. A grade that is not decided is a range, 2-4; blank: no "
        "count in its window, unknown. Flags: provisional (one late count alone), interpolated, edge:dA-dB (up to 7 days "
        "without a count at an edge of the window: not low where the nearest count is not, else open), gap:dA-dB (more than 7 days without "
        "a count: open), not_recovered (low from the start to the last count), until:dN (the last count "
        "of the file, where it comes before day 30), "
        "invalid:neutrophils and missing:neutrophils (not recorded), unread_row.",
    ),
):
    _add_scale(_name, _words)
