"""What a plan becomes in the tables: the rows that one entry adds to each."""

from collections.abc import Iterator, Mapping, Set
from datetime import datetime
from hashlib import sha256
from typing import Any

from core.facts.fact import Fact, Origin
from core.facts.record import Record
from core.facts.written import written
from core.ledger.canonical import canonical
from core.ledger.chain import Head, digest_of, link
from core.ledger.clock import day_at
from core.ledger.plan import CORRECTED, NEW, RESTORED, WITHDRAWN, Plan, origin_told
from core.ledger.refusals import Unsound
from core.ledger.stored import LeftOut
from core.protocol.settings import Settings

RECORD, LEFT_OUT = "record", "left_out"
Row = dict[str, Any]


def rows_of(plan: Plan, seq: int, first: int, known: Set[str]) -> dict[str, list[Row]]:
    """The rows of entry `seq` by table; the facts it states are numbered from `first`. `known` are the contents that are stored already."""
    facts: list[Row] = []
    standing: list[tuple[int, int, int]] = []
    for number, change in enumerate(plan.changes, 1):
        if change.states is not None:
            facts.append(_fact(change.states, seq, first + len(facts)))
            standing.append((facts[-1]["id"], number, 1))
        standing += [(fact, number, 0) for fact in change.ends]
        standing += [(fact, number, 1) for fact in change.restores]
    contents = {each.sha256: each for each in reversed(plan.files) if each.sha256 not in known}  # under its first name
    return {
        "upload": [{"sha256": each.sha256, "entry": seq, "name": _visible(each.name), "bytes": each.data} for each in contents.values()],
        "fact": facts,
        "standing": [{"entry": seq, "fact": fact, "change": number, "stands": stands} for fact, number, stands in standing],
        "seen": [{"entry": seq, "fact": fact} for fact in plan.seen],
        "setting": [
            {"entry": seq, "name": name, "value": canonical(None if value is None else dict(value))}
            for name, value in plan.settings.items()
        ],
        "touched": [{"entry": seq, "subject_id": subject_id} for subject_id in plan.subjects],
    }


def entry_row(said: Mapping[str, object], head: Head, body: Mapping[str, object], rows: Mapping[str, list[Row]]) -> Row:
    """The entry that follows `head`, chained to it and to its rows."""
    row = {**said, "seq": head.seq + 1, "body": canonical(body), "digest": digest_of(rows), "previous": head.hash}
    return {**row, "hash": link(head.hash, row)}


def body_of(plan: Plan, site: Settings, at: datetime) -> Row:
    """What the audit tells of a plan: what was changed, on which day of the site, and in which time zone its files were read."""
    return {
        **plan.body,
        "plan": plan.hash,
        "counts": counts_of(plan),
        "files": [[each.name, each.sha256] for each in plan.files],
        "reason": plan.reason,
        "undoes": plan.undoes,
        "time_zone": None if site.time_zone is None else site.time_zone.value,
        "day": day_at(at, site.zone).isoformat(),
    }


def counts_of(plan: Plan) -> dict[str, int]:
    """How much of each kind a plan changes; a row left out counts as that alone."""
    kinds = ["left_out" if isinstance(change.states, LeftOut) else change.kind for change in plan.changes]
    counts = {kind: kinds.count(kind) for kind in (NEW, CORRECTED, WITHDRAWN, RESTORED, "left_out")}
    return {**counts, "same": len(plan.seen), "settings": len(plan.settings)}


def sound(plan: Plan) -> None:
    """Raises:
    Unsound: where a plan says one thing twice, speaks of one subject in the name of another, or hands in bytes that are not its files'.
    """
    said = [fact for change in plan.changes for fact in (*change.ends, *change.restores)]
    if len(said) != len(set(said)) or len(plan.seen) != len(set(plan.seen)) or not set(said).isdisjoint(plan.seen):
        raise Unsound("the plan speaks of one fact twice; nothing was saved")
    for change in plan.changes:
        held = change.states
        named = held.record if isinstance(held, Fact) else held
        if named is not None and (named.subject_id, named.sheet) != (change.subject_id, change.sheet):
            raise Unsound("the plan states a fact in another's place; nothing was saved")
    if any(sha256(each.data).hexdigest() != each.sha256 for each in plan.files):
        raise Unsound("a file is not the one the plan speaks of; nothing was saved")


def _fact(held: Fact[Record] | LeftOut, seq: int, number: int) -> Row:
    said: Row = {"id": number, "entry": seq, "row": held.origin.row}
    if isinstance(held, LeftOut):
        problems = [[each.address, each.sentence] for each in held.problems]
        said |= {"kind": LEFT_OUT, "subject_id": held.subject_id, "sheet": held.sheet, "record": canonical(problems), "faults": "{}"}
        return said | {"origin": canonical(dict(_shared(held.origin)))}
    record, others = held.record, {column: origin_told(origin) for column, origin in held.origins.items()}
    said |= {"kind": RECORD, "subject_id": record.subject_id, "sheet": record.sheet, "record": canonical(written(record))}
    origin = dict(_shared(held.origin)) | ({"cells": others} if others else {})
    return said | {"faults": canonical(dict(held.faults)), "origin": canonical(origin)}


def _shared(origin: Origin) -> Iterator[tuple[str, object]]:
    """An origin without its row, so that the rows of one file share it."""
    return ((name, said) for name, said in origin_told(origin).items() if name != "row")


def _visible(name: str) -> str:
    """The label of a file in characters that any database holds."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)
