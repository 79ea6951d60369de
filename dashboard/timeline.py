"""To be written."""

from dashboard.source import Source


def timeline(files: Source, subject: str) -> None:
    """The block."""
