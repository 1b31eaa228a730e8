import pytest

from desktop_crm.core.ids import IdMaker
from desktop_crm.core.installation import device


def test_the_device_number_is_made_once_and_kept(config_of_its_own):
    first = device()
    assert 0 <= first < 2**16
    assert {device() for _ in range(5)} == {first}
    assert (config_of_its_own / "device").read_text(encoding="ascii") == str(first)


def test_another_installation_gets_a_number_of_its_own(config_of_its_own):
    numbers = set()
    for _ in range(20):
        numbers.add(device())
        (config_of_its_own / "device").unlink()
    assert len(numbers) > 10


@pytest.mark.parametrize("content", [b"", b"no number", b"\xff\xfe", b"65536", b"-1"])
def test_a_damaged_device_number_is_replaced_by_one_that_fits_and_stays(config_of_its_own, content):
    config_of_its_own.mkdir()
    (config_of_its_own / "device").write_bytes(content)
    number = device()
    IdMaker(number)
    assert device() == number
