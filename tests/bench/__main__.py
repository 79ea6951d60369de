"""Prints the speeds that the house has set itself, each beside its goal. Nothing here passes or fails."""

import tempfile
from pathlib import Path

from tests.bench.intake import grade_rows, ordinary, workbook
from tests.bench.ledger import ledger
from tests.bench.rules import million, one_subject
from tests.bench.screens import screens


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        one_subject()
        grade_rows(Path(name))
        million()
        workbook(Path(name))
        ordinary(Path(name))
        ledger(Path(name))
        screens(Path(name))


if __name__ == "__main__":
    main()
