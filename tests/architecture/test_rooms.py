"""Who may know whom, and what a room may hold."""

import ast
import re
import sys

from tests.architecture.source import PRODUCT, imports, modules

LONGEST = 300
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "processor", "service", "services", "misc"}


def test_the_core_knows_no_screen():
    assert importers("streamlit", "core") == []


def test_a_page_imports_the_screen_the_dashboard_and_functions_of_the_core():
    assert [f"{path}:{line}" for path, text in modules("pages") for line in foreign(text)] == []


def test_a_page_compares_no_number_and_does_no_arithmetic():
    assert [f"{path}:{line}" for path, text in modules("pages") for line in reckoning(text)] == []


def test_only_the_entry_imports_a_page():
    assert {found.split(":")[0] for found in importers("pages", *PRODUCT)} == {"dashboard/app.py"}


def test_no_product_file_is_longer_than_a_reader_bears():
    assert [(path, lines) for path, text in modules(*PRODUCT) if (lines := len(text.splitlines())) > LONGEST] == []


def test_a_module_is_a_noun_that_says_something():
    assert [path for path, _ in modules(*PRODUCT, "tests") if EMPTY_NAMES & set(re.split(r"[/_.]", path))] == []


def test_a_page_that_reaches_past_its_rooms_is_seen():
    assert foreign("import streamlit as st\nfrom dashboard.cards import card\nfrom core.assessment import assess\n") == []
    assert foreign("import pandas\nfrom core.scales.crs import CRS\nimport core\n") == [1, 2, 3]


def test_a_page_that_judges_or_reckons_is_seen():
    assert reckoning("if grade >= 2: pass\nday = today - infusion\nshare = n / 2\nnext_day = day + 1") == [1, 2, 3, 4]
    assert reckoning("if chosen == 'S-001': pass\ntitle = 'Day ' + day\nif found: pass") == []


def importers(package: str, *rooms: str) -> list[str]:
    """Where the rooms import anything of the package."""
    found = [(path, module, line) for path, text in modules(*rooms) for module, _, line in imports(text)]
    return [f"{path}:{line}" for path, module, line in found if module.split(".")[0] == package]


def foreign(text: str) -> list[int]:
    """The lines where a page imports neither the screen, the dashboard, the standard library nor a function of the core."""
    rooms = {"streamlit", "dashboard", *sys.stdlib_module_names}
    return [line for module, name, line in imports(text) if not (module.split(".")[0] in rooms or core_function(module, name))]


def core_function(module: str, name: str) -> bool:
    """A constant or a class of the core is no business of a page; its functions are written in lower case."""
    return module.split(".")[0] == "core" and name.islower()


def reckoning(text: str) -> list[int]:
    """The lines where a page compares with a number or does arithmetic."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.expr)]
    return [node.lineno for node in nodes if compares_a_number(node) or reckons(node)]


def compares_a_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Compare) and any(number(side) for side in (node.left, *node.comparators))


def reckons(node: ast.expr) -> bool:
    if not isinstance(node, ast.BinOp):
        return False
    always = isinstance(node.op, ast.Sub | ast.Mult | ast.Div | ast.FloorDiv | ast.Pow)
    return always or (isinstance(node.op, ast.Add) and (number(node.left) or number(node.right)))


def number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)
