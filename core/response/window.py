"""The window of the second-infusion rule: "within 60 days post-first infusion" (NCT06902012, second infusion)."""

from datetime import date

# Day 0 is the day of infusion 1; days 1 to 60 count, both included, by collection or scan date (reference 1.4, A3).
WINDOW = range(1, 61)


def in_words(window: range) -> str:
    return f"days {window[0]}–{window[-1]}"


DAYS = in_words(WINDOW)


def days_since(infused_on: date, day: date) -> int:
    """Whole days from the infusion; below zero before it."""
    return (day - infused_on).days
