"""A crowd: several processes write one ledger at once. Everything acknowledged is there, once; a command asked again is not done again."""

import random as randomness
import time
from functools import partial
from random import Random

from core.ledger.ledger import Busy, Ledger, Stale
from tests.campaign.children import Acknowledge, child, held
from tests.campaign.histories import BY, counted, upload
from tests.campaign.stores import Stores
from tests.campaign.tally import Tally

WRITERS = 8
ATTEMPTS = 60


def crowd(tally: Tally, random: Random, stores: Stores) -> None:
    """The writers start together; each asks for so many commands."""
    with stores.new() as url:
        seeds = [random.random() for _ in range(WRITERS)]
        began = time.monotonic()
        writers = [child(partial(work, url, Random(seeds[number]), number, tally.goal)) for number in range(WRITERS)]
        for number, writer in enumerate(writers):
            tally.hold(writer.wait() == 0, f"{stores.name}: writer {number} gave up")
        acknowledged = [each for writer in writers for each in writer.acknowledged]
        kept = held(tally, url, acknowledged, stores.name)
        keys = {key for key, *_ in acknowledged}
        tally.counts["commands"] += len(keys)
        tally.counts["asked again, same receipt"] += len(acknowledged) - len(keys)
        tally.counts["entries"] += kept
        tally.counts["seconds"] += round(time.monotonic() - began)
        tally.hold(kept == len(keys) == WRITERS * tally.goal, f"{stores.name}: {kept} entries, {len(keys)} commands acknowledged")


def work(url: str, random: Random, number: int, commands: int, acknowledge: Acknowledge) -> None:
    """A writer with a subject of its own and one that all share; now and then it asks for a command again."""
    ledger = Ledger.open(url)
    for command in range(commands):
        subject_id = f"S-{number:03}" if random.random() < 0.7 else "S-999"
        key = f"w{number}-{command}"
        seed = random.random()
        for attempt in range(ATTEMPTS):
            plan = counted(upload(Random(seed), ledger.head().seq, [subject_id], 2))
            try:
                acknowledge(ledger.commit(plan, BY, key))
                break
            except (Stale, Busy):
                time.sleep(randomness.random() * 0.02 * min(attempt, 10))
        else:
            raise TimeoutError(f"{key}: given up after {ATTEMPTS} attempts")
        if random.random() < 0.1:
            acknowledge(ledger.commit(plan, BY, key))
    ledger.close()
