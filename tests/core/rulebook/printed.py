"""The rulebook as it is printed, and every rule of the core wherever it stands, so that a rule added later is looked for too."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from core.facts.analytes import Analyte
from core.logic.rules import Criterion, Scale, Statement
from core.protocol.holds import Code
from core.protocol.open_reading import OpenReading
from core.protocol.settings import Settings
from core.rulebook.book import rulebook
from tests.laws.discovery import modules

KINDS = (Statement, Criterion, Scale, Code, Analyte, OpenReading)


@cache
def sections():
    return rulebook(Settings())


def entries(settings=None):
    return [entry for section in (sections() if settings is None else rulebook(settings)) for entry in section.entries]


def of_kind(kind) -> list[Any]:
    """Every rule of a kind that a module of the core holds, each once."""
    found = {id(rule): rule for module in modules() for value in vars(module).values() for rule in _within(value)}
    return [rule for rule in found.values() if isinstance(rule, kind)]


def _within(value) -> Iterator[Any]:
    if isinstance(value, KINDS):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _within(item)
    elif isinstance(value, Mapping):
        for item in list(value.values()):
            yield from _within(item)
