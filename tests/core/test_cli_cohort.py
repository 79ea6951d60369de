"""`reinfuse cohort`: the numbers of everybody in files or a store, at one data cut-off."""

import json

from typer.testing import CliRunner

from core import cli

INFUSIONS = "subject_id,number,status,infused_on\nS-001,1,given,2026-01-29\nS-002,1,given,2026-01-29\n"
PET = "subject_id,scanned_on,modality,response\nS-001,2026-04-29,PET/CT,CR\n"


def run(*words):
    return CliRunner().invoke(cli.app, ["cohort", *map(str, words), "--as-of", "2026-06-01"])


def written(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_numbers_as_lines(tmp_path):
    result = run(written(tmp_path, "infusions.csv", INFUSIONS), written(tmp_path, "pet.csv", PET))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("NCT06902012 v1, data cut-off 2026-06-01.")
    assert "3-month CR, infusion 1, day 90 ± 14: 1 of 2 (1–99 %), 0 pending; evaluable only 1 of 1 (3–100 %)" in result.stdout


def test_the_numbers_as_json_with_what_could_not_be_read(tmp_path):
    result = run(
        written(tmp_path, "infusions.csv", INFUSIONS), written(tmp_path, "pet.csv", PET + "S-002,2026-04-29,PET/CT,XX\n"), "--json"
    )

    assert (result.exit_code, json.loads(result.stdout)["problems"]) == (1, result.stderr.splitlines())
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["pet.csv · pet!D3"]
    assert json.loads(result.stdout)["cr_3_months"]["infusion_1"]["all_closed"]["x"] == 1


def test_files_or_a_store_and_not_both(tmp_path):
    result = run()
    assert (result.exit_code, result.stderr) == (2, "expected workbooks or CSV files to judge, or --store URL, and not both\n")
