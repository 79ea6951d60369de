"""The project's files and what their code does, for the laws of the house."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("core", "dashboard", "pages", "sample_data")


@cache
def files() -> tuple[str, ...]:
    """Every file of the project that is or would be under version control, by its path from the root."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def modules(*rooms: str) -> Iterator[tuple[str, str]]:
    """The Python files of these rooms as (path, text)."""
    for name in files():
        if name.endswith(".py") and name.startswith(tuple(f"{room}/" for room in rooms)):
            yield name, (ROOT / name).read_text(encoding="utf-8")


def imports(text: str) -> Iterator[tuple[str, str, int]]:
    """Every import as (module, name, line); the name is empty for a plain `import`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "", node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name, node.lineno) for alias in node.names)


def mentions(text: str) -> Iterator[tuple[str, int]]:
    """Every dotted name the code uses, as written (`datetime.now`, `st.html`), with its line."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node), node.lineno
        elif isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg, node.value.lineno


def used(pattern: str, text: str) -> list[int]:
    """The lines whose code uses a name that ends in the pattern."""
    wanted = re.compile(rf"(^|\.)({pattern})$")
    return sorted({line for name, line in mentions(text) if wanted.search(name)})


def faults(pattern: str, *rooms: str, without: tuple[str, ...] = ()) -> list[str]:
    """Where the rooms use such a name, as `path:line`."""
    return [f"{path}:{line}" for path, text in modules(*rooms) if path not in without for line in used(pattern, text)]
