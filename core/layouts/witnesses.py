"""Who and when each line of a region speaks of, and what is known of these subjects: what the detective may hold against a reading."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from core.facts.analytes import ANALYTES, Analyte, unit_of
from core.facts.fact import Fact
from core.facts.labs import amount_of
from core.facts.reading import IDENTIFIER, Unreadable
from core.facts.records import Lab
from core.intake.tables import Cell
from core.layouts.factors import Habit
from core.layouts.history import History, Known
from core.layouts.orders import days_of
from core.layouts.region import Region
from core.layouts.role import Role

NEAR = 45  # [A] days beyond which an earlier result says little about a later one
MOST_PAIRS = 5  # results of one subject that are compared, those nearest to what is known
MOST_SUBJECTS = 200


def written(fact: Fact[Lab], habit: dict[str, list[Decimal]]) -> None:
    """Adds how a result was written. A bound says in which unit, and not how finely."""
    code = unit_of(ANALYTES[fact.record.analyte], fact.record.unit or "")
    if code is not None and amount_of(fact) is not None:
        habit.setdefault(code, []).extend([fact.record.value] if isinstance(fact.record.value, Decimal) else [])


class Witnesses:
    """What is known of the subjects of a region's lines. `fill` says that a blank subject repeats the one above."""

    def __init__(self, region: Region, roles: Sequence[Role], fill: bool, history: History) -> None:
        self.region, self.history = region, history
        self.anybody = history.anybody()
        self._subjects: dict[Cell, str | None] = {}
        self._known: dict[str, Known | None] = {}
        self._amounts: dict[tuple[str, str], list[tuple[date, Decimal]]] = {}
        self.subjects = list(self._named(roles, fill)) if self.anybody else [None] * len(region.lines)
        self._days: list[date | None] | None = None

    def _named(self, roles: Sequence[Role], fill: bool) -> Iterator[str | None]:
        column = next((role.column for role in roles if role.says == "subject_id"), None)
        given = self.region.given.get("subject_id")
        last: str | None = None
        for line in self.region.lines:
            cell = self.region.cell(line, column) if column is not None else given.cell if given is not None else None
            found = self._subject(cell)
            last = found or (last if fill else None)
            yield last

    def _subject(self, cell: Cell) -> str | None:
        if cell not in self._subjects:
            try:
                found = IDENTIFIER.value(cell, None)
            except Unreadable:
                found = None
            self._subjects[cell] = found if isinstance(found, str) else None
        return self._subjects[cell]

    def known(self, position: int) -> Known | None:
        subject = self.subjects[position]
        if subject is None:
            return None
        if subject not in self._known:
            self._known[subject] = self.history.subject(subject)
        return self._known[subject]

    def born(self, position: int) -> date | None:
        known = self.known(position)
        return None if known is None else known.birth_date

    def dated(self, roles: Sequence[Role]) -> None:
        """Says how the days of the lines are read, once that is known."""
        if not self.anybody:
            return
        role = next((role for role in roles if role.says == "collected_at"), None)
        place = self.region.given.get("collected_at")
        if role is not None:
            self._days = days_of(role, [self.region.cell(line, role.column) for line in self.region.lines])
        elif place is not None and isinstance(place.cell, date):
            self._days = days_of(Role(self.region.columns[0], ""), [place.cell]) * len(self.region.lines)

    def pairs(self, analyte: Analyte, numbers: Sequence[tuple[int, Decimal]]) -> list[tuple[Decimal, Decimal]]:
        """What is known of an analyte, in the canonical unit, beside each number of a line near in time, the nearest of each subject."""
        if self._days is None:
            return []
        near: dict[str, list[tuple[int, int, Decimal, Decimal]]] = {}
        for position, number in numbers:
            subject, day = self.subjects[position], self._days[position]
            if subject is None or day is None or (subject not in near and len(near) >= MOST_SUBJECTS):
                continue
            past = self._past(position, subject, analyte)
            if past:
                away, amount = min(((abs((day - on).days), amount) for on, amount in past), key=lambda each: each[0])
                if away <= NEAR:
                    near.setdefault(subject, []).append((away, position, amount, number))
        return [(amount, number) for found in near.values() for _, _, amount, number in sorted(found)[:MOST_PAIRS]]

    def habit(self, analyte: Analyte, positions: Iterable[int]) -> Habit:
        """How what is known of an analyte in the subjects of these lines was written."""
        found: dict[str, list[Decimal]] = {}
        for known in {subject: self.known(position) for position in positions if (subject := self.subjects[position])}.values():
            for fact in () if known is None else known.labs:
                if fact.record.analyte == analyte.name:
                    written(fact, found)
        return found

    def _past(self, position: int, subject: str, analyte: Analyte) -> list[tuple[date, Decimal]]:
        key = (subject, analyte.name)
        if key not in self._amounts:
            known = self.known(position)
            facts = [] if known is None else [fact for fact in known.labs if fact.record.analyte == analyte.name]
            read = [(fact.record.collected_at.day, amount_of(fact)) for fact in facts]
            self._amounts[key] = [(day, amount) for day, amount in read if isinstance(amount, Decimal)]
        return self._amounts[key]
