"""The table of what was measured: the floor, the dashboard, how they compare, and whether the budget holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

HEADS = ("", "floor", "this app", "ratio", "budget", "")
WIDTHS = (52, 18, 18, 7, 10, 22)


@dataclass(frozen=True)
class Row:
    """One figure over the rounds. Its budget is so many times the floor, or at most an amount; a row of a gate must hold."""

    what: str
    unit: str
    floor: list[float]
    ours: list[float]
    times: float | None = None
    most: float | None = None
    gate: str = ""

    @property
    def over(self) -> float:
        """By how much the budget is exceeded, as a part of it; nothing where there is none."""
        if self.times is not None:
            return self._ratio() / self.times - 1
        return median(self.ours) / self.most - 1 if self.most is not None else 0

    def cells(self) -> tuple[str, ...]:
        ratio = f"{self._ratio():.2f} x" if self.floor and self.most is None else ""
        budget = f"{self.times:g} x" if self.times is not None else f"{self.most:g} {self.unit}" if self.most is not None else ""
        verdict = "holds" if self.over <= 0 else f"MISSED by {_number(100 * self.over)} %"
        said = f"{verdict}{' (gate)' if self.gate else ''}" if budget else ""
        return self.what, self._said(self.floor), self._said(self.ours), ratio, budget, said

    def _ratio(self) -> float:
        return median(self.ours) / median(self.floor)

    def _said(self, found: list[float]) -> str:
        """The median, and the least where that is another."""
        if not found:
            return ""
        middle, least = _number(median(found)), _number(min(found))
        return f"{middle} {self.unit}" if middle == least else f"{middle} ({least}) {self.unit}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def show(rows: Iterable[Row]) -> None:
    """Print the rows, and at the end which gates hold: one holds only where each of its rows does."""
    rows = list(rows)
    print("Median over the rounds, in brackets the least.")
    for cells in (HEADS, *(row.cells() for row in rows)):
        print(f"{cells[0]:<{WIDTHS[0]}}", *(f"{cell:>{width}}" for cell, width in zip(cells[1:], WIDTHS[1:], strict=True)))
    gates = list(dict.fromkeys(row.gate for row in rows if row.gate))
    missed = {row.gate for row in rows if row.gate and row.over > 0}
    for gate in gates:
        print(f"gate {'MISSED' if gate in missed else 'holds '}  {gate}")
    print(f"gates: {len(gates) - len(missed)} of {len(gates)} hold", flush=True)
