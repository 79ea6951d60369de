"""Layouts that answers amounted to, kept in the ledger for a laboratory: in the entry of the upload that was asked, or brought in as a
file. The newest of a laboratory under one name counts; what was forgotten is gone until it is told anew. An undo takes back facts, no
layout."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from core.layouts.layout import Layout, LayoutRefused
from core.layouts.remembering import layout_of
from core.layouts.role import Understood
from core.ledger.canonical import digest
from core.ledger.ledger import Ledger, Receipt
from core.ledger.plan import FORGET, LAYOUT, REMEMBER

LENGTH = 6  # of what tells two layouts of one laboratory apart in their names


@dataclass(frozen=True, slots=True)
class Remembered:
    """A layout with the number of the entry that told it, who told it and when."""

    layout: Layout
    entry: int
    by: str
    at: datetime


def remembered(ledger: Ledger, known: int | None = None) -> tuple[Remembered, ...]:
    """What is remembered, the newest first. A layout that this version cannot use any more is none: its tables are asked about anew."""
    found: dict[tuple[str | None, str], Remembered] = {}
    for entry in ledger.layouts(known):
        for said in entry.body.get(FORGET, ()):
            found.pop((said["laboratory"], said["name"]), None)
        for layout in _read(entry.body.get(REMEMBER, ())):
            found.pop((layout.laboratory, layout.name), None)
            found[layout.laboratory, layout.name] = Remembered(layout, entry.seq, entry.by, entry.at)
    return tuple(reversed(found.values()))


def keep(ledger: Ledger, layout: Layout, by: str, key: str) -> Receipt:
    """A layout that somebody brings as a file.

    Raises:
        LayoutRefused: where it names no laboratory.
    """
    if not (layout.laboratory or "").strip():
        raise LayoutRefused(f"the layout {layout.name!r} names no laboratory; expected one, whose tables it is for")
    return ledger.note(LAYOUT, {REMEMBER: [plain(layout)]}, by, key)


def forget(ledger: Ledger, found: Remembered, by: str, key: str) -> Receipt:
    """A layout that is to be used no more. What was read by it stands."""
    return ledger.note(LAYOUT, {FORGET: [{"laboratory": found.layout.laboratory, "name": found.layout.name}]}, by, key)


def learned(understood: Iterable[Understood], laboratory: str) -> list[dict[str, Any]]:
    """The layouts that the answers about these regions amount to, as plain JSON. What a layout said without a question is known."""
    asked = (each for each in understood if each.model is not None and (each.layout is None or each.questions))
    layouts = {
        layout.name: plain(layout)
        for layout in (layout_of(each, name_of(each, laboratory), laboratory) for each in asked)
        if layout is not None
    }
    return [layouts[name] for name in sorted(layouts)]


def name_of(understood: Understood, laboratory: str) -> str:
    """The name of the layout of a region: what its lines become, and a mark that no other headers and no other laboratory have."""
    sheet = "" if understood.model is None else understood.model.sheet
    return f"{sheet} {digest([laboratory, *sorted(understood.region.headers)])[:LENGTH]}"


def plain(layout: Layout) -> dict[str, Any]:
    """A layout as plain JSON, without what it does not say."""
    return layout.model_dump(mode="json", exclude_defaults=True)


def _read(found: Iterable[Mapping[str, Any]]) -> Iterator[Layout]:
    for said in found:
        try:
            yield Layout.model_validate(said)
        except ValidationError:
            continue
