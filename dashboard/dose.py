"""The dose of each infusion, planned and given, and the days in hospital after it: in brief for infusion 2, in full below."""

from datetime import date

from core.assessment import Assessment
from core.logic.rules import Finding
from core.protocol.dose import CELLS_PER_KG, LABEL_CAP, TOLERANCE, Dose, weight_changed
from core.protocol.monitoring import LAST_DAY
from dashboard.look import row, table, verdict
from dashboard.markup import Html, tag
from dashboard.words import cells_of, sources, value_of


def in_brief(found: Assessment) -> Html:
    """What 2×10⁶ cells/kg make of the newest weight, for the infusion that is next."""
    dose = found.doses[1 if found.second_infusion is not None else 0]
    head = tag("h3", f"Dose of infusion {dose.number}, {cells_of(CELLS_PER_KG)} cells/kg")
    weight = _weight(dose, found.as_of)
    return tag("div", head, _planned(dose), tag("div", weight))


def doses(found: Assessment) -> Html:
    first, second = found.doses
    heads = ["", f"planned, {cells_of(CELLS_PER_KG)} cells/kg", "weight", "given", f"in hospital ≥ {LAST_DAY} days"]
    rows = [_row(dose, found.monitoring.get(dose.number), found.as_of) for dose in (first, second)]
    moved = f"The weights differ by more than {TOLERANCE:.0%}; both doses stand here."
    note = tag("p", moved, cls="dim") if weight_changed(first, second) else None
    return tag("div", tag("h2", "Dose and days in hospital"), table(heads, rows, "doses"), note, role="region", aria_label="Dose")


def _row(dose: Dose, monitored: Finding | None, as_of: date) -> Html:
    return row(f"Infusion {dose.number}", _planned(dose), _weight(dose, as_of), _given(dose, monitored), _hospital(monitored))


def _planned(dose: Dose) -> Html:
    if dose.planned_cells is None:
        return tag("span", "unknown: no weight recorded")
    cap = cells_of(LABEL_CAP)
    beside = verdict("warning", f"above the label's {cap}") if dose.over_cap else tag("span", f"within the label's {cap}", cls="dim sm")
    return tag("span", tag("b", f"{cells_of(dose.planned_cells)} cells", cls="nw"), " ", beside)


def _weight(dose: Dose, as_of: date) -> Html:
    """The weight with its day; one entered with a planned infusion was measured on a day that nobody recorded, not on the planned one."""
    if dose.weight_kg is None or dose.weight_from is None:
        return tag("span", "not recorded")
    on = dose.weight_from.day
    day = "" if on is None else f", {on}" if on <= as_of else ", entered with the plan, its day not recorded"
    return tag("span", tag("b", value_of(dose.weight_kg, "kg"), cls="nw"), day, " ", sources([dose.weight_from]))


def _given(dose: Dose, monitored: Finding | None) -> Html:
    if monitored is None:
        return tag("span", "not recorded as given", cls="dim")
    if dose.given_cells is None:
        return tag("span", "dose not recorded")
    off = {True: verdict("warning", f"more than {TOLERANCE:.0%} off plan"), False: tag("span", "as planned", cls="dim"), None: None}
    return tag("span", tag("b", cells_of(dose.given_cells), cls="nw"), " ", off[dose.off_plan])


def _hospital(found: Finding | None) -> Html:
    if found is None:
        return tag("span", "not recorded as given", cls="dim")
    datum = found.holds.datum
    if datum is None or datum.value is None:
        return tag("span", verdict("unknown"), " discharge not recorded")
    return tag("span", verdict(found.status), f" to day {datum.value} ", sources(datum.evidence))
