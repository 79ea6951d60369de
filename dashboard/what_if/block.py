"""To be written."""

from dashboard.source import Source


def what_if(files: Source, subject: str) -> None:
    """The block."""
