"""The hour-true strip as a table: a row an assessment, its signs and grades in the same words, for a screen reader and to look up."""

from core.assessment import Assessment, InfusionToxicity
from core.facts.fact import Fact
from core.facts.records import Bedside
from core.scales.assessed import Assessed
from core.scales.days import is_masked
from core.scales.doses import cumulative
from core.scales.episodes import Course
from dashboard.drugs import full, name_of, sum_of
from dashboard.hour_given import answered
from dashboard.look import row, table
from dashboard.markup import Html, tag
from dashboard.signs import CRS_ROWS, ICANS_ROWS, MASKED, Row, instant
from dashboard.words import since

By = dict[int, Assessed]


def table_of(found: Assessment, each: InfusionToxicity) -> Html | None:
    """On demand; nothing where nothing was entered."""
    crs, icans = _by_fact(each.crs), _by_fact(each.icans)
    facts = {id(row.fact): row.fact for course in (each.crs, each.icans) for row in course.rows}
    facts |= {id(fact): fact for fact in answered(found, each)}
    if not facts and not each.given:
        return None
    signs = [*(row.name for row in CRS_ROWS), "CRS grade", *(row.name for row in ICANS_ROWS), "ICANS grade"]
    heads = ["Time", "infection active", *signs, "row"]
    ordered = sorted(facts.values(), key=lambda fact: fact.record.assessed_at.at)
    rows = [_row(fact, crs.get(id(fact)), icans.get(id(fact)), each) for fact in ordered]
    count = f"{len(rows)} {'assessment' if len(rows) == 1 else 'assessments'} of infusion {each.number} as a table"
    key = f"( ) held over from an earlier assessment; {MASKED} fever masked by therapy; [ ] as the site graded it"
    drawn = tag("div", table(heads, rows, caption=count), cls="scroll h-table", tabindex=0, role="region", aria_label=f"Table: {count}")
    return tag("details", tag("summary", count), tag("p", key, cls="dim"), drawn, _given(each))


def _by_fact(course: Course) -> By:
    return {id(found.fact): found for found in course.rows}


def _row(fact: Fact[Bedside], crs: Assessed | None, icans: Assessed | None, each: InfusionToxicity) -> Html:
    at = fact.record.assessed_at
    signs = [_sign(one, crs) for one in CRS_ROWS], [_sign(one, icans) for one in ICANS_ROWS]
    when = f"{since(at.day, each.infused_on)} {at}"
    infected = fact.record.active_infection
    answer = "" if infected is None else "yes" if infected else "no"
    return row(when, answer, *signs[0], _grade(crs), *signs[1], _grade(icans), fact.cell("assessed_at"))


def _sign(one: Row, at: Assessed | None) -> str:
    found = None if at is None else instant(one, at)
    if found is None:
        return ""
    text = f"{found.text}{MASKED}" if at is not None and one is CRS_ROWS[0] and is_masked(at) else found.text
    return f"({text})" if found.held else text


def _grade(at: Assessed | None) -> str:
    if at is None:
        return ""
    return str(at.grade) if at.recorded is None else f"{at.grade} [{at.recorded}]"


def _given(each: InfusionToxicity) -> Html | None:
    """Every dose with the sum up to it."""
    rows = [
        row(name_of(drug), full(fact), sum_of(drug.up_to(number)))
        for drug in cumulative(each.given)
        for number, fact in enumerate(drug.doses, 1)
    ]
    return table(["Drug", "dose", "sum up to it"], rows, "h-given", f"Treatments of infusion {each.number}") if rows else None
