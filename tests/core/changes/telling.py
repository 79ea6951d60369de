"""A ledger told things in one line, and what it then holds as plain text."""

from dataclasses import fields, replace
from itertools import count

from core.changes.upload import prepare
from core.facts.fact import Fact
from core.intake.reader import Handed
from core.ledger.canonical import canonical
from core.ledger.plan import row_told

KEYS = count(1)
BY = "Dr A"


def csv(sheet, *lines, name=""):
    """A CSV file of a sheet: its columns after the subject's, then its rows, cells apart by commas."""
    first, *rest = lines
    return Handed(name or f"{sheet}.csv", "\n".join([f"subject_id,{first}", *rest, ""]).encode())


def store(ledger, plan, by=BY):
    return ledger.commit(plan, by, f"key {next(KEYS)}")


def told(ledger, *files, by=BY, **options):
    """The files uploaded and committed; the entry's number."""
    return store(ledger, plan(prepare(ledger, files, **options)), by).entry.seq


def held(ledger, subject_id, known=None):
    """What stands of a subject as canonical text, the same wherever and whenever it was told."""
    return canonical([row_told(bare(each.held)) for each in ledger.standing(subject_id, known)])


def everything(ledger, known=None):
    """What stands of everybody, by number."""
    return {one: [(each.id, canonical(row_told(each.held))) for each in ledger.standing(one, known)] for one in ledger.subject_ids(known)}


def bare(row):
    """A row without who told it and when."""
    if not isinstance(row, Fact):
        return replace(row, origin=row.origin._replace(told=None))
    others = {column: origin._replace(told=None) for column, origin in row.origins.items()}
    return replace(row, origin=row.origin._replace(told=None), origins=others)


def untold(subject):
    """The facts of a subject, each without who told it."""
    found = {each.name: getattr(subject, each.name) for each in fields(subject)}
    return {name: tuple(map(bare, value)) if isinstance(value, tuple) else value for name, value in found.items()}


def cells(ledger, subject_id, sheet):
    """The filled cells of what stands of a sheet, row by row, after rows of one key were made one."""
    return [
        {name: str(value) for name, value in dict(fact.record).items() if value is not None and name != "subject_id"}
        for fact in getattr(ledger.facts(subject_id).facts, sheet)
    ]


def plan(prepared):
    """The plan of an upload of which nothing is open."""
    assert prepared.plan is not None, (prepared.refused, prepared.problems, prepared.conflicts)
    return prepared.plan
