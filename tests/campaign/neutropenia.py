"""ICAHT on random courses: the early grade is what counting letters gives, and no day that is open takes it out of its range."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random

from core.facts.values import Amount
from core.scales.icaht import early
from tests.campaign.stores import Stores
from tests.campaign.tally import Tally

LAST = 30  # written once more here: the check must not lean on what it checks
VALUES = ["0.02", "0.1", "0.12", "0.3", "0.5", "0.52", "0.9", "2"]


def neutropenia(tally: Tally, random: Random, _: Stores) -> None:
    """Course after course: one that is bridged throughout, and one with open days, some of them filled."""
    for number in tally.trials():
        counts = series(random, random.choice((0, 0.2, 0.5, 0.8, 1)))
        expected = by_text(letters(counts))
        found = graded(counts)
        tally.counts[f"grade {expected}"] += 1
        tally.hold(found == (expected, expected), f"course {number}: {counts}: graded {found}, counted {expected}")
        first = random.randrange(1, 22)
        known = {day: each for day, each in counts.items() if not first <= day <= first + 7 + random.randrange(10)}
        before = graded(known)
        after = graded(known | {day: each for day, each in counts.items() if random.random() < 0.5 and is_open(known, day)})
        tally.counts["open"] += before[0] < before[1]
        tally.hold(before[0] <= after[0] <= after[1] <= before[1], f"course {number}: {known}: graded {before}, then {after}")


def graded(counts: Mapping[int, Amount]) -> tuple[int, int]:
    found = early(counts, LAST, followed=False)
    assert found is not None, "a course has counts"
    return found.grade.at_least, found.grade.at_most


def is_open(counts: Mapping[int, Amount], day: int) -> bool:
    found = early(counts, LAST, followed=False)
    return found is not None and any(day in stretch for stretch in found.course.open)


def letters(counts: Mapping[int, Decimal]) -> str:
    """`v` at or below 100, `l` at or below 500, `-` above; a missing day is put on the line by fractions."""
    known = sorted(counts)
    text = ""
    for day in range(LAST + 1):
        left = max((each for each in known if each <= day), default=None)
        right = min(each for each in known if each >= day)
        if left is None or left == right:
            value = Fraction(counts[right])
        else:
            share = Fraction(day - left, right - left)
            value = Fraction(counts[left]) * (1 - share) + Fraction(counts[right]) * share
        text += "v" if value * 10 <= 1 else "l" if value * 2 <= 1 else "-"
    return text


def by_text(text: str) -> int:
    """The grade of a letter a day."""

    def lengths(low: str) -> tuple[str, int]:
        marks = "".join("x" if each in low else "." for each in text)
        for gap in (".", ".."):
            while f"x{gap}x" in marks:
                marks = marks.replace(f"x{gap}x", f"x{'x' * len(gap)}x")
        return marks, max(map(len, marks.split(".")))

    marks, below_500 = lengths("vl")
    below_100 = lengths("v")[1]
    if below_100 >= 14 or "." not in marks[3:]:
        return 4
    return 3 if below_500 >= 14 or below_100 >= 7 else 2 if below_500 >= 7 else 1 if below_500 else 0


def series(random: Random, missing: float) -> dict[int, Decimal]:
    """Counts of a window, its edges counted; no more than seven days lack one on end."""
    level = random.choice([VALUES, VALUES[:5], VALUES[2:], ["0.1", "0.5"], ["0.1", "0.5", "0.5", "0.5", "2"]])
    days = [0]
    while days[-1] < LAST:
        days.append(min(LAST, days[-1] + 1 + (random.randrange(8) if random.random() < missing else 0)))
    return {day: Decimal(random.choice(level)) for day in days}
