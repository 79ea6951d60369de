"""CPU seconds of this process and of the children it has waited for: steadier than wall time on a busy machine."""

import resource
from collections.abc import Callable


def cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def spent(work: Callable[[], object]) -> float:
    before = cpu()
    work()
    return cpu() - before


def best(work: Callable[[], object], runs: int) -> float:
    """The least of several runs: what the work itself needs."""
    return min(spent(work) for _ in range(runs))


def report(what: str, found: float, goal: float, unit: str) -> None:
    verdict = "within" if found <= goal else f"MISSED by {100 * (found / goal - 1):.0f} %"
    print(f"{what:<72} {found:>9.3f} {unit:<4} goal {goal:g} {unit}: {verdict}", flush=True)
