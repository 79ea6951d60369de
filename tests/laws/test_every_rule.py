"""Laws 4 and 5, and what every rule owes its reader: a source, labels, and a chart that somebody fills."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment import rule_chart
from core.facts.chart import Chart, Datum
from core.logic.arms import choose
from core.logic.clauses import Proved
from core.logic.rules import UNKNOWN, Criterion, Scale
from core.protocol.monitoring import inpatient_days
from core.protocol.readings import InForce
from core.protocol.screening import screening_chart
from core.protocol.standing import standing
from core.response import ctdna, pet
from core.scales.bedside import BedsideScale
from tests.core.facts.notation import fact
from tests.core.patient import on, subject
from tests.laws.discovery import Found, all_values, of_kind, rules

CRITERIA, SCALES, ARMS = of_kind(Criterion), of_kind(Scale), of_kind(tuple)
DAY = fact("pet", scanned_on="2026-03-05").day


def builders() -> dict[str, set[str]]:
    """Whoever fills a chart, and with which variables."""
    from core.facts.subject import SubjectFacts

    screened = SubjectFacts("S-001", screening=(fact("screening", assessed_on="2026-03-05"),))
    asked = InForce(window_binds_infusion=True, axi_cel_only=True)
    infused = standing(subject().infused().facts(), on(1))
    assert infused is not None
    scales = {found.rule.name: {v.name for v in found.rule.variables} for found in SCALES if isinstance(found.rule, BedsideScale)}
    return scales | {
        "screening": set(screening_chart(screened, DAY, DAY).names()),
        "second infusion": set(rule_chart(infused, ctdna.pattern((), DAY), pet.newest((), DAY), asked).names()),
        "monitoring": {inpatient_days.name},
    }


def test_the_walk_finds_the_rules_there_are():
    assert {found.rule.id for found in CRITERIA} >= {"I1", "I9", "R1-A", "R1-B", "S1"}
    assert {found.rule.id for found in SCALES} >= {"crs", "icans"}
    assert len(ARMS) >= 3
    assert len({found.place for found in rules()}) == len(rules())


@pytest.mark.parametrize("found", CRITERIA, ids=str)
def test_an_empty_chart_decides_no_criterion(found):
    empty = found.rule.judge(Chart())
    assert empty.status == UNKNOWN
    assert empty.missing


@pytest.mark.parametrize("found", SCALES, ids=str)
def test_an_empty_chart_proves_no_grade_and_rules_none_out(found):
    grade = found.rule.judge(Chart()).grade
    assert (grade.at_least, grade.at_most) == (0, max(found.rule.grades))


@pytest.mark.parametrize("found", ARMS, ids=str)
def test_an_empty_chart_chooses_no_arm(found):
    assert choose(found.rule, Chart()) == UNKNOWN


@pytest.mark.parametrize("found", CRITERIA + SCALES, ids=str)
def test_every_rule_cites_its_source(found):
    assert any(sign.isdigit() for sign in found.rule.source)
    assert len(found.rule.source.split()) >= 3


@pytest.mark.parametrize("found", rules(), ids=str)
def test_every_variable_has_a_label_and_some_chart_builder_produces_all_that_a_rule_reads(found):
    assert all(variable.label.strip() for variable in found.variables.values())
    lacking = {builder: set(found.variables) - known for builder, known in builders().items()}
    assert set() in lacking.values(), f"{found}: no builder is known that fills its chart; each lacks {lacking}"


@pytest.mark.parametrize("found", rules(), ids=str)
def test_a_rule_says_one_thing_of_a_variables_name(found):
    for _, clause in found.clauses:
        for variable in clause.variables():
            assert (variable.label, variable.unit, variable.missing) == (
                found.variables[variable.name].label,
                found.variables[variable.name].unit,
                found.variables[variable.name].missing,
            )


@st.composite
def before_and_after(draw, found: Found):
    """A chart of the rule, and the same with one unknown filled."""
    values = all_values(found)
    chart = {name: draw(st.sampled_from(known)) for name, known in values.items()}
    name = draw(st.sampled_from(sorted(values)))
    filled = draw(st.sampled_from([datum for datum in values[name] if datum.value is not None]))
    return Chart(chart | {name: Datum()}), Chart(chart | {name: filled})


@pytest.mark.parametrize("found", CRITERIA, ids=str)
def test_filling_an_unknown_keeps_the_verdict_of_a_criterion(found):
    @given(before_and_after(found))
    def law(charts):
        before, after = map(found.rule.judge, charts)
        # Whom a rule may yet excuse is not held to the verdict; the laws over whole records are.
        excusable = before.excused is not None and before.excused.truth is None
        assert before.status in (UNKNOWN, after.status) or excusable
        assert before.holds.truth in (None, after.holds.truth)

    law()


@pytest.mark.parametrize("found", SCALES, ids=str)
def test_filling_an_unknown_keeps_a_grade_inside_its_range(found):
    @given(before_and_after(found))
    def law(charts):
        before, after = (found.rule.judge(chart).grade for chart in charts)
        assert before.at_least <= after.at_least <= after.at_most <= before.at_most

    law()


@pytest.mark.parametrize("found", ARMS, ids=str)
def test_filling_an_unknown_keeps_the_arm_but_where_an_open_answer_has_an_arm_of_its_own(found):
    proofs = [arm.when for arm in found.rule if isinstance(arm.when, Proved)]

    @given(before_and_after(found))
    def law(charts):
        before, after = (choose(found.rule, chart) for chart in charts)
        open_ = any(proof.part.judge(charts[0]).truth is None for proof in proofs)
        assert before in (UNKNOWN, after) or open_

    law()
