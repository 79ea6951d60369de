"""Every combination of signs of CRS and ICANS, blanks and contradictions too: the grade is the table's, and no worse sign lowers it."""

from collections.abc import Iterator
from itertools import chain
from random import Random

from tests.campaign.stores import Stores
from tests.campaign.tally import Tally
from tests.core.scales.grids import GRIDS, Grid, Row

SIZE = sum(grid.size for grid in GRIDS.values())
Case = tuple[str, Grid, tuple[int, ...], Row]


def truth_tables(tally: Tally, random: Random, _: Stores) -> None:
    """All of them where the goal is all of them, else as many at random."""
    cases = _all() if tally.goal >= SIZE else _some(random)
    for _number, (name, grid, places, row) in zip(tally.trials(), cases, strict=False):
        tally.counts[name] += 1
        grade, allowed = grid.grade(row), grid.table(row)
        said = f"{name} {dict(row)}"
        tally.hold((grade.at_least, grade.at_most) == (min(allowed), max(allowed)), f"{said}: {grade}, allowed {sorted(allowed)}")
        for worse in grid.worse(places):
            tally.counts["worse by one sign"] += 1
            found = grid.grade(worse)
            tally.hold(found.at_least >= grade.at_least and found.at_most >= grade.at_most, f"{said}: {grade}, then {found} {dict(worse)}")


def _all() -> Iterator[Case]:
    return chain.from_iterable(((name, grid, *found) for found in grid.rows()) for name, grid in GRIDS.items())


def _some(random: Random) -> Iterator[Case]:
    names = list(GRIDS)
    while True:
        name = random.choice(names)
        grid = GRIDS[name]
        places = tuple(random.randrange(len(sign.values)) for sign in grid.signs)
        yield name, grid, places, grid.row(places)
