"""The last safe days on random calendars: what the planner tells is what trying every day, one after the other, finds."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from core.protocol.last_safe_days import CHAIN, DEPLETE, DRAW, SCAN, last_safe_days
from core.protocol.setting import WEEK
from core.protocol.settings import Settings
from tests.campaign.stores import Stores
from tests.campaign.tally import Tally

FIRST, LAST = 1, 60  # written once more here: the check must not lean on what it checks
Found = tuple[date | None, date | None]


def calendars(tally: Tally, random: Random, _: Stores) -> None:
    """Calendar after calendar: random turnarounds, lead, closed days and closed days of the week."""
    for number in tally.trials():
        infused_on, site = calendar(random)
        expected = brute_force(infused_on, site)
        found = {each.step: (each.on, each.by) for each in last_safe_days(infused_on, set_(site))}
        tally.counts["days found"] += sum(on is not None for on, _ in expected.values())
        tally.counts["no safe day"] += sum(on is None for on, _ in expected.values())
        tally.hold(found == expected, f"calendar {number}: {infused_on} {site}: told {found}, found {expected}")


def calendar(random: Random) -> tuple[date, dict[str, Any]]:
    infused_on = date(2024, 1, 1) + timedelta(random.randrange(1500))
    share = random.choice((0, 0, 0.05, 0.3, 0.9))
    return infused_on, {
        "ctdna_turnaround_days": random.choice((0, 1, 7, random.randrange(70))),
        "pet_turnaround_days": random.choice((0, 1, 3, random.randrange(70))),
        "lymphodepletion_lead_days": random.choice((0, 5, 6, random.randrange(70))),
        "closed_days": [infused_on + timedelta(day) for day in range(-5, 75) if random.random() < share],
        "closed_weekdays": random.choice(([], ["Saturday", "Sunday"], random.sample(WEEK, random.randrange(8)))),
    }


def set_(site: Mapping[str, Any]) -> Settings:
    return Settings.model_validate({name: {"value": value} for name, value in site.items()})


def brute_force(infused_on: date, site: Mapping[str, Any]) -> dict[str, Found]:
    """Every day of the window tried, results walked to day by day."""

    def closed(day: date) -> bool:
        return day in site["closed_days"] or day.strftime("%A") in site["closed_weekdays"]

    def window() -> Iterator[date]:
        return (day for number in range(FIRST, LAST + 1) if not closed(day := infused_on + timedelta(number)))

    def out(day: date, turnaround: str) -> date:
        result = day + timedelta(site[turnaround])
        while closed(result) and result <= end:
            result += timedelta(1)
        return result

    end = infused_on + timedelta(LAST)
    lead = timedelta(site["lymphodepletion_lead_days"])
    found: dict[str, Found] = dict.fromkeys((DRAW, SCAN, DEPLETE, CHAIN), (None, None))
    for day in window():
        for step, turnaround in ((DRAW, "ctdna_turnaround_days"), (SCAN, "pet_turnaround_days")):
            if (result := out(day, turnaround)) <= end:
                found[step] = (day, result)
        if day + lead <= end and not closed(day + lead):
            found[DEPLETE] = (day, day + lead)
    start = found[DEPLETE][0]
    for day in window():
        both = max(out(day, "ctdna_turnaround_days"), out(day, "pet_turnaround_days"))
        if any(other >= both and other + lead <= end and not closed(other + lead) for other in window()):
            found[CHAIN] = (day, start)
    return found
