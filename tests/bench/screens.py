"""The dashboard against the Streamlit floor, an app that only says x with default settings: one browser, the two turn by turn."""

import subprocess
from collections import defaultdict
from datetime import date
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

from core.assessment import assess
from core.cli.showing import fill
from core.doctor import ROOT
from core.layouts.load import load
from core.pictures.trajectory import trajectory
from core.protocol.settings_file import load_settings
from tests.bench import rounds
from tests.bench.crowd import crowd
from tests.bench.rounds import Found
from tests.bench.servers import REINFUSE, floor, on
from tests.bench.table import Row, show
from tests.bench.visits import lists, says_x, shows
from tests.browser.chromium import FLAGS, chromium

AS_OF = date(2026, 3, 5)
SAMPLE = ROOT / "sample_data"
SETTINGS = SAMPLE / "settings.toml"
STARTS, ROUNDS, CROWD = 3, 5, 500
CPU, WIRE, MEMORY = "server CPU a switch of patient", "bytes and requests of the first load", "memory after the first page"


def screens(folder: Path) -> None:
    subjects = _charted(12)
    theirs, ours = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    fill(demo_store := f"sqlite:///{folder / 'demo.sqlite3'}")
    demo = partial(on, demo_store)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for _ in range(STARTS):
            rounds.start(partial(floor, folder), "", says_x, browser, theirs)
            rounds.start(demo, "", lists, browser, ours)
            rounds.first_visits(demo, subjects, browser, ours)
        with floor(folder) as their_server, demo() as our_server:
            turns = [
                partial(rounds.floor_round, their_server, browser, theirs),
                partial(rounds.our_round, our_server, subjects, browser, ours),
            ]
            for at in range(ROUNDS):
                for turn in turns[:: -1 if at % 2 else 1]:
                    turn()
            rounds.soak(our_server, subjects, browser, ours)
            rounds.sessions(their_server, "", says_x, browser, theirs)
            rounds.sessions(our_server, f"/patient?subject={subjects[0]}", shows(subjects[0]), browser, ours)
        with on(crowded_store(folder)) as crowded:
            rounds.board_reruns(crowded, browser, ours)
        browser.close()
    show(_rows(theirs, ours))


def crowded_store(folder: Path) -> str:
    """A store of many subjects, filled by the commands that a site would use."""
    store = f"sqlite:///{folder / 'crowd.sqlite3'}"
    files = crowd(sorted(SAMPLE.glob("*.xlsx")), folder, CROWD)
    for words in (["prepare", "--settings", str(SETTINGS)], ["load", "--leave-out", *map(str, files)]):
        subprocess.run([REINFUSE, *words, "--store", store, "--by", "Bench"], check=True, stdout=subprocess.DEVNULL)
    return store


def _charted(count: int) -> list[str]:
    """The first subjects of the cohort who have a chart."""
    site = load_settings(SETTINGS)
    known = load(sorted(SAMPLE.glob("*.xlsx")), site, AS_OF).subjects
    return [name for name, facts in known.items() if trajectory(assess(facts, AS_OF, site)) is not None][:count]


def _rows(theirs: Found, ours: Found) -> list[Row]:
    return [
        Row("server CPU a switch, each subject seen before", "ms", theirs["switch cpu"], ours["switch cpu"], times=0.2, gate=CPU),
        Row("  each subject for the first time", "ms", theirs["switch cpu"], ours["first visit cpu"]),
        Row("  taken off: the idle server, a second", "ms", theirs["idle"], ours["idle"]),
        Row("bytes of the first load, board", "kB", theirs["bytes"], ours["bytes"], times=1.5, gate=WIRE),
        Row("bytes of the first load, patient with chart", "kB", theirs["bytes"], ours["patient bytes"], times=1.5, gate=WIRE),
        Row("  of them over the socket, patient with chart", "kB", theirs["socket"], ours["patient socket"]),
        Row("requests of the first load, board", "", theirs["requests"], ours["requests"], times=1.5, gate=WIRE),
        Row("requests of the first load, patient with chart", "", theirs["requests"], ours["patient requests"], times=1.5, gate=WIRE),
        Row("memory after the first page, board", "MB", theirs["memory"], ours["memory"], times=1.5, gate=MEMORY),
        Row("memory after the first page, patient with chart", "MB", theirs["memory"], ours["patient memory"], times=1.5, gate=MEMORY),
        Row("memory a session, of 20", "MB", theirs["session"], ours["session"], most=0.1),
        Row("memory gained over 120 switches", "MB", [], ours["soak"]),
        Row("switch patient, chart redrawn, wall", "ms", theirs["switch"], ours["switch"], times=1.1),
        Row("  each subject for the first time", "ms", theirs["switch"], ours["first visit"]),
        Row("first load of the board, wall", "ms", theirs["load"], ours["load"]),
        Row("first load of the patient page, wall", "ms", theirs["load"], ours["patient load"], times=1.3),
        Row("open a patient from the board (floor: a rerun), wall", "ms", theirs["switch"], ours["opened"], times=2),
        Row("cold start to first page, wall", "ms", theirs["start"], ours["start"], times=1.2),
        Row(f"{CROWD} subjects on the board, CPU of a warm rerun", "ms", [], ours["crowd cpu"], most=100),
        Row(f"{CROWD} subjects on the board, first load, wall", "ms", [], ours["crowd load"]),
    ]
