"""The room that labels have on a drawing: each hangs where it covers no mark and no other label, and crosses as few lines as it can.

Counted in pixels of the smallest drawing, a laptop's: on a larger one everything stands further apart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

WIDTH, HEIGHT = 590.0, 420.0  # between the axes on a laptop
TOP = 58  # the lines of labels above the log axis
AXIS = 140  # what the log axis keeps: where there is less, the lanes give way, so that it never stands upside down
LETTER, DIGIT, LINE = 0.46, 0.53, 1.2  # of the font size: how wide a letter and a digit are, how high a line is
COVERED, CROSSED, LATER = 100.0, 1.0, 0.1  # the cost of covering something, of crossing a line, of each less usual place

DIGITS = re.compile(r"\d")

Stroke = tuple[float, float, float, float]


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def crossed(self, stroke: Stroke) -> bool:
        """Whether a straight line runs through the box."""
        x1, y1, x2, y2 = stroke if stroke[0] <= stroke[2] else (*stroke[2:], *stroke[:2])
        if x2 < self.left or x1 > self.right:
            return False
        if x1 == x2:
            return min(y1, y2) <= self.bottom and max(y1, y2) >= self.top
        ends = [y1 + (y2 - y1) * (x - x1) / (x2 - x1) for x in (max(x1, self.left), min(x2, self.right))]
        return min(ends) <= self.bottom and max(ends) >= self.top


class Spot(NamedTuple):
    """How a text hangs at its point."""

    align: str
    dx: float = 0
    dy: float = 0


ALIGNED = {"left": 0.0, "center": 0.5, "right": 1.0}


def around(x: float, y: float, half: float) -> Box:
    """What a mark covers."""
    return Box(x - half, y - half, x + half, y + half)


@dataclass
class Room:
    """What is taken so far: `taken` must not be covered, `strokes` had better not be crossed."""

    taken: list[Box] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)

    def free(self, box: Box) -> bool:
        return not any(box.meets(other) for other in self.taken)

    def hang(self, x: float, y: float, text: str, size: float, spots: Sequence[Spot], most: float = COVERED) -> Spot | None:
        """Where a text hangs best, and the room is then taken; `None` where it would cover something everywhere, or cost `most`."""
        cost, at, box = self._best(x, y, text, size, spots)
        if cost >= most:
            return None
        self.taken.append(box)
        return spots[at]

    def force(self, x: float, y: float, text: str, size: float, spots: Sequence[Spot]) -> Spot:
        """The same for a text that must be there."""
        _, at, box = self._best(x, y, text, size, spots)
        self.taken.append(box)
        return spots[at]

    def _best(self, x: float, y: float, text: str, size: float, spots: Sequence[Spot]) -> tuple[float, int, Box]:
        """The cheapest spot; a free one that crosses nothing is taken before any later one is looked at."""
        found: list[tuple[float, int, Box]] = []
        for at, spot in enumerate(spots):
            box = written(x, y, text, size, spot)
            cost = self._cost(box)
            found.append((cost + LATER * at, at, box))
            if not cost:
                break
        return min(found)

    def _cost(self, box: Box) -> float:
        covered = [other for other in self.taken if box.meets(other)]
        if covered or box.left < 0 or box.right > WIDTH:
            return COVERED * (len(covered) + 1)
        return CROSSED * len([stroke for stroke in self.strokes if box.crossed(stroke)])


def written(x: float, y: float, text: str, size: float, spot: Spot) -> Box:
    """What one line of text covers."""
    digits = len(DIGITS.findall(text))
    wide = size * (digits * DIGIT + (len(text) - digits) * LETTER)
    left, top = x + spot.dx - ALIGNED[spot.align] * wide, y + spot.dy - size * LINE / 2
    return Box(left, top, left + wide, top + size * LINE)
