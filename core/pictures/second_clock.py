"""The second clock of the trajectory: days counted from infusion 2 once it is given, written 2+7 (clinical reference 8). The window of the
rule belongs to infusion 1 and is not drawn a second time."""

from core.pictures.frame import Frame, Rows
from core.pictures.room import WIDTH

LANE = 20  # pixels
STEP, APART = 7, 42.0  # days between two labels, or twice that, and again; pixels that a label needs


def add_clock(rows: Rows, frame: Frame, again: int, base: float) -> None:
    """Its labels, from the day of infusion 2 to the end of the days shown."""
    step = STEP
    while step * frame.pixels < APART:
        step *= 2
    middle = base + LANE / 2
    rows["lanes"].append({"base": middle, "roof": base + LANE, "t": "since infusion 2"})
    shown = [day for day in range(again, frame.last + 1, step) if frame.x(day) + APART / 2 <= WIDTH or day == again]
    rows["clock"] += [{"day": day, "base": middle, "t": f"2+{day - again}"} for day in shown]
