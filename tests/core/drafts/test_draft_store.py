import hashlib
import os
import re
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.core import clock
from desktop_crm.core.drafts.draft import DamagedDraftError, Draft, new_id, opened, sealed
from desktop_crm.core.drafts.store import DraftStore
from desktop_crm.core.vault import vault as vaults
from desktop_crm.core.vault.errors import VaultFileError
from desktop_crm.core.vault.slots import FLOOR

PASSPHRASE = "青山 prize lantern 42 水渠"
WORDS = "客户对报价满意,电话 13912345678"


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    unlocked, _key = vaults.create(tmp_path_factory.mktemp("drafts") / "vault", PASSPHRASE, cost=FLOOR)
    with unlocked:
        yield unlocked


@pytest.fixture
def store(vault):
    for path in vault.drafts.iterdir():
        path.unlink()
    return DraftStore(vault)


def files(vault):
    return sorted(vault.drafts.iterdir())


def test_i_20_what_was_saved_comes_back(store):
    draft_id = new_id()
    saved = store.save(draft_id, "customers", "新客户", {"name": WORDS, "tags": ["甲", "乙"], "vip": True, "n": None})
    assert store.all() == [saved]
    assert saved.values["name"] == WORDS


def test_the_newest_draft_comes_first_and_a_later_save_replaces_the_earlier(store):
    first, second = new_id(), new_id()
    start = datetime(2026, 11, 22, 8, tzinfo=UTC)
    for minutes, draft_id, text in ((0, first, "a"), (1, second, "b"), (2, first, "c")):
        with clock.fixed(start + timedelta(minutes=minutes)):
            store.save(draft_id, "log", "", {"summary": text})
    assert [(draft.id, draft.values["summary"]) for draft in store.all()] == [(first, "c"), (second, "b")]


def test_no_plain_text_reaches_the_disk(store, vault):
    store.save(new_id(), "customers", "云帆信息科技", {"name": WORDS, "email": "li@yunfan.example"})
    (path,) = files(vault)
    data = path.read_bytes()
    for text in (WORDS, "云帆", "13912345678", "yunfan", "customers", "email"):
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert text.encode(encoding) not in data
            assert text not in path.name


def test_the_size_of_a_file_tells_little_about_the_text(store, vault):
    sizes = set()
    for length in (0, 1, 10, 500, 1000):
        draft_id = new_id()
        store.save(draft_id, "log", "", {"summary": "字" * length})
        sizes.add(files(vault)[0].stat().st_size)
        store.remove(draft_id)
    assert len(sizes) == 1
    store.save(new_id(), "log", "", {"summary": "字" * 3000})
    assert (files(vault)[0].stat().st_size - min(sizes)) % 4096 == 0


def test_the_same_text_is_never_encrypted_to_the_same_bytes(store, vault):
    draft_id = new_id()
    seen = set()
    for _time in range(3):
        store.save(draft_id, "log", "", {"summary": WORDS})
        seen.add(hashlib.sha256(files(vault)[0].read_bytes()).digest())
    assert len(seen) == 3


def test_a_removed_draft_is_gone_and_removing_twice_is_no_error(store, vault):
    draft_id = new_id()
    store.save(draft_id, "log", "", {})
    store.remove(draft_id)
    store.remove(draft_id)
    assert store.all() == []
    assert files(vault) == []


def test_a_save_that_was_under_way_does_not_bring_a_removed_draft_back(store, vault):
    ids = [new_id() for _number in range(20)]
    threads = [threading.Thread(target=store.save, args=(draft_id, "log", "", {"s": WORDS})) for draft_id in ids]
    for thread, draft_id in zip(threads, ids, strict=True):
        thread.start()
        store.remove(draft_id)
    for thread in threads:
        thread.join()
    assert files(vault) == []


def test_damaged_files_are_passed_over_and_told(store, vault):
    kept = store.save(new_id(), "log", "", {"summary": "good"})
    broken = new_id()
    store.save(broken, "log", "", {"summary": "bad"})
    path = vault.drafts / f"{broken}.draft"
    path.write_bytes(path.read_bytes()[:-1] + b"\x00\x00")
    (vault.drafts / "short.draft").write_bytes(b"")
    assert store.all() == [kept]
    assert set(store.damaged) == {path.name, "short.draft"}
    path.unlink()
    (vault.drafts / "short.draft").unlink()
    assert store.all() == [kept]
    assert store.damaged == ()


def test_a_draft_under_another_name_or_from_another_vault_is_refused():
    key = bytes(range(32))
    draft = Draft(new_id(), "log", "t", {"a": 1}, datetime(2026, 11, 22, tzinfo=UTC))
    data = sealed(draft, key, "vault-1")
    assert opened(draft.id, data, key, "vault-1") == draft
    for draft_id, vault_id, other_key in (
        (new_id(), "vault-1", key),
        (draft.id, "vault-2", key),
        (draft.id, "vault-1", bytes(32)),
    ):
        with pytest.raises(DamagedDraftError):
            opened(draft_id, data, other_key, vault_id)


def test_every_flipped_bit_is_noticed():
    key = bytes(32)
    draft = Draft(new_id(), "log", "t", {"a": WORDS}, datetime(2026, 11, 22, tzinfo=UTC))
    data = sealed(draft, key, "v")
    for position in range(0, len(data), 37):
        altered = bytearray(data)
        altered[position] ^= 1
        with pytest.raises(DamagedDraftError):
            opened(draft.id, bytes(altered), key, "v")


json_values = st.text(max_size=3000) | st.booleans() | st.none() | st.integers()


@given(title=st.text(max_size=50), content=st.dictionaries(st.text(max_size=8), json_values, max_size=5))
def test_any_text_survives(title, content):
    draft = Draft(new_id(), "log", title, content, datetime(2026, 11, 22, tzinfo=UTC))
    assert opened(draft.id, sealed(draft, bytes(32), "v"), bytes(32), "v") == draft


@pytest.mark.parametrize("name", ["", "../x", "a" * 31, "A" * 32, "g" * 32, "a" * 32 + "\n"])
def test_an_id_that_the_program_did_not_make_is_refused(store, name):
    with pytest.raises(ValueError, match=f"^{re.escape(name)}$"):
        store.save(name, "log", "", {})
    with pytest.raises(ValueError, match=f"^{re.escape(name)}$"):
        store.remove(name)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the system does not refuse")
def test_a_folder_that_cannot_be_written_is_said_in_words(store, vault):
    vault.drafts.chmod(0o500)
    try:
        with pytest.raises(VaultFileError):
            store.save(new_id(), "log", "", {})
    finally:
        vault.drafts.chmod(0o700)


def test_a_file_in_the_place_of_the_folder_is_said_in_words(tmp_path):
    with vaults.create(tmp_path / "vault", PASSPHRASE, cost=FLOOR)[0] as unlocked:
        store = DraftStore(unlocked)
        unlocked.drafts.rmdir()
        unlocked.drafts.write_bytes(b"")
        with pytest.raises(VaultFileError):
            store.save(new_id(), "log", "", {})


def test_drafts_need_no_window():
    code = "import sys, desktop_crm.core.drafts.store; sys.exit('PySide6' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_half_a_surrogate_pair_from_the_clipboard_does_no_harm():
    draft = Draft(new_id(), "log", "", {"summary": "\ud83d"}, datetime(2026, 11, 22, tzinfo=UTC))
    assert opened(draft.id, sealed(draft, bytes(32), "v"), bytes(32), "v") == draft


def test_what_is_about_a_record_is_forgotten_with_it_wherever_the_draft_names_it(store):
    about = [{"id": "77"}, {"id": None, "fields": {"customer_id": 77}}, {"links": [{"contact": "77"}]}]
    others = [{"id": "770"}, {"fields": {"notes": "77 家"}}, {"vip": True, "n": None}]
    for values in (*about, *others):
        store.save(new_id(), "customers", "", values)
    assert store.forget([77, 78]) == len(about)
    assert sorted(map(str, (draft.values for draft in store.all()))) == sorted(map(str, others))
    assert store.forget([]) == 0
