"""How fast the ledger is: the snapshot of a subject with many facts, a large commit, and a pass over stores that grow."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from core.facts.fact import Fact, Origin
from core.facts.record import readings
from core.facts.records import Lab, Record
from core.facts.values import Moment
from core.ledger.engine import prepare
from core.ledger.ledger import Ledger
from core.ledger.plan import NEW, UPLOAD, Change, Plan
from core.ledger.snapshot import gathered
from tests.bench.clock import best, report, spent
from tests.bench.files import ANALYTES

FACTS, STORED = 5_000, 10_000
SUBJECTS = (10, 100, 1_000, 10_000)
EACH = 30  # facts of a subject
COLUMNS = {name: at for at, name in enumerate(readings(Lab), 1)}


def ledger(folder: Path) -> None:
    with_many = _filled(folder / "one.db", labs("S-0001", FACTS))
    _warm_up(folder)
    report(f"snapshot of a subject with {FACTS:,} facts, asked again", best(lambda: with_many.facts("S-0001"), 5) * 1000, 20, "ms")
    rows = with_many.standing("S-0001")
    stand, gather = best(lambda: with_many.standing("S-0001"), 5) * 1000, best(lambda: gathered("S-0001", rows), 5) * 1000
    report(f"snapshot of a subject with {FACTS:,} facts, after one more was told", min(_told_more(with_many)), 20, "ms")
    report(f"snapshot of a subject with {FACTS:,} facts, the first of a process", stand + gather, 20, "ms")
    print(f"  of it: rows to facts {stand:.1f} ms, facts to a snapshot {gather:.1f} ms")
    plan = stated(labs("S-0002", STORED), 1)
    report(f"commit of {STORED:,} facts, CPU", spent(lambda: with_many.commit(plan, "bench", "k2")), 5, "s")
    with_many.close()
    costs = [_pass(folder, subjects) for subjects in SUBJECTS]
    report(f"a pass over {SUBJECTS[-1]:,} subjects, a subject, against {SUBJECTS[1]:,}", costs[-1] / costs[1], 1.5, "x")


def labs(subject_id: str, facts: int) -> Iterator[Fact[Record]]:
    """Laboratory results, an hour between two rounds of all analytes."""
    for number in range(facts):
        name, (low, high, unit) = [*ANALYTES.items()][number % len(ANALYTES)]
        at = Moment(datetime(2025, 1, 1) + timedelta(hours=number // len(ANALYTES)), True)
        said = {
            "subject_id": subject_id,
            "collected_at": at,
            "analyte": name,
            "value": Decimal(low + number * 7 % (high - low)),
            "unit": unit,
        }
        yield Fact(Lab.of(dict.fromkeys(readings(Lab)) | said), Origin("labs.xlsx", "labs", number + 2, COLUMNS))


def _told_more(store: Ledger) -> Iterator[float]:
    """Milliseconds for the snapshot of the subject after each of several entries that told one fact more."""
    for number, fact in enumerate(islice(labs("S-0001", FACTS + 5), FACTS, None)):
        store.commit(stated([fact], store.head().seq), "bench", f"one more {number}")
        yield spent(lambda: store.facts("S-0001")) * 1000


def stated(facts: Iterable[Fact[Record]], base: int) -> Plan:
    return Plan(UPLOAD, base, tuple(Change(NEW, fact.record.subject_id, fact.record.sheet, fact) for fact in facts))


def _filled(path: Path, facts: Iterator[Fact[Record]]) -> Ledger:
    prepare(str(path))
    found = Ledger.open(str(path), lambda: datetime(2026, 3, 6, tzinfo=UTC))
    number = 0
    while some := list(islice(facts, 3 * STORED)):
        found.commit(stated(some, number), "bench", f"fill {number}")
        number += 1
    return found


def _warm_up(folder: Path) -> None:
    """What the first use of a process costs is not the cost of a snapshot."""
    other = _filled(folder / "other.db", labs("S-0009", 100))
    other.facts("S-0009")
    other.close()


def _pass(folder: Path, subjects: int) -> float:
    """Milliseconds that a subject costs in one pass over a store of so many."""
    store = _filled(folder / f"{subjects}.db", (fact for number in range(subjects) for fact in labs(f"S-{number:05d}", EACH)))

    def whole() -> None:
        for subject_id, rows in store.every():
            gathered(subject_id, rows)

    found = best(whole, 2) / subjects * 1000
    print(
        f"  {subjects:>6,} subjects with {EACH} facts each: {found:.3f} ms a subject, {found * subjects / 1000:.2f} s the pass", flush=True
    )
    store.close()
    return found
