"""The tumor board's list: everybody, the most urgent first."""

from dashboard.markup import show
from dashboard.problems import problems
from dashboard.source import source
from dashboard.worklist import worklist

files = source()
worklist(files)
show(problems(files.loaded))
