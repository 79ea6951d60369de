"""Random histories: what people do to a ledger, made up from a seed."""

from dataclasses import replace
from hashlib import sha256
from random import Random

from core.facts.fact import Fact, Origin, Problem
from core.facts.records import Lab
from core.facts.written import record_of
from core.ledger.ledger import Ledger
from core.ledger.plan import CORRECTED, EXPORT, HAND, NEW, RESTORED, SETTING, UPLOAD, WITHDRAWN, Change, Content, Plan
from core.ledger.stored import LeftOut

BY = "Campaign"


def lab(random: Random, subject_id: str, file: str = "labs.xlsx") -> Fact:
    """A laboratory result, sometimes with a cell that could not be read."""
    day, hour, row = random.randint(1, 28), random.randint(0, 23), random.randint(2, 900)
    cells = {
        "collected_at": f"2026-02-{day:02}T{hour:02}:30:00",
        "analyte": random.choice(["ldh", "ferritin", "hemoglobin", "platelets"]),
        "value": f"{random.randint(1, 9000) / 10}",
    }
    faults = {"value": "'8,4' is not a number; expected a number"} if random.random() < 0.1 else {}
    columns = {"subject_id": 1, "collected_at": 2, "analyte": 3, "value": 4}
    return Fact(record_of(Lab, subject_id, cells), Origin(file, "labs", row, columns), faults)


def content(random: Random, size: int | None = None) -> Content:
    data = random.randbytes(random.randint(50, 2500) if size is None else size)
    return Content(f"labs {random.randint(1, 99)}.xlsx", sha256(data).hexdigest(), data)


def upload(random: Random, base: int, subjects: list[str], rows: int, seen: tuple[int, ...] = (), size: int | None = None) -> Plan:
    """A file with so many new rows, some of them left out."""
    file = content(random, size)
    changes = []
    for _ in range(rows):
        subject_id = random.choice(subjects)
        fact = lab(random, subject_id, file.name)
        row = LeftOut(subject_id, "labs", (Problem(fact.cell("value"), "cannot be read"),), fact.origin) if random.random() < 0.1 else fact
        changes.append(Change(NEW, subject_id, "labs", row))
    return Plan(UPLOAD, base, tuple(changes), seen, (file,), reason=random.choice(["", "weekly", "每周"]))


def correction(random: Random, base: int, stands: dict[int, str]) -> Plan:
    """One fact ended, and most times another stated in its place."""
    fact = random.choice(list(stands))
    states = lab(random, stands[fact], "by hand") if random.random() < 0.7 else None
    kind = CORRECTED if states else WITHDRAWN
    return Plan(HAND, base, (Change(kind, stands[fact], "labs", states, ends=(fact,)),), reason="as told on the phone")


def setting(random: Random, base: int) -> Plan:
    days = {"value": random.randint(1, 30), "on": "2026-03-05", "reason": "as agreed", "by": BY}
    return Plan(SETTING, base, settings={"pet_turnaround_days": random.choice([days, None])})


def live(ledger: Ledger, random: Random, entries: int, prefix: str = "k") -> None:
    """A ledger with so many more entries of all kinds."""
    for number in range(entries):
        ledger.commit(step(ledger, random), BY, f"{prefix}{number}")


def step(ledger: Ledger, random: Random) -> Plan:
    """What somebody does next."""
    subjects = [f"S-{number:03}" for number in range(1, 9)]
    history = [version for subject_id in subjects[:3] for version in ledger.history(subject_id)]
    stands = {each.stored.id: each.stored.subject_id for each in history if each.since[-1][1]}
    ended = {each.stored.id: each.stored.subject_id for each in history if not each.since[-1][1]}
    base, chance = ledger.head().seq, random.random()
    if stands and chance < 0.3:
        return correction(random, base, stands)
    if ended and chance < 0.4:
        fact = random.choice(list(ended))
        return Plan(HAND, base, (Change(RESTORED, ended[fact], "labs", restores=(fact,)),), reason="it was right after all")
    if chance < 0.5:
        return setting(random, base)
    if chance < 0.55:
        return Plan(EXPORT, base, body={"what": "worklist"})
    seen = tuple(random.sample(list(stands), min(len(stands), random.randint(0, 2))))
    return upload(random, base, subjects, random.randint(1, 5), seen)


def counted(plan: Plan) -> Plan:
    """The plan with the number of rows it states written into its entry, to be counted again in the store."""
    return replace(plan, body={**plan.body, "rows": sum(change.states is not None for change in plan.changes)})
