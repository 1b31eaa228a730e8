import json
from datetime import UTC, datetime

import pytest

from desktop_crm.core.backup.container import MAGIC, Container, FileEntry, Manifest, is_backup, write_container
from desktop_crm.core.backup.errors import BackupDamagedError

KEY = bytes(range(32))
ATTACHMENT = "attachments/ab/1.bin"


@pytest.fixture
def container(tmp_path):
    contents = {"vault.json": b"{}", "data.db": b"database" * 150_000, ATTACHMENT: b""}
    sources = []
    for number, content in enumerate(contents.values()):
        sources.append(tmp_path / f"source{number}")
        sources[-1].write_bytes(content)
    files = tuple(FileEntry.of(name, source) for name, source in zip(contents, sources, strict=True))
    made_at = datetime(2026, 11, 21, 8, 30, 0, 123, tzinfo=UTC)
    manifest = Manifest("0" * 32, "0.1.0", "0001", 17, made_at, {"customers": 3}, files)
    path = tmp_path / "a.crmbackup"
    write_container(path, manifest, KEY, sources)
    return path


def changed(path, change):
    """A copy of the container whose manifest says something else; its MAC is not made anew."""
    content = path.read_bytes()
    start = len(MAGIC) + 8
    length = int.from_bytes(content[len(MAGIC) : start], "big")
    document = json.loads(content[start : start + length])
    change(document)
    manifest = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    copy = path.with_name("changed.crmbackup")
    copy.write_bytes(MAGIC + len(manifest).to_bytes(8, "big") + manifest + content[start + length :])
    return copy


def test_what_was_written_comes_back(container, tmp_path):
    assert is_backup(container)
    with Container(container) as opened:
        manifest = opened.verify_manifest(KEY)
        opened.verify_files()
        assert (manifest.sequence, manifest.counts) == (17, {"customers": 3})
        assert manifest.made_at == datetime(2026, 11, 21, 8, 30, 0, 123, tzinfo=UTC)
        assert opened.header() == b"{}"
        opened.extract(manifest.files[1], tmp_path / "out.db")
    assert (tmp_path / "out.db").read_bytes() == b"database" * 150_000


def test_another_key_does_not_verify_the_manifest(container):
    with Container(container) as opened, pytest.raises(BackupDamagedError):
        opened.verify_manifest(bytes(32))


def test_a_changed_manifest_is_seen_by_its_mac_alone(container):
    with Container(changed(container, lambda document: document.update(sequence=18))) as opened:
        assert opened.manifest.sequence == 18
        with pytest.raises(BackupDamagedError):
            opened.verify_manifest(KEY)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.update(format=2),
        lambda document: document.update(sequence=-1),
        lambda document: document.update(sequence=True),
        lambda document: document.update(more=1),
        lambda document: document.pop("counts"),
        lambda document: document.update(vault_id="../x"),
        lambda document: document.update(made_at="2026-11-21T08:30:00"),
        lambda document: document.update(made_at="yesterday"),
        lambda document: document["files"].reverse(),
        lambda document: document["files"].append(document["files"][2]),
        lambda document: document["files"][2].update(name="attachments/ab/../../x.bin"),
        lambda document: document["files"][2].update(name="/attachments/ab/1.bin"),
        lambda document: document["files"][2].update(name="attachments/ab/1.bin\n"),
        lambda document: document["files"][1].update(bytes=1.5),
        lambda document: document["files"][1].update(bytes=2**62),
        lambda document: document["files"][1].update(sha256="0"),
        lambda document: document.update(files={}),
    ],
)
def test_a_manifest_of_another_form_is_refused(container, change):
    with pytest.raises(BackupDamagedError):
        Container(changed(container, change))


@pytest.mark.parametrize("content", [b"", MAGIC, MAGIC + b"\xff" * 8, b"PK\x03\x04" + bytes(100), bytes(1000)])
def test_what_is_no_backup_is_refused(tmp_path, content):
    path = tmp_path / "x.crmbackup"
    path.write_bytes(content)
    with pytest.raises(BackupDamagedError):
        Container(path)


def test_a_byte_too_many_is_refused(container):
    with container.open("ab") as file:
        file.write(b"\0")
    with pytest.raises(BackupDamagedError):
        Container(container)


def test_no_byte_of_a_backup_can_change_unseen(container):
    """Every byte of the head and its MAC, one by one; and the ends of the files."""
    content = container.read_bytes()
    head = content.index(b"{}database")
    places = [*range(head + 3), len(content) - 1]
    copy = container.with_name("flipped.crmbackup")
    unseen = []
    for place in places:
        copy.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        try:
            with Container(copy) as opened:
                opened.verify_manifest(KEY)
                if place >= head:
                    opened.verify_files()
            unseen.append(place)
        except BackupDamagedError:
            pass
    assert unseen == []
