"""The tumor board's list: everybody, the most urgent first."""

from dashboard.source import Source
from dashboard.worklist import worklist


def page(files: Source) -> None:
    worklist(files)
