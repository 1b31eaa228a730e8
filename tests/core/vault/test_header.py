import copy
import hashlib
import json
import random

import pytest

from desktop_crm.core.vault import header, vault
from desktop_crm.core.vault.errors import (
    NewerVaultError,
    NotAVaultError,
    VaultDamagedError,
    VaultError,
    WrongPassphraseError,
)


def sealed_again(document):
    """What a forger can make: canonical, with a checksum that agrees, but without the key of the MAC."""
    body = {key: value for key, value in document.items() if key != "checksum"}

    def canonical(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n"

    return canonical({**body, "checksum": hashlib.sha256(canonical(body)).hexdigest()})


@pytest.fixture
def document(made):
    return json.loads((made.folder / header.NAME).read_bytes())


def test_a_header_is_written_as_it_was_read(made):
    data = (made.folder / header.NAME).read_bytes()
    assert header.parse(data).to_bytes() == data
    assert header.parse(data).vault_id == made.vault_id


def test_the_spare_is_the_same(made):
    assert (made.folder / header.SPARE_NAME).read_bytes() == (made.folder / header.NAME).read_bytes()


@pytest.mark.fault
def test_every_flipped_bit_is_refused_when_there_is_no_spare(made):
    path = made.folder / header.NAME
    data = path.read_bytes()
    (made.folder / header.SPARE_NAME).unlink()
    chosen = random.Random(20260101)
    places = [(chosen.randrange(len(data)), 1 << chosen.randrange(8)) for _time in range(150)]
    for place, bit in places:
        flipped = bytearray(data)
        flipped[place] ^= bit
        path.write_bytes(flipped)
        with pytest.raises(VaultDamagedError):
            vault.unlock(made.folder, made.passphrase)
        assert path.read_bytes() == flipped
    path.write_bytes(data)
    vault.unlock(made.folder, made.passphrase).close()


@pytest.mark.fault
def test_every_bit_of_the_header_counts(made):
    data = (made.folder / header.NAME).read_bytes()
    for place in range(len(data)):
        for bit in (1, 0x20, 0x80):
            flipped = bytearray(data)
            flipped[place] ^= bit
            with pytest.raises(VaultDamagedError):
                header.parse(bytes(flipped))


@pytest.mark.fault
def test_a_damaged_header_gives_way_to_its_spare_and_that_is_said(copied):
    chosen = random.Random(7)
    for _time in range(8):
        made = copied()
        path = made.folder / header.NAME
        data = path.read_bytes()
        damaged = bytearray(data)
        damaged[chosen.randrange(len(data))] ^= 1 << chosen.randrange(8)
        path.write_bytes(damaged)
        with vault.unlock(made.folder, made.passphrase) as unlocked:
            assert unlocked.keys.data_key == made.data_key
            assert len(unlocked.warnings) == 1
        assert path.read_bytes() == data
        assert (made.folder / "vault.json.damaged").read_bytes() == damaged
        with vault.unlock(made.folder, made.passphrase) as unlocked:
            assert unlocked.warnings == ()


@pytest.mark.fault
def test_a_header_cut_anywhere_is_refused_or_replaced_by_its_spare(made):
    path, spare = made.folder / header.NAME, made.folder / header.SPARE_NAME
    data = path.read_bytes()
    for length in range(0, len(data), 37):
        path.write_bytes(data[:length])
        spare.write_bytes(data)
        vault.unlock(made.folder, made.passphrase).close()
        assert path.read_bytes() == data
        path.write_bytes(data[:length])
        spare.write_bytes(data[: len(data) - 1 - length])
        with pytest.raises(VaultDamagedError):
            vault.unlock(made.folder, made.passphrase)


@pytest.mark.parametrize("gone", [header.NAME, header.SPARE_NAME])
def test_one_missing_copy_is_made_again(made, gone):
    data = (made.folder / gone).read_bytes()
    (made.folder / gone).unlink()
    with vault.unlock(made.folder, made.passphrase) as unlocked:
        assert len(unlocked.warnings) == (gone == header.NAME)
    assert (made.folder / gone).read_bytes() == data


def test_without_both_it_is_no_vault(made):
    (made.folder / header.NAME).unlink()
    (made.folder / header.SPARE_NAME).unlink()
    with pytest.raises(NotAVaultError):
        vault.unlock(made.folder, made.passphrase)


def change(document, *path_and_value):
    changed = copy.deepcopy(document)
    *path, last, value = path_and_value
    place = changed
    for step in path:
        place = place[step]
    place[last] = value
    return changed


FORGERIES = {
    "another vault id": (("vault_id", "0" * 32), WrongPassphraseError),
    "a slot of another id": (("slots", 0, "id", "0" * 16), WrongPassphraseError),
    "another cost": (("slots", 0, "cost", "memory_kib", 64 * 1024 + 1024), WrongPassphraseError),
    "another salt": (("slots", 0, "salt", "A" * 22 + "=="), WrongPassphraseError),
    "another nonce": (("slots", 0, "nonce", "A" * 16), WrongPassphraseError),
    "another wrapped key": (("slots", 0, "wrapped", "A" * 64), WrongPassphraseError),
    "another MAC": (("mac", "A" * 43 + "="), VaultDamagedError),
    "another recovery slot": (("slots", 1, "wrapped", "A" * 64), VaultDamagedError),
    "a cheaper recovery slot": (("slots", 1, "cost", "passes", 4), VaultDamagedError),
    "another needed version": (("needs", "0.0.9"), VaultDamagedError),
    "a newer format": (("format", 2), NewerVaultError),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_header_opens_nothing(made, document, name):
    change_made, error = FORGERIES[name]
    forged = sealed_again(change(document, *change_made))
    (made.folder / header.NAME).write_bytes(forged)
    (made.folder / header.SPARE_NAME).unlink()
    with pytest.raises(error):
        vault.unlock(made.folder, made.passphrase)
    assert (made.folder / header.NAME).read_bytes() == forged


HOSTILE = {
    "too little memory": ("slots", 0, "cost", "memory_kib", 8),
    "too much memory": ("slots", 0, "cost", "memory_kib", 1024 * 1024 + 1),
    "much too much memory": ("slots", 0, "cost", "memory_kib", 2**63),
    "too few passes": ("slots", 0, "cost", "passes", 2),
    "too many passes": ("slots", 1, "cost", "passes", 11),
    "too few lanes": ("slots", 0, "cost", "lanes", 1),
    "too many lanes": ("slots", 0, "cost", "lanes", 17),
    "a truth value for a number": ("slots", 0, "cost", "passes", True),
    "a fraction": ("slots", 0, "cost", "passes", 3.0),
    "a word for a number": ("slots", 0, "cost", "passes", "3"),
    "no cost": ("slots", 0, "cost", None),
    "one more parameter": ("slots", 0, "cost", "speed", 1),
    "one more entry": ("extra", 1),
    "one more entry in a slot": ("slots", 0, "extra", 1),
    "a short salt": ("slots", 0, "salt", "AAAA"),
    "a salt of spare bits": ("slots", 0, "salt", "A" * 21 + "B=="),
    "a salt that is no Base64": ("slots", 0, "salt", "!" * 24),
    "a salt that is no text": ("slots", 0, "salt", 5),
    "a long wrapped key": ("slots", 0, "wrapped", "A" * 68),
    "an unknown kind": ("slots", 0, "kind", "fingerprint"),
    "two of a kind": ("slots", 0, "kind", "recovery"),
    "no slots": ("slots", []),
    "slots that are no list": ("slots", {}),
    "a slot that is none": ("slots", 0, "slot"),
    "an id that is none": ("slots", 0, "id", "../../etc"),
    "a vault id in capitals": ("vault_id", "A" * 32),
    "no format": ("format", None),
    "format zero": ("format", 0),
    "a format that is true": ("format", True),
    "a needed version that is none": ("needs", "<b>9</b>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_header_is_refused_before_any_key_is_derived(document, name):
    with pytest.raises(VaultDamagedError):
        header.parse(sealed_again(change(document, *HOSTILE[name])))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"null\n",
        b"[]\n",
        b"{}\n",
        b"1" * 60_000,
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b"NaN\n",
        b'{"checksum":NaN}\n',
        "\ufeff{}".encode(),
        b"\xff\xfe",
        b'{"checksum":"","checksum":""}\n',
        b"{" + b" " * 70_000 + b"}",
    ],
)
def test_what_is_no_header_at_all_is_refused(data):
    with pytest.raises(VaultDamagedError):
        header.parse(data)


def test_white_space_and_order_are_part_of_the_form(document):
    for data in (json.dumps(document), json.dumps(document, indent=1), json.dumps(document, sort_keys=True) + "\n"):
        with pytest.raises(VaultDamagedError):
            header.parse(data.encode())


def test_an_enormous_file_is_not_read_whole(made):
    with (made.folder / header.NAME).open("r+b") as file:
        file.truncate(2**40)  # a file with a hole: it takes no room
    (made.folder / header.SPARE_NAME).unlink()
    with pytest.raises(VaultDamagedError):
        vault.unlock(made.folder, made.passphrase)


def test_a_newer_vault_is_refused_untouched_and_the_needed_version_named(made, document):
    newer = {"format": 2, "needs": "3.14.1", "something": ["new"], "vault_id": document["vault_id"]}
    (made.folder / header.NAME).write_bytes(sealed_again(newer))
    before = {path: path.read_bytes() for path in made.folder.iterdir() if path.is_file()}
    with pytest.raises(NewerVaultError) as caught:
        vault.unlock(made.folder, made.passphrase)
    assert caught.value.needs == "3.14.1"
    assert "3.14.1" in caught.value.message
    assert {path: path.read_bytes() for path in made.folder.iterdir() if path.is_file()} == before


def test_a_damaged_newer_header_is_told_as_damaged_until_its_spare_says_more(made):
    newer = sealed_again({"format": 2, "needs": "3.14.1", "something": ["new"]})
    (made.folder / header.NAME).write_bytes(newer.replace(b"3.14.1", b"3.14.7"))
    (made.folder / header.SPARE_NAME).unlink()
    with pytest.raises(VaultDamagedError):
        vault.unlock(made.folder, made.passphrase)
    (made.folder / header.SPARE_NAME).write_bytes(newer)
    with pytest.raises(NewerVaultError) as caught:
        vault.unlock(made.folder, made.passphrase)
    assert caught.value.needs == "3.14.1"


def test_errors_in_a_header_do_not_repeat_its_contents(made, document):
    canary = "canary" * 5
    with pytest.raises(VaultError) as caught:
        header.parse(sealed_again(change(document, "slots", 0, "id", canary)))
    assert canary not in str(caught.value) + caught.value.detail
