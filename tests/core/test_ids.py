from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.core import clock
from desktop_crm.core.ids import EPOCH, IdMaker, millisecond_of, new_device

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TEN_YEARS_MS = 10 * 365 * 24 * 3600 * 1000

devices = st.integers(0, 2**16 - 1)
milliseconds = st.integers(0, 2**40)


def test_an_id_is_41_bits_of_milliseconds_16_of_device_and_6_of_sequence():
    maker = IdMaker(0xABCD, milliseconds=lambda: 1_000_000_007)
    assert f"{maker.next():063b}" == f"{1_000_000_007:041b}" + f"{0xABCD:016b}" + "000000"
    assert f"{maker.next():063b}" == f"{1_000_000_007:041b}" + f"{0xABCD:016b}" + "000001"


def test_the_milliseconds_count_from_2025_on_the_clock_of_the_program():
    with clock.fixed(NOW):
        made = IdMaker(1).next()
    assert EPOCH + timedelta(milliseconds=millisecond_of(made)) == NOW


@pytest.mark.parametrize("device", [-1, 2**16])
def test_a_device_number_that_does_not_fit_is_refused(device):
    with pytest.raises(ValueError, match=str(device)):
        IdMaker(device)


def test_new_device_numbers_fit_and_differ():
    numbers = {new_device() for _ in range(200)}
    assert all(0 <= number < 2**16 for number in numbers)
    assert len(numbers) > 150


@given(devices, st.lists(milliseconds, min_size=2, max_size=200))
def test_ids_rise_strictly_whatever_the_clock_does(device, readings):
    clock_readings = iter(readings)
    maker = IdMaker(device, milliseconds=lambda: next(clock_readings))
    made = [maker.next() for _ in readings]
    assert made == sorted(set(made))


def test_a_clock_that_stands_still_for_thousands_of_ids_repeats_none():
    maker = IdMaker(7, milliseconds=lambda: 5)
    made = [maker.next() for _ in range(5_000)]
    assert made == sorted(set(made))
    assert all((number >> 6) & 0xFFFF == 7 for number in made)


@pytest.mark.parametrize("jump", [-TEN_YEARS_MS, TEN_YEARS_MS])
def test_a_clock_set_ten_years_off_and_back_makes_no_id_twice_and_none_smaller(jump):
    present = 60_000_000_000
    readings = iter([present, present + 1, present + 1 + jump, present + 2 + jump, present + 3, present + 4])
    maker = IdMaker(7, milliseconds=lambda: next(readings))
    made = [maker.next() for _ in range(6)]
    assert made == sorted(set(made))


def test_a_clock_before_2025_makes_ids_all_the_same():
    with clock.fixed(datetime(1980, 1, 1, tzinfo=UTC)):
        maker = IdMaker(7)
        first, second = maker.next(), maker.next()
    assert 0 <= first < second


@given(devices, st.integers(0, 2**62 + 2**40), milliseconds)
def test_the_first_id_is_above_the_largest_one_seen(device, largest, reading):
    assert IdMaker(device, largest, lambda: reading).next() > largest


@given(devices, milliseconds, st.lists(st.integers(0, 2**62), max_size=20))
def test_ids_that_came_from_elsewhere_are_never_reached_again(device, reading, foreign):
    maker = IdMaker(device, milliseconds=lambda: reading)
    made = [maker.next()]
    for record_id in foreign:
        maker.seen(record_id)
        made.append(maker.next())
        assert made[-1] > record_id
    assert made == sorted(set(made))


def test_an_older_id_from_elsewhere_does_not_push_the_clock_forward():
    maker = IdMaker(7, milliseconds=lambda: 1_000)
    before = maker.next()
    maker.seen(before - (500 << 22))
    assert maker.next() == before + 1


def test_an_id_just_above_two_to_the_62_fits_a_signed_64_bit_rowid():
    made = IdMaker(2**16 - 1, above=2**62 + 5).next()
    assert 2**62 + 5 < made < 2**63


@given(st.sets(devices, min_size=2, max_size=5), milliseconds)
def test_devices_that_work_in_the_same_millisecond_make_different_ids(numbers, reading):
    made = [
        maker.next()
        for number in numbers
        for maker in [IdMaker(number, milliseconds=lambda: reading)]
        for _ in range(200)
    ]
    assert len(set(made)) == len(made)


def test_threads_share_one_maker_without_making_an_id_twice():
    maker, made = IdMaker(7, milliseconds=lambda: 1), []
    threads = [Thread(target=lambda: made.extend([maker.next() for _ in range(2_000)])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == len(made) == 8_000
