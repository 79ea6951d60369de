"""Hostile files given to `reinfuse assess`: each ends in exit 2 and a sentence naming the file, within seconds, the caller alive."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.intake import hostile

REINFUSE = Path(sys.executable).with_name("reinfuse")
LONGEST = 10  # seconds; the jail ends what would go on for longer

FILES = {
    "labs_sparse.xlsx": hostile.sparse,
    "labs_huge_text.xlsx": hostile.huge_text,
    "labs_entities.xlsx": hostile.entities,
    "labs_truncated.xlsx": hostile.truncated,
    "labs_outside.xlsx": lambda: hostile.with_part("../evil.xml"),
    "labs_encrypted.xlsx": hostile.encrypted,
    "labs_html.xlsx": lambda: b"<html><body><table><tr><td>1</td></tr></table></body></html>",
    "labs_empty.xlsx": lambda: b"",
    "labs_macro.xlsx": lambda: hostile.with_part("xl/vbaProject.bin"),
    "labs_duplicated.xlsx": hostile.duplicated_part,
    "labs_lying.xlsx": hostile.lying_strings,
    "labs.csv": lambda: b"subject_id,collected_at\x00,analyte\nS,2026-01-01,hemoglobin\n",
    "ctdna.csv": lambda: b'subject_id,collected_on,call\nS-001,2026-01-01,"positive\nS-002,2026-01-02,negative\n',
    "pet.csv": hostile.wide_csv,
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_a_sentence_that_names_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    command: list[Path | str] = [REINFUSE, "assess", path, "--as-of", "2026-03-05"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{name}")
    assert "expected" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_hostile_file_among_good_ones_refuses_all_of_them(tmp_path: Path) -> None:
    good, bad = tmp_path / "subjects.csv", tmp_path / "labs.xlsx"
    good.write_text("subject_id,sex\nS-001,female\n", encoding="utf-8")
    bad.write_bytes(hostile.sparse())
    done = subprocess.run([REINFUSE, "assess", good, bad, "--as-of", "2026-03-05", "--json"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "labs.xlsx" in done.stderr
