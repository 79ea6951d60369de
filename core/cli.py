"""The command `reinfuse`: the same core as the dashboard, for night jobs, retrospective cohorts and checks.

Exit status 0 on success, 1 where something could not be read and was listed, 2 on refused input. Here, and only here, the clock is asked.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.browser import has_screen, open_when_listening
from core.doctor import ROOT, doctor
from core.protocol.settings import Settings, SettingsRefused, load_settings

if TYPE_CHECKING:
    from core.intake.load import Loaded

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Second CD19 CAR-T infusion, NCT06902012."
)
grade_app = typer.Typer(add_completion=False, no_args_is_help=True, help="Add grades to the rows of a file.")
app.add_typer(grade_app, name="grade")

Files = Annotated[list[Path], typer.Argument(help="Workbooks (.xlsx) or CSV files of the contract.")]
Day = Annotated[datetime, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day, to its end.")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="The site's settings, TOML.")]
Out = Annotated[Path | None, typer.Option("--out", help="Where to write; standard output when not given.")]


def main() -> None:
    """The entry point. Whatever goes wrong is said in a sentence, never as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # names and units hold more than a terminal's or a pipe's own signs
    try:
        app()
    except Exception as fault:  # noqa: BLE001 - the last door: a person sees a sentence, and no data of a subject
        sys.stderr.write(f"reinfuse: an internal fault, {type(fault).__name__}; nothing was stored\n")
        sys.exit(70)


def _refuse(sentences: object) -> typer.Exit:
    sys.stderr.write(f"{sentences}\n")
    return typer.Exit(2)


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """A file that cannot be written is refused in a sentence."""
    try:
        yield
    except OSError as fault:
        raise _refuse(f"{out.name}: cannot be written ({fault.strerror or fault}); expected a place where a file may stand") from None


def _settings(path: Path | None) -> Settings:
    try:
        return Settings() if path is None else load_settings(path)
    except SettingsRefused as fault:
        raise _refuse(fault) from None


def _loaded(files: list[Path], site: Settings, layout: Path | None = None) -> "Loaded":
    """What the files say, as of the moment of the run."""
    from core.intake.layouts import LayoutRefused, load_layout
    from core.intake.load import load
    from core.intake.tables import Refused

    try:
        mapping = None if layout is None else load_layout(layout)
        return load(files, site, datetime.now(site.zone).date(), mapping)
    except (Refused, LayoutRefused) as fault:
        raise _refuse(fault) from None


@app.command()
def assess(
    files: Files,
    as_of: Day,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    layout: Annotated[Path | None, typer.Option("--layout", help="A column mapping, TOML.")] = None,
    settings: SettingsFile = None,
) -> None:
    """Judge every subject named on any sheet of the files, without storing."""
    from core.assessment import assess as assess_subject
    from core.reports.as_json import cohort_json
    from core.reports.as_text import cohort_text

    site = _settings(settings)
    loaded = _loaded(files, site, layout)
    for line in (*loaded.problems, *loaded.notices):
        sys.stderr.write(f"{line}\n")
    assessed = [assess_subject(facts, as_of.date(), site) for facts in loaded.subjects.values()]
    if as_json:
        found = cohort_json(assessed, as_of.date(), site, loaded.problems, loaded.notices)
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(cohort_text(assessed, as_of.date(), site, loaded.problems))
    raise typer.Exit(1 if loaded.problems else 0)


def _grade(scale: str, file: Path, out: Path | None) -> None:
    from core.intake.tables import Refused
    from core.reports.graded import grade_file, write_graded

    if out is not None and out.resolve() == file.resolve():
        raise _refuse(f"{out.name}: is the file to be graded; expected another --out")
    try:
        graded = grade_file(scale, file)
    except Refused as fault:
        raise _refuse(fault) from None
    for line in (*graded.problems, *graded.notices):
        sys.stderr.write(f"{line}\n")
    if out is None:
        write_graded(graded, sys.stdout)
    else:
        with _writing(out), out.open("w", newline="", encoding="utf-8") as stream:
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


@app.command()
def template(out: Path) -> None:
    """Write an empty workbook with all sheets, drop-downs and a legend."""
    from core.intake.template import write_template

    if out.suffix.lower() != ".xlsx":
        raise _refuse(f"{out.name}: is not an .xlsx name; expected OUT.xlsx")
    with _writing(out), out.open("wb"):  # a place that cannot be written shows here, before the workbook is made
        write_template(out)


@app.command(name="doctor")
def check() -> None:
    """Settings and versions that must hold, pass or fail."""
    checks = doctor()
    for one in checks:
        sys.stdout.write(
            f"{'pass' if one.passed else 'FAIL'}  {one.name}: {one.found}{'' if one.passed else f'; expected {one.expected}'}\n"
        )
    raise typer.Exit(0 if all(one.passed for one in checks) else 1)


Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")]
Address = Annotated[str, typer.Option("--address", help="The address to listen on. There is no login: keep it on this machine.")]


@app.command()
def serve(
    files: Annotated[list[Path] | None, typer.Argument(help="Workbooks to show.")] = None,
    settings: SettingsFile = None,
    port: Port = 8501,
    address: Address = "127.0.0.1",
) -> None:
    """The dashboard on the given workbooks."""
    site = _settings(settings)
    if files:
        _loaded(files, site)  # what cannot be read is refused here, before anybody looks at an empty page
    shown: dict[str, Any] = {"REINFUSE_FILES": json.dumps([str(path.resolve()) for path in files])} if files else {}
    if settings is not None:
        shown["REINFUSE_SETTINGS"] = str(settings.resolve())
    _serve(shown, port, address)


@app.command()
def demo(port: Port = 8501, address: Address = "127.0.0.1", browser: Annotated[bool, typer.Option(help="Open a browser.")] = True) -> None:
    """The dashboard on the synthetic sample cohort, as of 2026-03-05."""
    sample = ROOT / "sample_data"
    shown = {
        "REINFUSE_FILES": json.dumps([str(path) for path in sorted(sample.glob("*.xlsx"))]),
        "REINFUSE_SETTINGS": str(sample / "settings.toml"),
        "REINFUSE_AS_OF": "2026-03-05",
        "REINFUSE_DEMO": "1",
    }
    _serve(shown, port, address, opened=browser)


def _serve(shown: dict[str, Any], port: int, address: str, opened: bool = False) -> None:
    """Start Streamlit on the dashboard, from the project's own folder so that its settings are read; `opened` shows it in a browser."""
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py"), "--server.port", str(port)]
    if address != "127.0.0.1":
        sys.stderr.write(f"reinfuse: there is no login; whoever reaches {address}:{port} sees every subject\n")
        command += ["--server.address", address, "--server.allowedHosts", address]
    if opened and has_screen():
        Thread(target=open_when_listening, args=(address, port), daemon=True).start()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **shown}, check=False)
    raise typer.Exit(done.returncode)
