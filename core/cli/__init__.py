"""The command `reinfuse`: the same core as the dashboard, for night jobs, retrospective cohorts and checks.

Exit status 0 on success, 1 where something could not be read and was listed, 2 on refused input.
"""

import sys
from io import TextIOWrapper

import typer

from core.cli.assessing import assess
from core.cli.checking import check, template
from core.cli.counting import cohort
from core.cli.grading import grade_app
from core.cli.outcome import begun, told
from core.cli.showing import demo, serve
from core.cli.storing import backup, load, prepare, restore, verify
from core.cli.watching import watch

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Second CD19 CAR-T infusion, NCT06902012."
)
for _command in (demo, serve, load, watch, prepare, assess, cohort, verify, backup, restore, template):
    app.command()(_command)
app.command(name="doctor")(check)
app.add_typer(grade_app, name="grade")


def main() -> None:
    """The entry point. Whatever goes wrong is said in a sentence, never as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # names and units hold more than a terminal's or a pipe's own signs
    begun()
    try:
        app()
    except Exception as fault:  # noqa: BLE001 - the last door: a person sees a sentence, and no data of a subject
        sys.stderr.write(f"reinfuse: an internal fault, {type(fault).__name__}; {told()}\n")
        sys.exit(70)
