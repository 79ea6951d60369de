"""The trial's own question: what the second infusion brings, and what it costs."""

from dashboard.cohort.screen import cohort
from dashboard.source import Source


def page(files: Source) -> None:
    cohort(files)
