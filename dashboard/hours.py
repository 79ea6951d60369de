"""To be written."""

from dashboard.source import Source


def hours(files: Source, subject: str) -> None:
    """The block."""
