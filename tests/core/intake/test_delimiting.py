"""Which sign divides the columns of a text file is found in its rows, or both readings are shown."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.delimiting import DELIMITERS, delimiter_of

COMMENTS = "note\n" + "fever, mild\n" * 2 + "none\n" * 9


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1;2\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("a;b", ";"),
        ("one column\n1\n2\n", ","),
        ("", ","),
        (COMMENTS, ","),
        (COMMENTS.replace(",", ";"), ","),
        ("Patient;Date;Hb;ALT\nS-1;2026-03-01;8,4;7,2\nS-2;2026-03-02;9,1;6,5\n", ";"),  # decimal commas divide no header
        ("Patient;001;002\nHb;8,4;9,1\nALT;7,2;6,5\n", ";"),  # nor a sheet that is turned
        ("001;002\n8,4;9,1\n", ";"),
        ("subject_id;note\nS-1;a,b,c\nS-2;a,b,c\n", ";"),  # the contract's header says it
        ("subject_id,note\nS-1,a;b;c\n", ","),
        ("Report, June, 2026\nname;value\nA;1\nB;2\n", ";"),
        ("Report\n\nname;value;unit\nA;1\nB;2;g\nC\n", ";"),  # rows cut short
        ('name;value\nA;"1\n', ";"),  # what cannot be divided to its end is divided as far as it goes
        ("name\tnote\nA\tfever, mild\nB\tnausea; fever\n", "\t"),
        ("name;value\n" + "A;1\n" * 100_000, ";"),
        ("A,b;" + "x" * 300_000, ","),
        ('a;b\n1;"' + "x" * 40_000 + '"\n', ";"),
    ],
)
def test_the_sign_that_divides_the_rows_alike_is_the_delimiter(text, delimiter):
    assert delimiter_of(text)[0] == delimiter


@pytest.mark.parametrize(
    ("text", "delimiter", "others"),
    [
        ("a,b;c\n1,2;3\n", ",", ((";", "a,b | c"),)),
        ("Hb, g/L;ALT, U/L\n8,4;7,2\n", ",", ((";", "Hb, g/L | ALT, U/L"),)),
        ("Report\na,b|c\n1,2|3\n", ",", (("|", "a,b | c"),)),
    ],
)
def test_two_signs_that_divide_them_as_well_are_both_shown(text, delimiter, others):
    assert delimiter_of(text) == (delimiter, others)


NAMES = st.lists(st.sampled_from(["patient", "Hb, total", "ALT; AST", "note|x", "血红蛋白", "unit"]), min_size=3, max_size=6)
VALUES = st.sampled_from(["1.5", "8,4", "", "2026-03-01", "<0.5", "a, b", "x; y"])


@given(st.data(), st.sampled_from(DELIMITERS), NAMES)
def test_a_table_written_with_quotes_is_never_surely_divided_otherwise(data, delimiter, names):
    lines = data.draw(st.lists(st.lists(VALUES, min_size=len(names), max_size=len(names)), min_size=2, max_size=6))
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter, lineterminator="\n").writerows([names, *lines])
    found = delimiter_of(held.getvalue())
    assert found.delimiter == delimiter or delimiter in dict(found.others)
