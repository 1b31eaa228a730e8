from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.attachments.sealed_file import CHUNK_BYTES, MAGIC, UnreadableFileError, seal, unseal

KEY = bytes(range(32))


def sealed(data, key=KEY, name="a"):
    target = BytesIO()
    seal(BytesIO(data), target, key, name)
    return target.getvalue()


def opened(data, key=KEY, name="a"):
    return b"".join(unseal(BytesIO(data), key, name))


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_contents_of_every_length_come_back(size):
    data = bytes(number % 251 for number in range(size))
    assert opened(sealed(data)) == data


def test_nothing_of_the_content_can_be_read_and_two_seals_differ():
    data = "云帆科技有限公司的合同".encode() * 50
    first, second = sealed(data), sealed(data)
    assert data[:12] not in first
    assert first[len(MAGIC) :] != second[len(MAGIC) :]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_flipped_bit_is_noticed(data):
    whole = bytearray(sealed(b"x" * (CHUNK_BYTES + 5)))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(UnreadableFileError):
        opened(bytes(whole))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_file_cut_anywhere_does_not_pass_for_a_shorter_one(data):
    whole = sealed(b"y" * (2 * CHUNK_BYTES))
    with pytest.raises(UnreadableFileError):
        opened(whole[: data.draw(st.integers(0, len(whole) - 1))])


def test_a_chunk_left_out_at_its_border_is_noticed():
    step = CHUNK_BYTES + 16
    whole = sealed(b"z" * (3 * CHUNK_BYTES))
    head = len(whole) - 3 * step
    with pytest.raises(UnreadableFileError):
        opened(whole[: head + step] + whole[head + 2 * step :])
    with pytest.raises(UnreadableFileError):
        opened(whole[: head + 2 * step])


def test_another_key_or_another_name_does_not_open_it():
    with pytest.raises(UnreadableFileError):
        opened(sealed(b"x"), key=bytes(32))
    with pytest.raises(UnreadableFileError):
        opened(sealed(b"x"), name="b")
