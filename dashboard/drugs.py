"""What was given for CRS or ICANS, by days: a short name in the strip, dose, time and source on demand."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from core.assessment import InfusionToxicity
from core.facts.fact import Fact
from core.facts.records import Treatment
from core.facts.values import plain
from dashboard.markup import Html, tag

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
    return tag("td", [tag("span", name) for name in shown] if len(shown) > 1 else shown, cls=cls, title="; ".join(map(_full, given)))


def summary(each: InfusionToxicity) -> str:
    """Each drug with how often it was given; of one without a day or a purpose that is said."""
    names = [_named(fact.record) for fact in each.given]
    spelled = {name.casefold(): name for name in reversed(names)}  # as it stands first
    counts = Counter(map(str.casefold, names))
    return ", ".join(spelled[name] if count == 1 else f"{spelled[name]} ×{count}" for name, count in counts.items())


def _short(record: Treatment) -> str:
    drug = record.drug or "?"
    name = SHORT.get(drug.casefold(), drug if len(drug) <= CUT else f"{drug[: CUT - 1]}…")
    return name if record.purpose else f"{name}?"


def _named(record: Treatment) -> str:
    said = [record.drug or "drug not recorded"]
    said += [] if record.purpose else [PURPOSES[None]]
    said += [] if record.given_at else ["day not recorded"]
    return said[0] if len(said) == 1 else f"{said[0]} ({', '.join(said[1:])})"


def _full(fact: Fact[Treatment]) -> str:
    record = fact.record
    dose = "dose not recorded" if record.dose is None else f"{plain(record.dose)} {record.unit or 'unit not recorded'}"
    return f"{record.drug or 'drug not recorded'}, {dose}, {PURPOSES[record.purpose]}, {record.given_at} ({fact.cell('drug')})"
