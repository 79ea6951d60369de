"""Every combination of signs of a scale, and what ASTCT 2019 says of it: written once more from clinical reference 2.1 and 2.2, apart from
the product. A blank cell stands for every value it can take; the grades of a row are those of all its fillings.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, product
from typing import Any, NamedTuple

from core.facts.fact import Fact
from core.facts.records import Bedside
from core.logic.rules import Grade
from core.scales.assessed import Past, Seen, assess
from core.scales.bedside import BedsideScale
from core.scales.crs import CRS
from core.scales.icans import ICANS
from tests.core.scales.notation import fact

Cells = tuple[Any, ...]
Row = Mapping[str, Cells]
BEFORE = "crs_before"  # what no column says
ANSWER: tuple[Cells, ...] = ((False,), (True,), (None,))


class Sign(NamedTuple):
    """The columns that are answered together, their values from the mildest on, and those that stand outside that order."""

    columns: tuple[str, ...]
    order: tuple[Cells, ...]
    others: tuple[Cells, ...] = ()

    @property
    def values(self) -> tuple[Cells, ...]:
        return (*self.order, *self.others)


def worded(column: str, *words: str) -> Sign:
    return Sign((column,), tuple((word,) for word in words), ((None,),))


def unordered(column: str, *values: Cells) -> Sign:
    return Sign((column,), (), values or ANSWER)


NC, HFNC = "nasal_cannula", "high_flow_nasal_cannula"
LOW, HIGH, MUCH = Decimal(6), Decimal("6.1"), Decimal(30)
MASKS, POSITIVE = ("simple_mask", "venturi", "non_rebreather"), ("cpap", "bipap", "ventilator")
FLOWS: tuple[Cells, ...] = (("none", None), ("blow_by", None), (NC, LOW), (NC, HIGH), *((each, None) for each in MASKS), (HFNC, MUCH))
OXYGEN = Sign(
    ("oxygen_device", "oxygen_flow"),
    (*FLOWS, *((each, None) for each in POSITIVE)),
    ((None, None), (NC, None), (HFNC, None), (NC, Decimal(0)), (HFNC, LOW), ("none", LOW), (None, LOW)),
)
CRS_SIGNS = (
    Sign(("temperature",), ((Decimal("37.9"),), (Decimal(38),)), ((None,),)),
    unordered("fever_other_cause"),
    unordered("antipyretic_or_anticytokine"),
    unordered(BEFORE),
    Sign(("hypotension",), ANSWER[:2], ANSWER[2:]),
    unordered("hypotension_other_cause"),
    Sign(("vasopressors",), ((0,), (1,), (2,)), ((None,),)),
    Sign(("vasopressin",), ANSWER[:2], ANSWER[2:]),
    OXYGEN,
    unordered("oxygen_reason", ("hypoxia",), ("home_cpap",), (None,)),
)
BRIEF, LONG = Decimal(5), Decimal("5.1")  # minutes
AWAKE = ("alert", "awakens_spontaneously", "awakens_to_voice", "awakens_to_touch", "vigorous_touch", "stupor_or_coma", "unarousable")
ICANS_SIGNS = (
    Sign(("ice_total",), tuple((total,) for total in range(10, -1, -1)), ((None,),)),
    worded("consciousness", *AWAKE),
    unordered("consciousness_other_cause"),
    Sign(
        ("seizure", "seizure_minutes"),
        (
            ("none", None),
            ("eeg_resolved", None),
            ("resolved", None),
            ("resolved", BRIEF),
            ("resolved", LONG),
            ("prolonged", None),
            ("repetitive", None),
        ),
        ((None, None), ("prolonged", BRIEF), ("eeg_resolved", LONG), ("none", BRIEF), (None, BRIEF), (None, LONG)),
    ),
    worded("motor", "none", "tremor", "myoclonus", "hemiparesis", "paraparesis"),
    worded("edema", "none", "focal", "diffuse"),
    worded("pressure_signs", "none", "posturing", "cn6_palsy", "papilledema", "cushing_triad"),
    unordered("hemorrhage_only"),
)


def either(cells: Cells) -> tuple[Any, ...]:
    """What an answer can be."""
    return (False, True) if cells[0] is None else cells


def crs(row: Row) -> set[int]:
    """Every grade that the row allows, table 2.1."""
    hot = [False, True] if row["temperature"][0] is None else [row["temperature"][0] >= 38]
    fevers = {fever and not elsewhere for fever in hot for elsewhere in either(row["fever_other_cause"])}
    signs = {max(both) for both in product(pressures(row), supplies(row))}
    found = set()
    for fever, before, drug, sign in product(fevers, either(row[BEFORE]), either(row["antipyretic_or_anticytokine"]), signs):
        if fever:
            found.add(max(1, sign))
        elif not before:
            found.add(0)
        else:
            found |= {sign} if drug else {0, sign}
    return found


def pressures(row: Row) -> set[int]:
    """Blank pressors beside no hypotension are none; a recorded one counts against it."""
    (low,), (pressors,), (vasopressin,) = row["hypotension"], row["vasopressors"], row["vasopressin"]
    if row["hypotension_other_cause"][0]:
        return {0}
    calm = low is False and not pressors and not vasopressin
    counts = (0 if calm else (0, 1, 2)) if pressors is None else pressors
    others = (False if calm else (False, True)) if vasopressin is None else vasopressin
    return {
        4 if count >= 2 else 3 if count or other else 2 if down else 0
        for count, other, down in product(listed(counts), listed(others), either((low,)))
    }


def listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def supplies(row: Row) -> set[int]:
    (device, flow), (reason,) = row["oxygen_device"], row["oxygen_reason"]
    every = {0, 2, 3, 4}
    if device is None or (device == "none" and flow):
        found = every
    elif device == NC:
        found = {2, 3} if flow is None else {0, 2, 3} if flow == 0 else {2} if flow <= 6 else {3}
    elif device == HFNC:
        found = {2, 3} if flow is not None and flow <= 6 else {3}
    else:
        found = {4} if device in POSITIVE else {3} if device in MASKS else {2} if device == "blow_by" else {0}
    return found if reason == "hypoxia" else found | {0} if reason is None else {0}


def icans(row: Row) -> set[int]:
    """Every grade that the row allows, table 2.2: the most severe domain."""
    return {max(all_) for all_ in product(scores(row), waking(row), attacks(row), weakness(row), swelling(row), raised(row))}


def scores(row: Row) -> set[int]:
    (total,) = row["ice_total"]
    return {0, 1, 2, 3} if total is None else {0 if total == 10 else 1 if total >= 7 else 2 if total >= 3 else 3}


def waking(row: Row) -> set[int]:
    (word,) = row["consciousness"]
    depths = range(5) if word is None else [min(AWAKE.index(word), 4)]
    return {0 if elsewhere else depth for elsewhere in either(row["consciousness_other_cause"]) for depth in depths}


def attacks(row: Row) -> set[int]:
    return {
        ("none", None): {0},
        ("resolved", LONG): {4},
        ("prolonged", None): {4},
        ("prolonged", BRIEF): {3, 4},
        ("repetitive", None): {4},
        ("eeg_resolved", LONG): {3, 4},
        ("none", BRIEF): {0, 3, 4},
        (None, None): {0, 3, 4},
        (None, BRIEF): {3, 4},
        (None, LONG): {4},
    }.get(row["seizure"], {3})


def weakness(row: Row) -> set[int]:
    (word,) = row["motor"]
    return {0, 4} if word is None else {4 if word in ("hemiparesis", "paraparesis") else 0}


def swelling(row: Row) -> set[int]:
    (word,) = row["edema"]
    found = {0, 3, 4} if word is None else {{"none": 0, "focal": 3, "diffuse": 4}[word]}
    return {0 if only else grade for only in either(row["hemorrhage_only"]) for grade in found}


def raised(row: Row) -> set[int]:
    """They count where nothing is recorded of a hemorrhage."""
    (word,), (only,) = row["pressure_signs"], row["hemorrhage_only"]
    return {0} if only else {0, 4} if word is None else {0 if word == "none" else 4}


class Grid(NamedTuple):
    """A scale with its signs and the table."""

    scale: BedsideScale
    signs: tuple[Sign, ...]
    table: Callable[[Row], set[int]]

    def only(self, **kept: Sequence[Cells]) -> "Grid":
        """With these values of some signs, by their first column."""
        signs = (
            sign
            if (values := kept.get(sign.columns[0])) is None
            else Sign(sign.columns, tuple(v for v in sign.order if v in values), tuple(v for v in sign.others if v in values))
            for sign in self.signs
        )
        return self._replace(signs=tuple(signs))

    def complete(self) -> "Grid":
        """Only what is recorded and contradicts nothing."""
        return self._replace(
            signs=tuple(
                Sign(sign.columns, sign.order, () if sign.order else tuple(v for v in sign.others if None not in v)) for sign in self.signs
            )
        )

    @property
    def size(self) -> int:
        found = 1
        for sign in self.signs:
            found *= len(sign.values)
        return found

    def rows(self) -> Iterator[tuple[tuple[int, ...], Row]]:
        """Every combination, by the places of its values."""
        for places in product(*(range(len(sign.values)) for sign in self.signs)):
            yield places, self.row(places)

    def row(self, places: tuple[int, ...]) -> Row:
        return {sign.columns[0]: sign.values[at] for sign, at in zip(self.signs, places, strict=True)}

    def worse(self, places: tuple[int, ...]) -> Iterator[Row]:
        """The row with one sign worse by one step."""
        for at, sign in enumerate(self.signs):
            if places[at] + 1 < len(sign.order):
                yield self.row((*places[:at], places[at] + 1, *places[at + 1 :]))

    def graded(self) -> dict[tuple[int, ...], Grade]:
        return {places: self.grade(row) for places, row in self.rows()}

    def grade(self, row: Row) -> Grade:
        """What the product says."""
        cells = {
            name: value for sign in self.signs for name, value in zip(sign.columns, row[sign.columns[0]], strict=True) if name != BEFORE
        }
        record = EMPTY.record.model_copy(update=cells)
        return assess(self.scale, Seen(EMPTY, record), Past(row[BEFORE][0] if BEFORE in row else None)).grade

    def wrong(self, found: Mapping[tuple[int, ...], Grade]) -> Iterator[str]:
        """The rows whose range is not from the lowest to the highest grade of their fillings."""
        for places, row in self.rows():
            allowed = self.table(row)
            if found[places] != Grade(min(allowed), max(allowed)):
                yield f"{dict(row)}: {found[places]} is not {min(allowed)} to {max(allowed)}"

    def milder(self, found: Mapping[tuple[int, ...], Grade]) -> Iterator[str]:
        """The rows that one worse sign makes milder, at either end of their range."""
        for at, sign in enumerate(self.signs):
            for before, after in pairwise(range(len(sign.order))):
                for places, grade in found.items():
                    if places[at] == before:
                        worse = found[(*places[:at], after, *places[at + 1 :])]
                        if worse.at_least < grade.at_least or worse.at_most < grade.at_most:
                            yield f"{places}: {sign.columns[0]} {sign.order[after]} gives {worse} after {grade}"


EMPTY: Fact[Bedside] = fact({})
GRIDS = {"CRS": Grid(CRS, CRS_SIGNS, crs), "ICANS": Grid(ICANS, ICANS_SIGNS, icans)}
