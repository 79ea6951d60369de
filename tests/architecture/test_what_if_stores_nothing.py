"""No what-if reaches a writer of the ledger: neither the core's, nor its screen's, by no way of imports."""

from tests.architecture.source import ROOT, faults, imports, modules

SANDBOX = ("core/outlook", "dashboard/what_if")
WRITERS = (
    "core.changes",
    "core.ledger.writing",
    "core.intake",
    "core.layouts",
    "dashboard.upload",
    "dashboard.records.storing",
    "dashboard.records.hand",
)
THE_LEDGER = "core.ledger.ledger"  # opened by the frame for every page; whoever reads it may not call what writes
COMMITS = r"commit|ledger\.note|enter|withdraw"


def test_nothing_of_it_calls_what_stores():
    assert faults(COMMITS, *SANDBOX) == []


def test_no_way_of_imports_leads_to_a_writer():
    found = reached(module for room in SANDBOX for module in names_of(room))
    assert "core.outlook.what_if" in found
    assert [module for module in sorted(found) if module.startswith(WRITERS)] == []


def test_a_way_to_a_writer_is_seen():
    assert "core.changes.by_hand" in reached(["dashboard.records.hand"])


def names_of(room):
    return [path.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for path, _ in modules(room)]


def reached(first):
    """Every module of the project that these import, and so on; what the ledger itself needs is left out."""
    found, ahead = set(), list(first)
    while ahead:
        module = ahead.pop()
        if module not in found:
            found.add(module)
            ahead += [] if module == THE_LEDGER else imported(module)
    return found


def imported(module):
    path = ROOT / module.replace(".", "/")
    file = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
    said = imports(file.read_text(encoding="utf-8"))
    named = {name for source, each, _ in said for name in (source, f"{source}.{each}") if name.startswith(("core.", "dashboard."))}
    return [name for name in named if is_module(name)]


def is_module(name):
    path = ROOT / name.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
