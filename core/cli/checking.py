"""The commands that touch nobody's data: an empty workbook to fill in, and what must hold on this machine."""

import sys
from pathlib import Path

import typer

from core.cli.options import refuse, writing
from core.doctor import doctor


def template(out: Path) -> None:
    """Write an empty workbook with all sheets, drop-downs and a legend."""
    from core.layouts.template import write_template

    if out.suffix.lower() != ".xlsx":
        raise refuse(f"{out.name}: is not an .xlsx name; expected OUT.xlsx")
    with writing(out), out.open("wb"):  # a place that cannot be written shows here, before the workbook is made
        write_template(out)


def check() -> None:
    """Settings and versions that must hold, pass or fail."""
    checks = doctor()
    for one in checks:
        sys.stdout.write(
            f"{'pass' if one.passed else 'FAIL'}  {one.name}: {one.found}{'' if one.passed else f'; expected {one.expected}'}\n"
        )
    raise typer.Exit(0 if all(one.passed for one in checks) else 1)
