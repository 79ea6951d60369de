"""What was given for CRS or ICANS, by days: a short name in the strip, dose, time and source on demand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from core.assessment import InfusionToxicity
from core.facts.fact import Fact
from core.facts.records import Treatment
from core.facts.values import plain
from core.scales.doses import Cumulative, cumulative
from dashboard.markup import Html, join, tag

SHORT = {
    "tocilizumab": "toci",
    "siltuximab": "silt",
    "anakinra": "anak",
    "dexamethasone": "dex",
    "methylprednisolone": "mpred",
    "prednisolone": "pred",
    "prednisone": "predn",
    "hydrocortisone": "hydro",
    "levetiracetam": "lev",
}
CUT = 5  # letters of a drug that has no short name here
SHOWN = 3  # drugs beside the strip; of more, only those with a cumulative dose
STACKED = 2  # drugs of one day that find room in its cell
PURPOSES = {"crs": "for CRS", "icans": "for ICANS", None: "purpose not recorded"}

Given = Sequence[Fact[Treatment]]


def by_day(each: InfusionToxicity) -> Mapping[int, Given]:
    """What was given, by the day since the infusion."""
    found: dict[int, list[Fact[Treatment]]] = defaultdict(list)
    for fact in each.given:
        if fact.record.given_at is not None:
            found[(fact.record.given_at.day - each.infused_on).days].append(fact)
    return found


def cell(given: Given) -> Html:
    """The drugs of one day, one below the other."""
    names = list(dict.fromkeys(_short(fact.record) for fact in given))
    shown = names if len(names) <= STACKED else [names[0], f"+{len(names) - 1}"]
    cls = "drug" if len(shown) == 1 else "drug two-drugs"
    return tag("td", [tag("span", name) for name in shown] if len(shown) > 1 else shown, cls=cls, title="; ".join(map(full, given)))


def summary(each: InfusionToxicity) -> Html:
    """Each drug with how often it was given; of what takes cytokines away and of corticosteroids the cumulative dose too. What has no day
    or purpose says so. Where there are many, the others stand behind their count."""
    found = cumulative(each.given)
    others = [drug for drug in found if not drug.summed]
    if len(found) <= SHOWN or len(others) == 1:
        others = []
    shown = [drug for drug in found if drug not in others]
    more = tag("details", tag("summary", f"{len(others)} other drugs"), _listed(others)) if others else None
    return join([_listed(shown), more], "; " if shown else None)


def _listed(found: Sequence[Cumulative]) -> str:
    return "; ".join(f"{name_of(drug)}{times(drug)}{f', {sum_of(drug)}' if drug.summed else ''}" for drug in found)


def name_of(drug: Cumulative) -> str:
    """A drug as it was first written, with what keeps it from surely belonging to this infusion."""
    records = [fact.record for fact in drug.doses]
    said = [PURPOSES[None]] if any(record.purpose is None for record in records) else []
    said += ["day not recorded"] if any(record.given_at is None for record in records) else []
    open_ = f" ({', '.join(said)})" if said else ""
    return f"{drug.drug or 'drug not recorded'}{open_}"


def times(drug: Cumulative) -> str:
    return f" ×{len(drug.doses)}" if len(drug.doses) > 1 else ""


def sum_of(drug: Cumulative) -> str:
    """The cumulative dose unit by unit: a sum is never made of two units, and one that lacks a dose says so."""
    if not drug.sums:
        return "dose not recorded"
    measured = " and ".join(f"{plain(dose)} {unit}" for unit, dose in drug.sums.items())
    if not drug.unmeasured:
        return measured
    return f"at least {measured}, {drug.unmeasured} {'dose' if drug.unmeasured == 1 else 'doses'} not recorded"


def full(fact: Fact[Treatment]) -> str:
    """One dose in full, with its time and cell."""
    record = fact.record
    dose = "dose not recorded" if record.dose is None else f"{plain(record.dose)} {record.unit or 'unit not recorded'}"
    return f"{record.drug or 'drug not recorded'}, {dose}, {PURPOSES[record.purpose]}, {record.given_at} ({fact.cell('drug')})"


def _short(record: Treatment) -> str:
    drug = record.drug or "?"
    name = SHORT.get(drug.casefold(), drug if len(drug) <= CUT else f"{drug[: CUT - 1]}…")
    return name if record.purpose else f"{name}?"
