"""Who the subject is: age and sex, read from the subjects sheet."""

from datetime import date

from core.facts.age import completed_years, is_age
from core.facts.chart import Datum
from core.facts.fact import Cited, Fact
from core.facts.records import Infusion, Subject
from core.facts.subject import SubjectFacts


def age_on(person: Fact[Subject] | None, day: date | None, missing: str = "") -> Datum:
    """Age in completed years on a day; `missing` names the column the day itself would come from."""
    born = person.record.birth_date if person else None
    lacking = tuple(name for name, found in (("birth_date", born), (missing, day)) if found is None and name)
    if person is None or born is None or day is None:
        return Datum(missing=lacking)
    evidence = (Cited(person, "birth_date"),)
    years = completed_years(born, day)
    if not is_age(years):
        return Datum(None, evidence, f"an age of {years} years is not plausible", ("birth_date",))
    return Datum(years, evidence)


def sex_of(facts: SubjectFacts) -> Datum:
    person = facts.person
    if person is None or person.record.sex is None:
        return Datum(missing=("sex",))
    return Datum(person.record.sex, (Cited(person, "sex"),))


def histology_of(facts: SubjectFacts) -> str | None:
    """The histology as the newest screening names it."""
    newest = max(facts.screening, key=lambda fact: fact.record.assessed_on, default=None)
    return None if newest is None else newest.record.histology


def product_of(facts: SubjectFacts) -> str | None:
    """The product of infusion 1 as its own row names it, else as the subject's row does."""
    found = _product(facts)
    return None if found is None else found.record.product


def product_from(facts: SubjectFacts) -> Cited | None:
    """The cell that names the product of infusion 1."""
    found = _product(facts)
    return None if found is None else Cited(found, "product")


def _product(facts: SubjectFacts) -> Fact[Infusion] | Fact[Subject] | None:
    first, person = facts.infusion(1), facts.person
    if first is not None and first.record.product:
        return first
    return person if person is not None and person.record.product else None
