"""The tumor board's list: everybody, the most urgent first."""

from dashboard.source import source
from dashboard.worklist import worklist

worklist(source())
