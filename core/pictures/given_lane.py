"""What was given for CRS and ICANS as lanes of the trajectory, right under them: what takes cytokines away, steroids, the rest; one mark a
day, its doses on demand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.assessment import Assessment
from core.facts.fact import Fact
from core.facts.records import Treatment
from core.facts.values import plain
from core.pictures.frame import Frame, Row, Rows
from core.scales.doses import ANTICYTOKINES, CORTICOSTEROIDS, Cumulative, cumulative

LANE = 18  # pixels
PURPOSES = {"crs": "CRS", "icans": "ICANS", None: "purpose not recorded"}
FIRST = "tocilizumab"

Given = Fact[Treatment]


@dataclass(frozen=True, slots=True)
class Drugs:
    """One lane: its layer and its name, what was given after each infusion, and how often on a day that is not recorded."""

    layer: str
    name: str
    after: Mapping[int, Sequence[Given]]
    undated: int


def lanes_of(found: Assessment) -> list[Drugs]:
    """The lanes that anything stands on, from the top."""
    given = {number: list(each.given) for number, each in found.toxicity.items()}
    every = {id(fact): fact for facts in given.values() for fact in facts}.values()
    named = {(fact.record.drug or "").casefold() for fact in every}
    anticytokines = {drug for drug in named if drug in ANTICYTOKINES}
    steroids = {drug for drug in named if drug in CORTICOSTEROIDS}
    lanes = []
    for layer, name, drugs in (
        ("drug-cytokine", FIRST if anticytokines == {FIRST} else "against cytokines", anticytokines),
        ("drug-steroid", "steroids", steroids),
        ("drug-other", "other drugs", named - anticytokines - steroids),
    ):
        own = [fact for fact in every if (fact.record.drug or "").casefold() in drugs]
        after = {number: [fact for fact in facts if any(fact is each for each in own) and fact.day] for number, facts in given.items()}
        if own:
            lanes.append(Drugs(layer, name, after, sum(fact.day is None for fact in own)))
    return lanes


def add_lane(rows: Rows, lane: Drugs, frame: Frame, base: float) -> None:
    """The marks of one lane above `base`."""
    middle = base + LANE / 2
    rows["lanes"].append({"base": middle, "roof": base + LANE, "t": lane.name})
    for number, facts in lane.after.items():
        days = [fact.day for fact in facts if fact.day is not None]
        for on in dict.fromkeys(days):
            of_day = [fact for fact in facts if fact.day == on]
            so_far = [fact for fact in facts if fact.day is not None and fact.day <= on]
            rows[lane.layer].append({"day": frame.day(on), "base": middle, "fact": of_day[0].number} | _told(of_day, so_far, number, frame))
    if lane.undated:
        said = f"{lane.undated} without a day"
        rows["lane-name"].append({"day": frame.last, "base": middle, "t": said, "align": "right", "dx": -4, "dy": 0})


def _told(of_day: Sequence[Given], so_far: Sequence[Given], number: int, frame: Frame) -> Row:
    """What the tooltip says: each drug of the day with its dose, and its sum since the infusion."""
    on = of_day[0].day
    names = {each.drug: each for each in cumulative(so_far)}
    doses = [(each, names.get(each.drug, each)) for each in cumulative(of_day)]
    cells = list(dict.fromkeys(fact.cell("drug") for fact in of_day))
    return {
        "Day": "" if on is None else frame.named(frame.day(on)),
        "Date": str(on),
        "Given": "; ".join(f"{each.drug or 'drug not recorded'}{_times(each)}, {_dose(each)}" for each, _ in doses),
        "Sum": "; ".join(f"{each.drug or 'drug not recorded'} {_dose(total)} since infusion {number}" for each, total in doses),
        "For": ", ".join(dict.fromkeys(PURPOSES[fact.record.purpose] for fact in of_day)),
        "Source": cells[0] if len(cells) == 1 else f"{cells[0]} and {len(cells) - 1} more",
    }


def _times(each: Cumulative) -> str:
    return f" ×{len(each.doses)}" if len(each.doses) > 1 else ""


def _dose(each: Cumulative) -> str:
    """A sum of one unit; different units are never added."""
    if len(each.sums) > 1:
        return "not added: different units"
    said = [f"{'at least ' if each.unmeasured else ''}{plain(dose)} {unit}" for unit, dose in each.sums.items()]
    return said[0] if said else "dose not recorded"
