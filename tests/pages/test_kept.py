"""What is kept: found once however many look, bounded, and let go of with its source."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from dashboard.kept import forget, kept


def counted(most=3):
    calls = []

    @kept(most)
    def double(number):
        calls.append(number)
        sleep(0.02)
        return [number, number]

    return double, calls


def test_many_looks_at_once_find_a_thing_once():
    double, calls = counted()
    with ThreadPoolExecutor(8) as many:
        found = list(many.map(double, [7] * 8))
    assert calls == [7]
    assert all(each is found[0] for each in found)


def test_only_the_newest_are_kept():
    double, calls = counted(most=2)
    for number in (1, 2, 3, 3, 2, 1):
        double(number)
    assert calls == [1, 2, 3, 1]


def test_what_rested_on_an_older_source_is_let_go_of():
    double, calls = counted()
    double(1)
    forget()
    double(1)
    assert calls == [1, 1]


def test_what_could_not_be_found_is_asked_for_again():
    asked = []

    @kept(2)
    def fails(number):
        asked.append(number)
        raise ValueError

    for _ in range(2):
        try:
            fails(1)
        except ValueError:
            continue
    assert asked == [1, 1]
