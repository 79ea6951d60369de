"""Age in completed years, and when one is no age (clinical reference 1.5)."""

from datetime import date

from core.facts.records import Subject

OLDEST = 120  # 17 is a real age and fails I1; 180 is not an age


def completed_years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_age(years: int) -> bool:
    return 0 <= years <= OLDEST


def age_fault(subject: Subject) -> dict[str, str]:
    """What is wrong between birth and consent: by column, what continues the words of the cell."""
    born, consent = subject.birth_date, subject.consent_date
    if born is None or consent is None or is_age(years := completed_years(born, consent)):
        return {}
    return {"birth_date": f"gives an age of {years} years at consent; expected 0 to {OLDEST}"}
