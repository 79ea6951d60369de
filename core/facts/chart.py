"""The chart: what a rule may read of one subject as of one day, as named variables, each with the cells it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from core.facts.fact import Cited
from core.facts.values import Span

Value = Decimal | Span | int | str | bool


@dataclass(frozen=True, slots=True)
class Datum:
    """What is known of one variable. `value` `None` is unknown; then `note` says why and `missing` which analytes or workbook
    columns are lacking. `contradiction` marks a record that excludes itself."""

    value: Value | None = None
    evidence: tuple[Cited, ...] = ()
    note: str = ""
    missing: tuple[str, ...] = ()
    contradiction: bool = False


UNKNOWN = Datum()


@dataclass(frozen=True, slots=True)
class Chart:
    """Variables by name. A name that is not there is unknown."""

    data: Mapping[str, Datum] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Datum:
        return self.data.get(name, UNKNOWN)

    def __or__(self, other: "Chart | Mapping[str, Datum]") -> "Chart":
        return Chart({**self.data, **(other.data if isinstance(other, Chart) else other)})

    def names(self) -> Iterable[str]:
        return self.data.keys()
