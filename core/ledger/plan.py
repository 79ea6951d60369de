"""A plan: all that one action would change, made once and never altered. What is shown before and what is stored is the same plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.facts.fact import Fact, Origin
from core.facts.record import Record
from core.facts.written import written
from core.ledger.canonical import digest
from core.ledger.stored import LeftOut

UPLOAD, HAND, UNDO, SETTING, EXPORT = "upload", "hand", "undo", "setting", "export"  # the actions
REFUSED, LAYOUT, QUERY = "refused", "layout", "query"
NEW, CORRECTED, WITHDRAWN, RESTORED = "new", "corrected", "withdrawn", "restored"  # the kinds of changes
REMEMBER, FORGET = "remember", "forget"  # what a body says of layouts: those kept for a laboratory, and the names of those given up


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it was handed in. The name is a label."""

    name: str
    sha256: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """What belongs together: a row that is stated, the facts (by number) that it ends, and those that stand again."""

    kind: str
    subject_id: str
    sheet: str
    states: Fact[Record] | LeftOut | None = None
    ends: tuple[int, ...] = ()
    restores: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """`base` is the number of the ledger's newest entry when the plan was made; `seen` the facts told once more; `settings` the values
    set, `None` for unset; `undoes` the entry that an undo takes back; `body` what the audit tells beside the counts, plain JSON."""

    action: str
    base: int
    changes: tuple[Change, ...] = ()
    seen: tuple[int, ...] = ()
    files: tuple[Content, ...] = ()
    settings: Mapping[str, Mapping[str, Any] | None] = field(default_factory=dict)
    reason: str = ""
    undoes: int | None = None
    body: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """Whom it touches."""
        return tuple(sorted({change.subject_id for change in self.changes}))

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of everything the plan says; of its files their own."""
        return digest(
            {
                "action": self.action,
                "base": self.base,
                "changes": [digest(told(change)) for change in self.changes],  # one by one: nobody waits for all of them written as one
                "seen": list(self.seen),
                "files": [[each.name, each.sha256] for each in self.files],
                "settings": {name: None if value is None else dict(value) for name, value in self.settings.items()},
                "reason": self.reason,
                "undoes": self.undoes,
                "body": dict(self.body),
            }
        )


def told(change: Change) -> dict[str, Any]:
    """A change as plain JSON."""
    stated = None if change.states is None else row_told(change.states)
    return {
        "kind": change.kind,
        "subject": change.subject_id,
        "sheet": change.sheet,
        "states": stated,
        "ends": list(change.ends),
        "restores": list(change.restores),
    }


def row_told(row: Fact[Record] | LeftOut) -> dict[str, Any]:
    """A row as plain JSON: its record, its faults and where every cell of it came from."""
    if isinstance(row, LeftOut):
        return {"left_out": [[each.address, each.sentence] for each in row.problems], "faults": {}, "origin": origin_told(row.origin)}
    others = {column: origin_told(origin) for column, origin in row.origins.items()}
    return {"record": written(row.record), "faults": dict(row.faults), "origin": {**origin_told(row.origin), "cells": others}}


def origin_told(origin: Origin) -> dict[str, Any]:
    """An origin as plain JSON. Who told it is known to the entry that states it; only what an older entry told is written along."""
    found: dict[str, Any] = {"file": origin.file, "sheet": origin.sheet, "row": origin.row, "columns": dict(origin.columns)}
    if origin.told is not None:
        found["entry"] = origin.told.entry
    return found
