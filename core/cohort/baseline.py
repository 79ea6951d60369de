"""The baseline table and the exposure: who they were and what they were given, each with how many are not recorded (reference 6)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from core.assessment import Assessment
from core.facts.labs import exact, measured, over_limit
from core.facts.person import age_on, sex_of


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of each subject: `values` by subject, `without` those it is not recorded of."""

    name: str
    unit: str
    values: Mapping[str, Decimal]
    without: tuple[str, ...]

    @property
    def summary(self) -> tuple[Decimal, Decimal, Decimal] | None:
        """Least, median and most; `None` of nobody."""
        found = sorted(self.values.values())
        return (found[0], median(found), found[-1]) if found else None


@dataclass(frozen=True, slots=True)
class Kinds:
    """A word of each subject: who by word, the most frequent first; `without` those it is not recorded of."""

    name: str
    recorded: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """`number` are those in the table."""

    number: int
    rows: tuple[Measure | Kinds, ...]


def baseline(cohort: Sequence[Assessment]) -> Baseline:
    """Everybody infused, as the newest screening up to the anchor says."""
    infused = [each for each in cohort if 1 in each.toxicity]
    words = {column: {each.subject_id: _screened(each, column) for each in infused} for column in ("ecog", "histology", "stage", "ipi")}
    return Baseline(
        len(infused),
        (
            _measure("age at infusion 1", "years", {each.subject_id: _age(each) for each in infused}),
            _kinds("sex", {each.subject_id: _text(sex_of(each.facts).value) for each in infused}),
            _kinds("ECOG", words["ecog"]),
            _kinds("histology", words["histology"]),
            _measure("prior lines", "", {each.subject_id: _number(_screened(each, "prior_lines")) for each in infused}),
            _kinds("stage", words["stage"]),
            _kinds("IPI", words["ipi"]),
            _measure("LDH", "U/L", {each.subject_id: _ldh(each) for each in infused}),
            _measure("LDH over its upper limit", "×", {each.subject_id: _ldh_over_limit(each) for each in infused}),
            *(_dose(infused, number) for number in (1, 2)),
            _measure("days between infusions", "d", {each.subject_id: _between(each) for each in infused if 2 in each.toxicity}),
        ),
    )


def _dose(cohort: Iterable[Assessment], number: int) -> Measure:
    """The dose given, in millions of cells."""
    given = {each.subject_id: each.doses[number - 1].given_cells for each in cohort if number in each.toxicity}
    millions = {who: None if cells is None else cells / 10**6 for who, cells in given.items()}
    return _measure(f"cells given, infusion {number}", "×10⁶", millions)


def _measure(name: str, unit: str, found: Mapping[str, Decimal | None]) -> Measure:
    return Measure(
        name,
        unit,
        {who: value for who, value in found.items() if value is not None},
        tuple(who for who, value in found.items() if value is None),
    )


def _kinds(name: str, found: Mapping[str, str | None]) -> Kinds:
    counted = Counter(word for word in found.values() if word is not None)
    order = sorted(counted, key=lambda word: (-counted[word], word))
    who = {word: tuple(each for each, said in found.items() if said == word) for word in order}
    return Kinds(name, who, tuple(each for each, said in found.items() if said is None))


def _screened(found: Assessment, column: str) -> str | None:
    """A cell of the newest screening before infusion 1, as text."""
    before = [fact for fact in found.facts.screening if fact.record.assessed_on <= found.toxicity[1].infused_on]
    newest = max(before, key=lambda fact: fact.record.assessed_on, default=None)
    return None if newest is None else _text(getattr(newest.record, column))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _age(found: Assessment) -> Decimal | None:
    years = age_on(found.facts.person, found.toxicity[1].infused_on).value
    return None if years is None else Decimal(str(years))


def _ldh(found: Assessment) -> Decimal | None:
    """The newest result up to the day of infusion 1; a bound is no number."""
    return exact(measured(found.facts.labs, "ldh", found.toxicity[1].infused_on)[0])


def _ldh_over_limit(found: Assessment) -> Decimal | None:
    return exact(over_limit(found.facts.labs, "ldh", found.toxicity[1].infused_on))


def _between(found: Assessment) -> Decimal | None:
    return Decimal((found.toxicity[2].infused_on - found.toxicity[1].infused_on).days)
