"""What a ledger knows of a subject, for whoever reads a file: its results that stand, its birth date and its sex."""

from datetime import date

from core.facts.fact import Fact
from core.facts.records import Subject
from core.layouts.history import Known
from core.ledger.ledger import Ledger


class LedgerHistory:
    """A ledger as an entry left it; each subject is looked up once."""

    def __init__(self, ledger: Ledger, known: int) -> None:
        self._ledger, self._known = ledger, known
        self._everybody = frozenset(ledger.subject_ids(known))
        self._found: dict[str, Known] = {}

    def subject(self, subject_id: str) -> Known | None:
        if subject_id not in self._everybody:
            return None
        if subject_id not in self._found:
            facts = self._ledger.facts(subject_id, self._known).facts
            self._found[subject_id] = Known(facts.labs, *_person(facts.person))
        return self._found[subject_id]

    def person(self, subject_id: str) -> Fact[Subject] | None:
        """The row of the sheet subjects that stands of a subject."""
        return self._ledger.facts(subject_id, self._known).facts.person if subject_id in self._everybody else None

    def anybody(self) -> bool:
        return bool(self._everybody)

    @property
    def everybody(self) -> frozenset[str]:
        return self._everybody


def _person(found: Fact[Subject] | None) -> tuple[date | None, str | None]:
    return (None, None) if found is None else (found.record.birth_date, found.record.sex)
