"""Flips: changes and missing items are sound, minimal and, against brute force over single and paired changes, complete."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.facts.chart import Chart, Datum
from core.facts.values import Span
from core.logic.clauses import Variable, all_of, any_of, first_of, not_
from core.logic.flips import ANOTHER, axes, fewest_missing, read_by, smallest_changes
from core.logic.rules import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Criterion
from tests.campaign.turning import covered, singles_and_pairs, unsound
from tests.laws.discovery import Found, all_values, exact_values, of_kind

hemoglobin, bilirubin = Variable("hemoglobin", "hemoglobin", "g/L"), Variable("bilirubin", "bilirubin", "× ULN", ("bilirubin", "uln"))
gilbert, access = Variable("gilbert", "Gilbert syndrome"), Variable("access", "venous access")
histology, sex = Variable("histology", "histology"), Variable("sex", "sex")


def criterion(clause, excused=None):
    return Criterion("X1", "as the case has it", clause, "[P] none, case 1", excused)


LIMIT = criterion(hemoglobin >= 80)
ZONES = criterion(first_of(bilirubin <= 2, all_of(bilirubin <= 5, gilbert.is_true)))
WORDS = criterion(histology.one_of("DLBCL", "TFL"))
BOTH = criterion(all_of(hemoglobin >= 80, access.is_true))
EXACTLY = criterion(all_of(hemoglobin >= 80, hemoglobin <= 80))
MAN = criterion(all_of(sex.is_recorded, access.is_true), excused=sex == "male")
NOT_BOTH = criterion(not_(all_of(hemoglobin >= 80, access.is_true)))


def chart(**values):
    return Chart({name: Datum(value) for name, value in values.items()})


def told(rule, **values):
    return [(change.to, change.words) for change in smallest_changes(rule, chart(**values))]


@pytest.mark.parametrize(
    ("rule", "values", "changes"),
    [
        (LIMIT, {"hemoglobin": Decimal(70)}, [(MET, "hemoglobin ≥ 80 g/L")]),
        (LIMIT, {"hemoglobin": Decimal(80)}, [(NOT_MET, "hemoglobin < 80 g/L")]),
        (LIMIT, {}, [(MET, "hemoglobin ≥ 80 g/L"), (NOT_MET, "hemoglobin < 80 g/L")]),
        (LIMIT, {"hemoglobin": Span(Decimal(70), Decimal(90))}, [(MET, "hemoglobin ≥ 80 g/L"), (NOT_MET, "hemoglobin < 80 g/L")]),
        (WORDS, {"histology": "MCL"}, [(MET, "histology DLBCL or TFL")]),
        (WORDS, {"histology": "DLBCL"}, [(NOT_MET, "histology other than DLBCL or TFL")]),
        (criterion(sex.is_recorded), {}, [(MET, "sex recorded")]),
        (criterion(hemoglobin.is_recorded), {"hemoglobin": Decimal(1)}, []),
        (BOTH, {"hemoglobin": Decimal(70), "access": False}, [(MET, "hemoglobin ≥ 80 g/L and venous access: yes")]),
        (NOT_BOTH, {"hemoglobin": Decimal(90), "access": True}, [(MET, "hemoglobin < 80 g/L"), (MET, "venous access: no")]),
        (BOTH, {"hemoglobin": 90, "access": True}, [(NOT_MET, "hemoglobin < 80 g/L"), (NOT_MET, "venous access: no")]),
        (
            ZONES,
            {"bilirubin": Decimal(6), "gilbert": False},
            [(MET, "bilirubin ≤ 2 × ULN"), (MET, "bilirubin > 2 and ≤ 5 × ULN and Gilbert syndrome: yes")],
        ),
        (EXACTLY, {}, [(MET, "hemoglobin = 80 g/L"), (NOT_MET, "hemoglobin < 80 g/L or hemoglobin > 80 g/L")]),
        (MAN, {"access": False, "sex": "female"}, [(NOT_APPLICABLE, "sex male"), (MET, "venous access: yes")]),
        (
            MAN,
            {"access": True},
            [(MET, "sex other than male"), (NOT_APPLICABLE, "sex male"), (NOT_MET, "venous access: no")],
        ),
    ],
)
def test_a_change_is_told_as_the_region_that_turns_the_verdict(rule, values, changes):
    assert told(rule, **values) == changes


def cost(name):
    return {"uln": 0, "gilbert": 0, "access": 1, "hemoglobin": 2, "bilirubin": 2}.get(name, 3)


@pytest.mark.parametrize(
    ("rule", "values", "sets"),
    [
        (LIMIT, {}, [{"hemoglobin"}]),
        (LIMIT, {"hemoglobin": Decimal(90)}, []),
        (LIMIT, {"hemoglobin": Span(None, Decimal(90))}, [{"hemoglobin"}]),
        (BOTH, {"hemoglobin": Decimal(90)}, [{"access"}]),
        (BOTH, {}, [{"hemoglobin", "access"}]),
        (ZONES, {"bilirubin": Decimal(3)}, [{"gilbert"}]),
        (ZONES, {"gilbert": False}, [{"bilirubin", "uln"}]),
        (ZONES, {}, [{"bilirubin", "uln", "gilbert"}]),
        (any_of(hemoglobin >= 80, hemoglobin < 80), {}, [{"hemoglobin"}]),
        (any_of(all_of(hemoglobin >= 80, access.is_true), all_of(hemoglobin < 80, access.is_true)), {"hemoglobin": 70}, [{"access"}]),
        (all_of(hemoglobin.is_recorded, access.is_true), {"access": True}, [{"hemoglobin"}]),
    ],
)
def test_the_items_that_decide_whatever_they_turn_out_to_be_are_named_and_no_others(rule, values, sets):
    rule = rule if isinstance(rule, Criterion) else criterion(rule)
    assert [set(items) for items in fewest_missing(rule, chart(**values), cost)] == sets


def test_of_equally_many_items_the_cheaper_come_first():
    rule = criterion(hemoglobin >= 80)
    either = fewest_missing(rule, Chart(), cost, lambda variable, datum: (frozenset({"hemoglobin"}), frozenset({"access"})))
    assert [set(items) for items in either] == [{"access"}, {"hemoglobin"}]


def test_a_contradiction_that_nothing_missing_settles_is_decided_by_no_item():
    rule = criterion(hemoglobin >= 80)
    assert fewest_missing(rule, Chart(), cost, lambda variable, datum: ()) == ()


def test_what_a_criterion_read_is_a_chart_on_which_it_judges_the_same():
    read = chart(bilirubin=Decimal(3), gilbert=True, access=False)
    assert dict(read_by(ZONES.judge(read)).data) == {name: read[name] for name in ("bilirubin", "gilbert")}
    excused = criterion(access.is_true, excused=sex == "male")
    assert excused.judge(read_by(excused.judge(chart(sex="male")))).status == NOT_APPLICABLE


CRITERIA = of_kind(Criterion)


@pytest.mark.parametrize("found", CRITERIA, ids=str)
def test_the_changes_of_every_criterion_are_sound_minimal_and_complete(found: Found):
    @settings(max_examples=12)
    @given(st.fixed_dictionaries({name: st.sampled_from(known) for name, known in all_values(found).items()}))
    def law(values):
        changes = smallest_changes(found.rule, Chart(values))
        assert unsound(found.rule, values, changes) == []
        assert [each for each in singles_and_pairs(found.rule, values) if not covered(changes, *each)] == []

    law()


@pytest.mark.parametrize("found", CRITERIA, ids=str)
def test_the_missing_items_of_every_criterion_decide_it_and_no_fewer_of_them_do(found: Found):
    @settings(max_examples=12)
    @given(st.fixed_dictionaries({name: st.sampled_from(known) for name, known in all_values(found).items()}))
    def law(values):
        rule, read = found.rule, Chart(values)
        sets = fewest_missing(rule, read, cost)
        assert bool(sets) == (rule.judge(read).status == UNKNOWN)
        for items in sets:
            assert decided(rule, values, items)
            assert not any(decided(rule, values, items - {item}) for item in items)

    law()


def decided(rule, values, items):
    """Whether every outcome of the undecided variables that these items make known leaves the verdict decided, by brute force."""
    found = rule.judge(Chart(values))
    leaves = [leaf for part in (found.holds, found.excused) if part is not None for leaf in part.leaves()]
    open_ = {v.name for leaf in leaves if leaf.truth is None for v in leaf.clause.variables() if set(v.missing) <= items}
    known = exact_values([clause for clause in (rule.holds, rule.excused) if clause is not None])
    outcomes = product(*([(name, value) for value in known[name] or [True]] for name in sorted(open_)))
    return all(rule.judge(Chart(values | {name: Datum(value) for name, value in each})).status != UNKNOWN for each in outcomes)


def test_a_variable_is_told_apart_by_all_the_limits_of_the_whole_criterion():
    (axis, answer) = axes(ZONES)
    assert [axis.place(Decimal(value)) for value in ("1", "2", "3", "5", "6")] == [0, 1, 2, 3, 4]
    assert axis.place(Span(None, Decimal(1))) is None
    assert [answer.place(value) for value in (False, True)] == [0, 1]
    assert axes(WORDS)[0].place("FL") == axes(WORDS)[0].values.index(ANOTHER)
