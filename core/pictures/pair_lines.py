"""Each PET/CT of the trajectory joined with the ctDNA sample nearest to it, on demand: how many days lie between, and the word where the
two tell different things (clinical reference 1.3 and 5)."""

from collections.abc import Mapping, Sequence

from core.pictures.frame import Frame, Rows
from core.pictures.room import Room, Spot
from core.pictures.samples import Told
from core.response.pairing import Pair

ROW, EDGE = 16, 2  # pixels: a row of words, what is free above and below both
SIZE = 12.0
SPOTS = [Spot("center"), Spot("left", -8), Spot("right", 8)]


def height(pairs: Sequence[Pair]) -> float:
    """A row for the days between, and one for the words of discordance where there are any."""
    return ROW * (2 if any(pair.discordance for pair in pairs) else 1) + 2 * EDGE


def add_pairs(rows: Rows, pairs: Sequence[Pair], told: Told, scans: Mapping[int, float], frame: Frame, base: float) -> None:
    """The connectors, and their words above `base`. `scans` gives how high the mark of each scan's day stands."""
    top, room = base + height(pairs), Room()
    rows["lanes"].append({"base": (base + top) / 2, "roof": top, "t": "gap to ctDNA"})
    for pair in pairs:
        gap = "no sample" if pair.gap is None else f"{pair.gap} d"
        together = pair.discordance or "not discordant"
        said = {"PET": pair.response or "not decided", "ctDNA": pair.call or "contradictory calls", "Gap": gap, "Together": together}
        for sample in pair.samples:
            at = told[id(sample)]
            ends = {"day": pair.day, "base": scans[pair.day], "to": at["day"]}
            on_axis = "v" in at
            rows["pair" if on_axis else "pair-on-lane"].append(ends | ({"v": at["v"]} if on_axis else {"base2": at["base"]}) | said)
        _write(rows, room, frame, pair.day, top - EDGE - ROW / 2, [gap])
        if pair.discordance:
            _write(rows, room, frame, pair.day, base + EDGE + ROW / 2, [pair.discordance, "discordant"])


def _write(rows: Rows, room: Room, frame: Frame, day: int, base: float, texts: Sequence[str]) -> None:
    """The first of these that has room; the connector says the same."""
    for text in texts:
        spot = room.hang(frame.x(day), -base, text, SIZE, SPOTS)
        if spot is not None:
            rows["lane-name"].append({"day": day, "base": base, "t": text} | spot._asdict())
            return
