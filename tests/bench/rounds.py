"""What is done with the two servers, turn by turn in one browser, and the figures that come of it."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from itertools import cycle, islice
from time import perf_counter

from playwright.sync_api import Browser

from tests.bench.servers import Server
from tests.bench.visits import Stands, Visit, lists, says_x, shows, visit

SWITCHES = 20  # a round
FIRST_VISITS = 10  # a start
SESSIONS = 20
SOAK = 120  # switches
CALM = 3000  # ms

Found = defaultdict[str, list[float]]


def start(served: Callable[[], AbstractContextManager[Server]], path: str, stands: Stands, browser: Browser, found: Found) -> None:
    """From nothing to the first page, and the memory then."""
    began = perf_counter()
    with served() as server, visit(browser) as seen:
        seen.open(server.address + path, stands)
        found["start"].append((perf_counter() - began) * 1000)
        seen.settle()
        found["memory"].append(server.memory())


def first_visits(served: Callable[[], AbstractContextManager[Server]], subjects: list[str], browser: Browser, found: Found) -> None:
    """A server that has judged one subject only, and then others for the first time."""
    with served() as server, visit(browser) as seen:
        seen.open(_patient(server, subjects[0]), shows(subjects[0]))
        seen.settle()
        found["patient memory"].append(server.memory())
        _spend(server, seen, [partial(seen.switch, each) for each in subjects[1 : FIRST_VISITS + 1]], found, "first visit")


def floor_round(server: Server, browser: Browser, found: Found) -> None:
    """A first load and a batch of reruns; a rerun is the floor under a switch and under a patient opened."""
    with visit(browser) as seen:
        _load(seen, server.address, says_x, found, "")
        _spend(server, seen, [seen.rerun] * SWITCHES, found, "switch")


def our_round(server: Server, subjects: list[str], browser: Browser, found: Found) -> None:
    """First loads of the board and of a patient, a patient opened from the board, and a batch of switches."""
    with visit(browser) as seen:
        _load(seen, server.address, lists, found, "")
        found["opened"].append(seen.follow(subjects[0]))
    with visit(browser) as seen:
        _load(seen, _patient(server, subjects[0]), shows(subjects[0]), found, "patient ")
        for subject in subjects[1:]:
            seen.switch(subject)  # from now on each was seen before
        _spend(server, seen, [partial(seen.switch, each) for each in islice(cycle(subjects), SWITCHES)], found, "switch")


def sessions(server: Server, path: str, stands: Stands, browser: Browser, found: Found) -> None:
    """Megabytes for each of many sessions open at once."""
    with ExitStack() as open_:
        open_.enter_context(visit(browser)).open(server.address + path, stands)
        before = server.memory()
        for _ in range(SESSIONS):
            open_.enter_context(visit(browser)).open(server.address + path, stands)
        found["session"].append((server.memory() - before) / SESSIONS)


def soak(server: Server, subjects: list[str], browser: Browser, found: Found) -> None:
    """Megabytes that are resident after many switches and were not before."""
    with visit(browser) as seen:
        seen.open(_patient(server, subjects[-1]), shows(subjects[-1]))
        before = server.memory()
        for subject in islice(cycle(subjects), SOAK):
            seen.switch(subject)
        found["soak"].append(server.memory() - before)


def board_reruns(server: Server, browser: Browser, found: Found) -> None:
    """The board drawn again for a session that has seen it."""
    with visit(browser) as seen:
        found["crowd load"].append(seen.open(server.address, lists))
        seen.settle()
        _spend(server, seen, [seen.rerun] * SWITCHES, found, "crowd")


def _patient(server: Server, subject: str) -> str:
    return f"{server.address}/patient?subject={subject}"


def _load(seen: Visit, address: str, stands: Stands, found: Found, which: str) -> None:
    found[f"{which}load"].append(seen.open(address, stands))
    seen.settle()
    found[f"{which}bytes"].append((seen.http + seen.socket) / 1000)
    found[f"{which}socket"].append(seen.socket / 1000)
    found[f"{which}requests"].append(seen.requests)


def _spend(server: Server, seen: Visit, acts: list[Callable[[], float]], found: Found, name: str) -> None:
    """Processor time of each act, less what the server spends over the same time when nobody does anything; and the wall times."""
    before, began = server.cpu(), perf_counter()
    walls = [act() for act in acts]
    spent, took = server.cpu() - before, perf_counter() - began
    before, began = server.cpu(), perf_counter()
    seen.page.wait_for_timeout(CALM)
    idle = (server.cpu() - before) / (perf_counter() - began)
    found["idle"].append(idle)
    found[f"{name} cpu"].append((spent - idle * took) / len(acts))
    found[name] += walls
