"""What no file of the project may say: where a registry is, whose machine this was, or a suppression without its reason."""

import re

from tests.architecture.source import ROOT, files

# Brackets keep the pattern from finding itself.
ADDRESS = re.compile(r"py[p]i\.org|python[h]osted|registry\.npm[j]s|deb\.deb[i]an|/(?:work|tmp|root|home)/")
SUPPRESSION = re.compile(r"# ?(no[q]a|type: ?ignor[e]|pragma: no (cover|branch)|mypy: ignore)|mark\.(skip|xfail)\b|\bTOD[O]\b|\bFIXM[E]\b")
REASON = re.compile(r"(no[q]a: [A-Z0-9, ]+|type: ignor[e]\[[\w, -]+\]|pragma: no (cover|branch))\s+(- |# )\w+ \w+")


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    assert [f"{path}:{line}" for path, line, text in lines() if ADDRESS.search(text)] == []


def test_every_suppression_says_why_on_its_line():
    code = (place for place in lines() if place[0].endswith(".py"))
    assert [f"{path}:{line}" for path, line, text in code if SUPPRESSION.search(text) and not REASON.search(text)] == []


def test_a_suppression_without_a_reason_is_seen():
    bare, told = "x = f()  # no" + "qa: BLE001", "x = f()  # no" + "qa: BLE001 - a cell may raise anything"
    assert SUPPRESSION.search(bare)
    assert not REASON.search(bare)
    assert REASON.search(told)


def lines():
    """Every line of every text file as (path, number, line); a workbook or a picture has none."""
    for path in files():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), 1):
                yield path, number, line
