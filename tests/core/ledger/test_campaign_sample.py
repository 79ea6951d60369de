"""A sample of every campaign against the ledger, a hundredth of the whole: whatever befalls it, nothing acknowledged is lost."""

import subprocess
import sys

from tests.campaign.__main__ import CAMPAIGNS, run
from tests.campaign.tally import Tally


def test_a_hundredth_of_every_campaign_finds_nothing():
    # A process of its own: the campaigns fork, which what else runs in this one need not bear.
    asked = [sys.executable, "-m", "tests.campaign", "--share", "0.01", "--seed", "2", "--minutes", "5"]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("findings 0") == len(CAMPAIGNS)


def test_a_campaign_whose_time_is_up_says_how_much_is_not_done(tmp_path):
    (tally,) = run(CAMPAIGNS[:1], seed=1, share=1, minutes=0, folder=tmp_path)
    assert tally.short
    assert "NOT DONE, the time was up 1,200" in str(tally)


def test_a_broken_promise_is_a_finding():
    tally = Tally("kills", 1, 0)
    tally.hold(True, "kept")
    tally.hold(False, "entry 3 was lost")
    assert "entry 3 was lost" in str(tally)
    assert "kept" not in str(tally)
