"""How fast the rules judge: one subject with its explanation, and a million subjects at once."""

from datetime import date
from pathlib import Path

import pandas as pd

from core.assessment import assess
from core.facts.chart import Chart
from core.layouts.load import load
from core.logic.frames import columns, frame
from core.protocol.anchor import screening_anchor
from core.protocol.eligibility import CRITERIA, eligible_over, judge_eligibility
from core.protocol.screening import screening_chart
from core.protocol.second_infusion import judge_second_infusion
from core.protocol.settings_file import load_settings
from core.response import ctdna, pet
from tests.bench.clock import best, report

AS_OF = date(2026, 3, 5)
SAMPLE = Path(__file__).parents[2] / "sample_data"
MANY = 1_000_000


def one_subject() -> None:
    site = load_settings(SAMPLE / "settings.toml")
    facts = load(sorted(SAMPLE.glob("*.xlsx")), site, date(2026, 3, 6)).subjects["S-001"]
    known = facts.until(AS_OF)
    day = screening_anchor(facts, AS_OF)[0] or AS_OF
    eligibility = screening_chart(known, day, AS_OF)
    infusion = known.infusion(1)
    assert infusion is not None
    assert infusion.record.infused_on is not None
    day0 = infusion.record.infused_on.day
    rule = Chart({**ctdna.data(ctdna.pattern(known.ctdna, day0)), **pet.data(pet.newest(known.pet, day0))})

    def judge() -> None:
        for _ in range(1000):
            judge_eligibility(eligibility)
            judge_second_infusion(rule, None)

    def whole() -> None:
        for _ in range(100):
            assess(facts, AS_OF, site)

    report("one subject judged by every rule with its explanation", best(judge, 5), 1, "ms")
    report("  the same from facts: charts, rules, episodes, warnings, dose", best(whole, 5) * 10, 5, "ms")


def million() -> None:
    site = load_settings(SAMPLE / "settings.toml")
    subjects = load(sorted(SAMPLE.glob("*.xlsx")), site, date(2026, 3, 6)).subjects.values()
    charts = [screening_chart(facts.until(AS_OF), screening_anchor(facts, AS_OF)[0] or AS_OF, AS_OF) for facts in subjects]
    many = million_frame(charts)
    loaded = columns(many)
    verdict = eligible_over(loaded)
    eligible, excluded, undecided = (int(found.sum()) for found in (verdict.eq(True), verdict.eq(False), verdict.isna()))
    print(f"  {len(many):,} subjects: {eligible:,} eligible, {excluded:,} not, {undecided:,} incomplete")
    report(f"{MANY:,} subjects through the eligibility of {len(CRITERIA)} criteria", best(lambda: eligible_over(loaded), 3), 1, "s")


def million_frame(charts: list[Chart]) -> pd.DataFrame:
    variables = {variable.name: variable for criterion in CRITERIA for variable in criterion.holds.variables()}
    excused = {v.name: v for criterion in CRITERIA if criterion.excused is not None for v in criterion.excused.variables()}
    small = frame(charts, [*(variables | excused).values()])
    return small.loc[small.index.repeat(MANY // len(small) + 1)].head(MANY).reset_index(drop=True)
