"""PET/CT as a ribbon of the trajectory: one mark a day, the letters of its response in a shape; neighbors too close stand in two rows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.pictures.frame import Frame, Rows
from core.pictures.room import Room, Spot, Stroke, around
from core.response.pet import Assessment as Scan
from core.response.pet import PetResult, evaluated, of_day
from core.response.window import WINDOW, days_since

ROW, EDGE, MOST = 32, 4, 3  # pixels: one row of marks, and what is free above and below all; rows there may be
HALF, SIZE = 14.5, 12.0  # half a mark, the font size of what stands beside it
BESIDE = (Spot("left", 18), Spot("right", -18))


@dataclass(frozen=True, slots=True)
class Read:
    """The scans of one day and what they say together. `evaluable`: whether any of them may decide."""

    day: int
    scans: tuple[Scan, ...]
    result: PetResult
    evaluable: bool

    @property
    def response(self) -> str | None:
        return self.result.response if self.evaluable else None

    @property
    def baseline(self) -> bool:
        """Before infusion 1 a scan need not give a response."""
        return self.response is None and self.day < WINDOW[0]

    @property
    def beside(self) -> str:
        """The Deauville score, or what was recorded instead of a response, or that nothing was."""
        if self.result.deauville:
            return f"DS {self.result.deauville}"
        recorded = "/".join(dict.fromkeys(scan.record.response or "" for scan in self.scans)).strip("/")
        return "" if self.response else recorded or ("before infusion" if self.baseline else "not read")

    @property
    def in_words(self) -> str:
        return self.response or f"not decided: {self.result.reason if self.evaluable else 'not evaluable'}"


def reads(scans: Sequence[Scan], infused_on: date) -> list[Read]:
    by_day: dict[date, list[Scan]] = defaultdict(list)
    for scan in scans:
        by_day[scan.record.scanned_on].append(scan)
    found = []
    for on, of_one_day in sorted(by_day.items()):
        kept = evaluated(of_one_day)
        found.append(Read(days_since(infused_on, on), tuple(of_one_day), of_day(kept or of_one_day, infused_on), bool(kept)))
    return found


def rows_of(found: Sequence[Read], frame: Frame, strokes: Sequence[Stroke]) -> list[tuple[int, Spot | None]]:
    """For each read the row it stands in, from the top, and where its words hang; `None` where nothing has room beside it."""
    room = Room(strokes=list(strokes))
    rows: list[int] = []
    for read in found:
        x, row = frame.x(read.day), 0
        while row < MOST - 1 and not room.free(around(x, row * ROW, HALF)):
            row += 1
        room.taken.append(around(x, row * ROW, HALF))
        rows.append(row)
    return [
        (row, room.hang(frame.x(read.day), row * ROW, read.beside, SIZE, BESIDE) if read.beside else None)
        for read, row in zip(found, rows, strict=True)
    ]


def height(placed: Sequence[tuple[int, Spot | None]]) -> int:
    return (max((row for row, _ in placed), default=0) + 1) * ROW + 2 * EDGE


def add_ribbon(rows: Rows, found: Sequence[Read], placed: Sequence[tuple[int, Spot | None]], frame: Frame, base: float) -> dict[int, float]:
    """The marks of the reads above `base`; `?` where no response is decided, `B` for one before infusion 1 that gives none. What comes back
    is how high each day's mark stands."""
    top = base + height(placed)
    heights: dict[int, float] = {}
    rows["lanes"].append({"base": (base + top) / 2 + 8, "roof": top, "t": ["PET/CT", "Lugano 2014"]})
    if not found:
        rows["calm"].append({"day": 1, "base": (base + top) / 2, "t": "none known on this day"})
    for read, (row, spot) in zip(found, placed, strict=True):
        at = {"day": read.day, "base": top - EDGE - ROW * (row + 0.5)}
        heights[read.day] = at["base"]
        layer = f"pet-{read.response}" if read.response else "pet-before" if read.baseline else "pet-open"
        rows[layer].append(at | {
            "fact": read.scans[0].number,
            "Day": frame.named(read.day), "Date": read.scans[0].record.scanned_on.isoformat(), "Response": read.in_words,
            "Deauville": read.result.deauville or "not recorded", "Source": ", ".join(scan.cell("response") for scan in read.scans),
        })  # fmt: skip
        letters = "pet-letter-PD" if read.response == "PD" else "pet-letter" if read.response else "pet-letter-open"
        rows[letters].append(at | {"t": read.response or ("B" if read.baseline else "?")})
        if spot is not None:
            rows["lane-name"].append(at | {"t": read.beside} | spot._asdict())
    return heights
