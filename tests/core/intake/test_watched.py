"""Who waits for a file may stop it at any moment, and the process that reads it ends."""

import subprocess
import threading

import pytest

from core.intake import reader
from core.intake.reader import Handed, read
from core.intake.watched import Stopped, Watched

LABS = Handed("labs.csv", b"subject_id,value\nS-1,1\n")


def test_the_file_being_read_is_named():
    watched = Watched()
    assert len(read(LABS, watched=watched)) == 1
    assert (watched.stage, watched.stopped) == ("Reading labs.csv", False)


def test_nothing_is_begun_once_it_is_stopped(monkeypatch):
    monkeypatch.setattr(reader, "START", "raise AssertionError")
    watched = Watched()
    watched.stop()
    with pytest.raises(Stopped):
        read(LABS, watched=watched)
    assert watched.stage == ""


def test_a_stop_ends_the_process_that_reads(monkeypatch):
    monkeypatch.setattr(reader, "START", "import time; time.sleep(60)")
    children = []
    started = subprocess.Popen

    def told(*words, **more):
        children.append(started(*words, **more))
        threading.Timer(0.05, watched.stop).start()
        return children[0]

    monkeypatch.setattr(subprocess, "Popen", told)
    watched = Watched()
    with pytest.raises(Stopped):
        read(LABS, watched=watched)
    assert children[0].returncode == -9


def test_a_stop_that_came_just_before_the_wait_ends_it_too():
    watched, ended = Watched(), []
    watched.stop()
    with pytest.raises(Stopped), watched.ending(lambda: ended.append(True)):
        assert ended == [True]
    watched.stop()
    assert ended == [True]
