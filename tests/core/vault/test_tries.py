import pytest

from desktop_crm.core.vault.errors import TooManyTriesError
from desktop_crm.core.vault.tries import Tries


class Stopwatch:
    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


def test_wrong_tries_wait_longer_and_longer_up_to_a_minute():
    watch = Stopwatch()
    tries = Tries(watch)
    waits = []
    for _time in range(2000):
        tries.check()
        tries.wrong()
        waits.append(tries.wait_seconds())
        watch.seconds += tries.wait_seconds()
    assert waits[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert set(waits[8:]) == {60}


def test_a_try_that_comes_too_early_is_refused_and_says_how_long_to_wait():
    watch = Stopwatch()
    tries = Tries(watch)
    for _time in range(3):
        tries.wrong()
    watch.seconds += 1.5
    with pytest.raises(TooManyTriesError) as caught:
        tries.check()
    assert caught.value.seconds == 3
    assert "3" in caught.value.message
    watch.seconds += 2.5
    tries.check()


def test_after_the_right_passphrase_waiting_starts_over():
    tries = Tries(Stopwatch())
    for _time in range(9):
        tries.wrong()
    tries.right()
    tries.check()
    tries.wrong()
    assert tries.wait_seconds() == 1
