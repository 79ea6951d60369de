"""What a campaign counted and what it found. A finding is a broken promise; there should be none."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Tally:
    """One campaign's counts. It goes on until its goal is reached or its time is up."""

    name: str
    goal: int
    until: float
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    short: bool = False  # of the goal, because the time was up

    def trials(self) -> Iterator[int]:
        for number in range(self.goal):
            if time.monotonic() > self.until:
                self.short = True
                self.counts["NOT DONE, the time was up"] = self.goal - number
                return
            self.counts["trials"] += 1
            yield number

    def hold(self, promise: bool, otherwise: str) -> None:
        if not promise:
            self.findings.append(otherwise)

    def __str__(self) -> str:
        counted = ", ".join(f"{what} {count:,}" for what, count in self.counts.items())
        lines = [f"{self.name}: {counted}; findings {len(self.findings)}"]
        return "\n".join(lines + [f"  FOUND {each}" for each in self.findings[:20]])
