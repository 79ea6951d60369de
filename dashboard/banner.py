"""The banner: whose page this is, and how much of the window is left."""

from collections.abc import Sequence

from core.assessment import Assessment
from core.facts.fact import Problem
from core.facts.person import age_on, histology_of, product_of, sex_of
from core.facts.records import Infusion
from core.protocol.before_second import product_note
from core.protocol.standing import CLOSED_BY_DEATH, Standing
from core.response.window import WINDOW
from dashboard.markup import Html, tag
from dashboard.problems import problems
from dashboard.words import days_words

NOT_RECORDED = "not recorded"


def banner(found: Assessment, unread: Sequence[Problem]) -> Html:
    """`unread` is what of the subject's records does not count."""
    facts = found.facts
    age = age_on(facts.person, found.as_of).value
    sex = sex_of(facts).value
    product = product_of(facts)
    standing = found.second_infusion.standing if found.second_infusion is not None else None
    return tag(
        "div",
        tag("div", tag("h1", found.subject_id, cls="id")),
        _field("age, sex", f"{f'{age} y' if age is not None else 'age unknown'}, {sex or 'sex unknown'}"),
        _field("histology", histology_of(facts) or NOT_RECORDED),
        _field("product", product or NOT_RECORDED, note=product_note(product)),
        tag("div", tag("span", "records", cls="k"), said) if (said := problems(unread)) else None,
        *(_infusions(standing) if standing is not None else _no_infusion(found)),
        cls="banner",
        role="region",
        aria_label="Subject",
    )


def _no_infusion(found: Assessment) -> list[Html]:
    return [_field("infusion 1", "unclear, see below" if found.infusion_1_open else "none recorded as given"), tag("div", cls="grow")]


def _infusions(standing: Standing) -> list[Html]:
    day = f"Day {standing.day}"
    return [
        _field("infusion 1", str(standing.infused_on)),
        _field("infusion 2", second(standing)),
        tag("div", cls="grow"),
        _field("since infusion 1", day, big=True),
        tag("div", tag("span", f"day {standing.last_day} = ", tag("b", str(standing.last_day_of_window)), cls="k"), ruler(standing.day)),
        _field("window", left(standing), big=True),
    ]


def second(standing: Standing) -> str:
    """Whether the second infusion is given or planned, and when."""
    if standing.given_on is not None:
        return f"given {standing.given_on}"
    if any(isinstance(cited.fact.record, Infusion) for cited in standing.undated):
        return "unclear, see below"
    if standing.planned is None:
        return "none planned"
    at = standing.planned.record.infused_on
    return f"planned {at.day}" if at is not None else "planned, no day recorded"


def left(standing: Standing) -> str:
    """What is left of the window, once infusion 2 is neither given nor ruled out."""
    if standing.given_on is not None:
        return "infusion 2 given"
    if standing.closing is not None:
        return f"died {standing.closing.day}" if standing.closing.reason == CLOSED_BY_DEATH else "case closed"
    return "window closed" if standing.days_left < 0 else f"{days_words(standing.days_left)} left"


def _field(name: str, value: str, big: bool = False, note: str = "") -> Html:
    mark = tag("span", f" ({note})", cls="dim sm") if note else None
    return tag("div", tag("span", name, cls="k"), tag("span", value, mark, cls="day" if big else "val"))


def ruler(day: int) -> Html:
    """The window as a ruler: days spent filled, days left open, a notch a fortnight."""
    spent = 100 * max(0, min(day, WINDOW[-1])) / WINDOW[-1]
    notches = [tag("i", cls="tk", style=f"left:{100 * at / WINDOW[-1]:.1f}%") for at in range(14, WINDOW[-1], 14)]
    return tag("span", tag("i", cls="spent", style=f"width:{spent:.1f}%"), notches, cls="win60", aria_hidden="true")
