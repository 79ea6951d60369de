"""What several commands ask for, and how they refuse: one line a fault on standard error, and status 2."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.ledger.where import STORE
from core.protocol.settings import Settings
from core.protocol.settings_file import SettingsRefused, load_settings

if TYPE_CHECKING:
    from core.layouts.layout import Layout

Day = Annotated[datetime, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day, to its end.")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="The site's settings, TOML.")]
LayoutFile = Annotated[Path | None, typer.Option("--layout", help="A column mapping, TOML.")]
Out = Annotated[Path | None, typer.Option("--out", help="Where to write; standard output when not given.")]
Store = Annotated[
    str,
    typer.Option(
        "--store",
        envvar=STORE,
        help="The store: sqlite:///PATH (relative to the current folder; sqlite:////PATH from the root) or postgresql+psycopg://…",
    ),
]


def refuse(sentences: object) -> typer.Exit:
    sys.stderr.write(f"{sentences}\n")
    return typer.Exit(2)


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """A file that cannot be written is refused in a sentence."""
    try:
        yield
    except OSError as fault:
        raise refuse(f"{out.name}: cannot be written ({fault.strerror or fault}); expected a place where a file may stand") from None


def settings_of(path: Path | None) -> Settings:
    try:
        return Settings() if path is None else load_settings(path)
    except SettingsRefused as fault:
        raise refuse(fault) from None


def layout_of(path: Path | None) -> "Layout | None":
    from core.layouts.layout import LayoutRefused, load_layout

    try:
        return None if path is None else load_layout(path)
    except LayoutRefused as fault:
        raise refuse(fault) from None
