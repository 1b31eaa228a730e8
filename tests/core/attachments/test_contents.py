import hashlib

import pytest

from desktop_crm.core.attachments import contents
from desktop_crm.core.attachments.contents import (
    ContentMissingError,
    ContentStore,
    TooLargeError,
    UnreadableSourceError,
)
from desktop_crm.core.vault import slots
from desktop_crm.core.vault import vault as vaults


@pytest.fixture
def vault(tmp_path):
    opened, _recovery_key = vaults.create(tmp_path / "vault", "correct horse battery", cost=slots.FLOOR)
    with opened:
        yield opened


@pytest.fixture
def store(vault):
    return ContentStore(vault)


def files_in(vault):
    return sorted(path for path in vault.attachments.rglob("*") if path.is_file())


def test_a_file_comes_back_and_lies_in_the_vault_encrypted(vault, store, tmp_path):
    path = tmp_path / "合同.pdf"
    path.write_bytes(b"%PDF canary " * 20_000)
    content = store.put(path)
    assert content == contents.Content(hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
    assert store.read(content.sha256, "合同.pdf") == path.read_bytes()
    (kept,) = files_in(vault)
    assert b"canary" not in kept.read_bytes()
    assert content.sha256 not in str(kept), "the name must not tell whose hash it is"


def test_the_same_content_is_kept_once(vault, store, tmp_path):
    (tmp_path / "a").write_bytes(b"same")
    first, second = store.put(tmp_path / "a"), store.put_bytes(b"same")
    assert first == second
    assert len(files_in(vault)) == 1


def test_what_is_too_large_is_refused_and_leaves_nothing(vault, store, tmp_path, monkeypatch):
    monkeypatch.setattr(contents, "MOST_BYTES", 10)
    (tmp_path / "a").write_bytes(b"12345678901")
    with pytest.raises(TooLargeError):
        store.put(tmp_path / "a")
    assert not vault.attachments.exists() or files_in(vault) == []


def test_a_file_that_is_not_there_is_refused_by_name(store, tmp_path):
    with pytest.raises(UnreadableSourceError, match="gone"):
        store.put(tmp_path / "gone.pdf")


def test_a_content_that_was_changed_on_the_disk_is_not_handed_out(vault, store):
    content = store.put_bytes(b"x" * 1000)
    (kept,) = files_in(vault)
    data = bytearray(kept.read_bytes())
    data[-1] ^= 1
    kept.write_bytes(bytes(data))
    with pytest.raises(ContentMissingError, match=r"a\.txt"):
        store.read(content.sha256, "a.txt")
    kept.unlink()
    assert not store.has(content.sha256)
    with pytest.raises(ContentMissingError):
        store.read(content.sha256, "a.txt")


def test_one_content_in_the_place_of_another_is_noticed(vault, store):
    first, second = store.put_bytes(b"one"), store.put_bytes(b"two")
    one, two = (store._path(content.sha256) for content in (first, second))
    one.write_bytes(two.read_bytes())
    with pytest.raises(ContentMissingError):
        store.read(first.sha256, "one")


def test_what_nothing_names_any_more_goes_with_what_a_crash_left(vault, store):
    kept, dropped = store.put_bytes(b"kept"), store.put_bytes(b"dropped")
    (store._path(kept.sha256).parent / "half.tmp").write_bytes(b"half")
    assert store.remove_all_but([kept.sha256]) == 2
    assert store.has(kept.sha256)
    assert not store.has(dropped.sha256)
