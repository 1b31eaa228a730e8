import base64
import contextlib
import shutil
import stat
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import pytest

from desktop_crm.core.vault import header, vault
from desktop_crm.core.vault.errors import (
    MistypedRecoveryKeyError,
    NotAVaultError,
    VaultError,
    VaultExistsError,
    VaultFileError,
    VaultInUseError,
    WeakPassphraseError,
    WrongPassphraseError,
    WrongRecoveryKeyError,
)
from desktop_crm.core.vault.lock import VaultLock
from desktop_crm.core.vault.recovery import parse_recovery_key, printed
from desktop_crm.core.vault.slots import FLOOR

with contextlib.suppress(ImportError):  # POSIX only
    import resource

NEW = "a wholly new passphrase 2"
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX")


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in folder.rglob("*")}


def without_lock(contents):
    return {name: data for name, data in contents.items() if name != ".lock"}


def test_a_new_vault_opens_with_its_passphrase(made):
    with vault.unlock(made.folder, made.passphrase) as unlocked:
        assert unlocked.keys.data_key == made.data_key
        assert unlocked.vault_id == made.vault_id
        assert unlocked.attachments.is_dir()
        assert unlocked.drafts.is_dir()
        assert unlocked.database_path == unlocked.folder / "data.db"
        assert not unlocked.database_path.exists()
        assert unlocked.anchor.latest() == 0
        assert not unlocked.read_only
        assert unlocked.warnings == ()


@posix
def test_a_new_vault_is_readable_by_its_owner_alone(made):
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (made.folder, *made.folder.iterdir())}
    assert {name: mode for name, mode in modes.items() if mode & 0o077} == {}


@pytest.mark.parametrize(
    "typed", ["", "wrong passphrase", "correct horse battery staple 2027", "\udcff", "x" * 100_000]
)
def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(made, typed):
    before = tree(made.folder)
    with pytest.raises(WrongPassphraseError):
        vault.unlock(made.folder, typed)
    assert without_lock(tree(made.folder)) == without_lock(before)
    vault.unlock(made.folder, made.passphrase).close()


@pytest.mark.parametrize("what", ["missing", "empty", "file", "foreign"])
def test_what_is_no_vault_is_said_and_nothing_made_in_it(tmp_path, what):
    folder = tmp_path / "folder"
    if what == "file":
        folder.write_bytes(b"text")
    elif what != "missing":
        folder.mkdir()
    if what == "foreign":
        (folder / "notes.txt").write_bytes(b"text")
    before = tree(tmp_path)
    with pytest.raises(NotAVaultError):
        vault.unlock(folder, "some long passphrase")
    assert tree(tmp_path) == before


def test_a_folder_with_anything_in_it_is_not_made_a_vault(made, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_bytes(b"text")
    (tmp_path / "file").write_bytes(b"text")
    before = tree(tmp_path)
    for folder in (made.folder, tmp_path / "folder", tmp_path / "file"):
        with pytest.raises(VaultExistsError):
            vault.create(folder, NEW, cost=FLOOR)
    assert tree(tmp_path) == before


def test_a_weak_passphrase_makes_no_vault(tmp_path):
    with pytest.raises(WeakPassphraseError):
        vault.create(tmp_path / "vault", "password1234")
    assert tree(tmp_path) == {}


@posix
@pytest.mark.fault
@pytest.mark.parametrize("room", [0, 60, 200])
def test_a_creation_that_fails_leaves_nothing_behind(tmp_path, room):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(VaultFileError):
            vault.create(tmp_path / "new" / "deep" / "vault", NEW, cost=FLOOR)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert tree(tmp_path) == {}


def test_a_vault_that_is_being_made_is_not_made_twice(tmp_path):
    folder = tmp_path / "vault"
    folder.mkdir()
    lock = VaultLock(folder)
    with pytest.raises(VaultInUseError):
        vault.create(folder, NEW, cost=FLOOR)
    assert (folder / ".lock").exists()
    lock.release()


def test_a_vault_made_where_a_killed_creation_left_its_remains_is_whole(tmp_path):
    folder = tmp_path / "vault"
    for name in ("attachments", "drafts"):
        (folder / name).mkdir(parents=True)
    for name in (".lock", "commit.seq", "vault.json.01234567.tmp"):
        (folder / name).write_bytes(b"half")
    vault.create(folder, NEW, cost=FLOOR)[0].close()
    assert set(tree(folder)) == {".lock", "commit.seq", "vault.json", "vault.json.prev", "attachments", "drafts"}
    with vault.unlock(folder, NEW) as unlocked:
        assert unlocked.anchor.latest() == 0


def test_remains_with_anything_of_value_are_left_alone(tmp_path):
    folder = tmp_path / "vault"
    (folder / "attachments" / "ab").mkdir(parents=True)
    with pytest.raises(VaultExistsError):
        vault.create(folder, NEW, cost=FLOOR)
    assert set(tree(folder)) == {"attachments", str(Path("attachments") / "ab")}


def test_an_open_vault_is_not_opened_again(made):
    with vault.unlock(made.folder, made.passphrase):
        with pytest.raises(VaultInUseError):
            vault.unlock(made.folder, made.passphrase)
        with pytest.raises(VaultInUseError):
            vault.unlock_with_recovery(made.folder, made.recovery_key, NEW)
    vault.unlock(made.folder, made.passphrase).close()


@posix
def test_an_open_vault_is_not_opened_through_a_link_either(made, tmp_path):
    (tmp_path / "link").symlink_to(made.folder)
    with vault.unlock(tmp_path / "link", made.passphrase) as unlocked:
        assert unlocked.folder == made.folder.resolve()
        with pytest.raises(VaultInUseError):
            vault.unlock(made.folder, made.passphrase)


def test_a_closed_vault_has_no_keys(made):
    unlocked = vault.unlock(made.folder, made.passphrase)
    unlocked.close()
    unlocked.close()
    with pytest.raises(RuntimeError):
        _ = unlocked.keys


def test_a_changed_passphrase_replaces_the_old_one_and_only_that(made):
    with vault.unlock(made.folder, made.passphrase) as unlocked:
        before = header.read(made.folder)[0]
        vault.change_passphrase(unlocked, made.passphrase, NEW)
        after = header.read(made.folder)[0]
    assert after.recovery == before.recovery
    assert after.passphrase.salt != before.passphrase.salt
    assert after.passphrase.nonce != before.passphrase.nonce
    with pytest.raises(WrongPassphraseError):
        vault.unlock(made.folder, made.passphrase)
    with vault.unlock(made.folder, NEW) as unlocked:
        assert unlocked.keys.data_key == made.data_key
    (made.folder / header.NAME).unlink()
    with pytest.raises(WrongPassphraseError):  # the spare does not know the old one either
        vault.unlock(made.folder, made.passphrase)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [("not the old passphrase", NEW, WrongPassphraseError), (None, "password1234", WeakPassphraseError)],
)
def test_a_refused_change_of_the_passphrase_changes_nothing(made, old, new, error):
    before = without_lock(tree(made.folder))
    with vault.unlock(made.folder, made.passphrase) as unlocked, pytest.raises(error):
        vault.change_passphrase(unlocked, old or made.passphrase, new)
    assert without_lock(tree(made.folder)) == before


@posix
@pytest.mark.fault
def test_a_change_of_the_passphrase_on_a_full_disk_leaves_the_old_one(made):
    before = without_lock(tree(made.folder))
    with vault.unlock(made.folder, made.passphrase) as unlocked:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, limits[1]))
        try:
            with pytest.raises(VaultFileError):
                vault.change_passphrase(unlocked, made.passphrase, NEW)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert without_lock(tree(made.folder)) == before
    vault.unlock(made.folder, made.passphrase).close()


def test_the_recovery_key_opens_the_vault_once_and_makes_a_new_one(made):
    unlocked, new_key = vault.unlock_with_recovery(made.folder, made.recovery_key.lower().replace("-", " "), NEW)
    with unlocked:
        assert unlocked.keys.data_key == made.data_key
    assert new_key != made.recovery_key
    vault.unlock(made.folder, NEW).close()
    with pytest.raises(WrongPassphraseError):
        vault.unlock(made.folder, made.passphrase)
    with pytest.raises(WrongRecoveryKeyError):
        vault.unlock_with_recovery(made.folder, made.recovery_key, NEW)
    vault.unlock_with_recovery(made.folder, new_key, NEW)[0].close()


def test_a_mistyped_recovery_key_is_told_apart_from_a_wrong_one(made):
    before = without_lock(tree(made.folder))
    mistyped = made.recovery_key[:-1] + ("0" if made.recovery_key[-1] != "0" else "2")
    with pytest.raises(MistypedRecoveryKeyError):
        vault.unlock_with_recovery(made.folder, mistyped, NEW)
    with pytest.raises(WrongRecoveryKeyError):
        vault.unlock_with_recovery(made.folder, printed(bytes(20)), NEW)
    with pytest.raises(WeakPassphraseError):
        vault.unlock_with_recovery(made.folder, made.recovery_key, "too short")
    assert without_lock(tree(made.folder)) == before


def test_a_lost_recovery_sheet_can_be_replaced(made):
    with vault.unlock(made.folder, made.passphrase) as unlocked:
        with pytest.raises(WrongPassphraseError):
            vault.renew_recovery_key(unlocked, "somebody else at the keyboard")
        new_key = vault.renew_recovery_key(unlocked, made.passphrase)
    with pytest.raises(WrongRecoveryKeyError):
        vault.unlock_with_recovery(made.folder, made.recovery_key, NEW)
    vault.unlock_with_recovery(made.folder, new_key, NEW)[0].close()


def test_the_header_of_another_vault_opens_nothing_here(made, tmp_path):
    other = tmp_path / "other"
    vault.create(other, NEW, cost=FLOOR)[0].close()
    for name in (header.NAME, header.SPARE_NAME):
        shutil.copy(other / name, made.folder / name)
    with pytest.raises(WrongPassphraseError):
        vault.unlock(made.folder, made.passphrase)
    with vault.unlock(made.folder, NEW) as unlocked:
        assert unlocked.anchor.latest() is None  # the rest of the folder does not belong to this header


READ_ONLY = """
import os, sys
from pathlib import Path
from desktop_crm.core.vault import vault
from desktop_crm.core.vault.errors import VaultReadOnlyError
folder, passphrase = Path(sys.argv[1]), sys.argv[2]
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with vault.unlock(folder, passphrase) as unlocked:
    assert unlocked.read_only
    assert unlocked.anchor.latest() == 0
    try:
        vault.change_passphrase(unlocked, passphrase, "a wholly new passphrase 2")
    except VaultReadOnlyError:
        print("read-only")
"""


@posix
@pytest.mark.parametrize("with_lock", [True, False])
def test_a_folder_that_cannot_be_written_opens_read_only(made, with_lock):
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "vault"
        shutil.copytree(made.folder, folder)
        if not with_lock:
            (folder / ".lock").unlink()
        for path in (*folder.iterdir(), folder):
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = tree(folder)
        command = [sys.executable, "-c", READ_ONLY, str(folder), made.passphrase]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.stdout.strip(), done.stderr) == ("read-only", "")
        assert tree(folder) == before
        folder.chmod(0o755)


@posix
@pytest.mark.fault
@pytest.mark.parametrize("operation", ["change", "recover"])
def test_killed_at_any_step_of_a_change_one_passphrase_opens_the_vault(made, tmp_path, operation):
    states = _killed_at_each_step(operation, made.folder, made, tmp_path)
    assert len(states) >= 10
    opened = []
    for state in states:
        whole = header.read(state)[0]
        opens = []
        for typed in (made.passphrase, NEW):
            try:
                with vault.unlock(state, typed) as unlocked:
                    assert unlocked.keys.data_key == made.data_key
                    assert unlocked.warnings == ()
                    opens.append(typed)
            except WrongPassphraseError:
                pass
        assert len(opens) == 1
        opened += opens
        assert set(tree(state)) == set(tree(made.folder)) | {".lock"}
        assert (state / header.NAME).read_bytes() == (state / header.SPARE_NAME).read_bytes() == whole.to_bytes()
    change_over = opened.index(NEW)
    assert 0 < change_over < len(opened) - 1
    assert opened == [made.passphrase] * change_over + [NEW] * (len(opened) - change_over)


@posix
@pytest.mark.fault
def test_killed_at_any_step_of_a_creation_there_is_a_whole_vault_or_none(template, tmp_path):
    states = _killed_at_each_step("create", tmp_path / "vault", template, tmp_path)
    assert len(states) >= 10
    kinds = []
    for number, state in enumerate(states):
        try:
            vault.unlock(state, template.passphrase).close()
            kinds.append("whole")
        except NotAVaultError:
            kinds.append("none")
            if number % 3 == 0:
                vault.create(state, NEW, cost=FLOOR)[0].close()
                vault.unlock(state, NEW).close()
    change_over = kinds.index("whole")
    assert 0 < change_over < len(kinds) - 1
    assert kinds == ["none"] * change_over + ["whole"] * (len(kinds) - change_over)


def _killed_at_each_step(operation, folder, made, tmp_path):
    states = tmp_path / "states"
    program = Path(__file__).with_name("killed_at_each_step.py")
    command = [sys.executable, str(program), operation, str(folder), made.passphrase, str(states)]
    done = subprocess.run(command, input=made.recovery_key + "\n", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return sorted(path for path in states.iterdir() if path.name.isdecimal())


def test_no_secret_is_in_any_file_or_name(made):
    with vault.unlock(made.folder, made.passphrase) as unlocked:
        vault.change_passphrase(unlocked, made.passphrase, NEW)
        recovery_key = vault.renew_recovery_key(unlocked, NEW)
        unlocked.anchor.record(1)
        keys = unlocked.keys
        secrets = [made.passphrase, NEW, made.recovery_key, recovery_key]
        raw = [keys.data_key, keys.header_mac, keys.anchor_mac, keys.draft, parse_recovery_key(recovery_key)]
        needles = [text.encode() for text in secrets] + [form for key in raw for form in _written_forms(key)]
        for name, data in tree(made.folder).items():
            for needle in needles:
                assert needle not in (data or b"") + name.encode()
        shown = repr(unlocked) + repr(keys) + repr(vars(unlocked)) + repr(unlocked.anchor) + repr(unlocked.lock)
        assert not [needle for needle in needles if needle in shown.encode() or repr(needle)[2:-1] in shown]


def _written_forms(key):
    return key, key.hex().encode(), base64.b64encode(key), base64.b32encode(key)


def test_no_secret_is_in_any_error(made):
    canary = "canary-passphrase-6174"
    key = printed(b"canary-recovery-6174")
    with vault.unlock(made.folder, made.passphrase) as unlocked:
        calls = [
            lambda: vault.unlock(made.folder, canary),
            lambda: vault.change_passphrase(unlocked, canary, NEW + canary),
            lambda: vault.renew_recovery_key(unlocked, canary),
            lambda: vault.create(made.folder, canary),
        ]
        shown = [_shown_error(call) for call in calls]
    shown.append(_shown_error(lambda: vault.unlock(made.folder, canary)))
    shown.append(_shown_error(lambda: vault.unlock_with_recovery(made.folder, key, canary)))
    shown.append(_shown_error(lambda: vault.unlock_with_recovery(made.folder, key[:-2], canary)))
    shown.append(_shown_error(lambda: vault.unlock_with_recovery(made.folder, key, "6174-6174")))
    assert not [text for text in shown if canary in text or key[:20] in text or "6174" in text]


def _shown_error(call):
    with pytest.raises(VaultError) as caught:
        call()
    error = caught.value
    return (
        repr(error)
        + str(error)
        + repr(error.args)
        + repr(vars(error))
        + "".join(traceback.format_exception_only(error))
    )
