import shutil
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2

from desktop_crm.core.database import errors
from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.errors import (
    CannotOpenError,
    CipherMissingError,
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseError,
    DiskFaultError,
    DiskFullError,
    NewerSchemaError,
    ReadOnlyError,
    RolledBackError,
    told,
    translated,
)
from desktop_crm.core.errors import CrmError


def driver_error(name):
    error = dbapi2.OperationalError("what SQLite says")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("SQLITE_FULL", DiskFullError),
        ("SQLITE_READONLY", ReadOnlyError),
        ("SQLITE_READONLY_DBMOVED", ReadOnlyError),
        ("SQLITE_BUSY", DatabaseBusyError),
        ("SQLITE_BUSY_SNAPSHOT", DatabaseBusyError),
        ("SQLITE_NOTADB", DatabaseDamagedError),
        ("SQLITE_CORRUPT_VTAB", DatabaseDamagedError),
        ("SQLITE_IOERR", DiskFaultError),
        ("SQLITE_IOERR_READ", DiskFaultError),
        ("SQLITE_CANTOPEN", CannotOpenError),
    ],
)
def test_what_the_surroundings_did_is_told_in_words(name, family, tmp_path):
    original = driver_error(name)
    with pytest.raises(family) as caught, translated(tmp_path / "data.db"):
        raise OperationalError("SELECT 1", {}, original)
    assert isinstance(caught.value.__cause__, OperationalError)
    assert type(told(original, tmp_path / "data.db")) is family


@pytest.mark.parametrize("name", ["SQLITE_CONSTRAINT_NOTNULL", "SQLITE_ERROR", ""])
def test_a_mistake_of_ours_stays_what_it_is(name, tmp_path):
    wrapped = OperationalError("SELECT 1", {}, driver_error(name))
    with pytest.raises(OperationalError) as caught, translated(tmp_path / "data.db"):
        raise wrapped
    assert caught.value is wrapped


def test_other_errors_go_through_untouched(tmp_path):
    with pytest.raises(KeyError), translated(tmp_path / "data.db"):
        raise KeyError
    assert told(None, tmp_path) is None


def test_a_real_lock_a_real_full_file_and_a_real_read_only_file_are_recognized(cellar):
    holder, other, reader = cellar.connect(), cellar.connect(), cellar.connect(read_only=True)
    try:
        other.execute("PRAGMA busy_timeout=0")
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(dbapi2.OperationalError) as busy:
            other.execute("BEGIN IMMEDIATE")
        with pytest.raises(dbapi2.OperationalError) as read_only:
            reader.execute("DELETE FROM customers")
        holder.execute("PRAGMA max_page_count=1")
        with pytest.raises(dbapi2.OperationalError) as full:
            holder.execute("CREATE TABLE more AS SELECT randomblob(1000000)")
    finally:
        for connection in (holder, other, reader):
            connection.close()
    assert [type(told(each.value, cellar.path)) for each in (busy, read_only, full)] == [
        DatabaseBusyError,
        ReadOnlyError,
        DiskFullError,
    ]


def test_a_failed_write_on_a_disk_without_room_says_that_it_is_full(tmp_path, monkeypatch):
    kept = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: kept._replace(free=1024 * 1024 - 1))
    for name in ("SQLITE_IOERR", "SQLITE_CANTOPEN"):
        assert type(told(driver_error(name), tmp_path / "data.db")) is DiskFullError


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on the size of files there")
def test_a_limit_that_only_writing_finds_counts_as_a_full_disk_and_leaves_nothing_behind(tmp_path):
    import resource  # noqa: PLC0415 - POSIX only

    path = tmp_path / "data.db"
    path.write_bytes(bytes(5_000_000))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, before[1]))
    try:
        error = told(driver_error("SQLITE_IOERR"), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert type(error) is DiskFullError
    assert type(told(driver_error("SQLITE_IOERR"), path)) is DiskFaultError
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_the_system_does_not_open_is_named(tmp_path, either_language):
    path = tmp_path / "data.db"
    path.mkdir()  # stands for a file that this user may not open: the super-user may open any
    with pytest.raises(CannotOpenError) as caught:
        connect(path, bytes(32))
    assert str(path) in caught.value.message
    assert "unable to open" not in str(caught.value)


@pytest.mark.parametrize(
    "error",
    [
        DatabaseDamagedError("data.db: no such file"),
        NewerSchemaError("9.9.9"),
        CipherMissingError("no cipher"),
        DiskFullError(),
        DiskFaultError(Path("data.db")),
        CannotOpenError(Path("data.db")),
        ReadOnlyError(),
        DatabaseBusyError(),
        RolledBackError(3, 5),
    ],
    ids=lambda error: type(error).__name__,
)
def test_each_error_has_a_title_and_says_in_a_sentence_what_to_do(error):
    assert isinstance(error, DatabaseError)
    assert error.title
    assert error.message.endswith(("。", ".", "FILE", "文件", "--accept"))
    assert "{" not in str(error)


def test_every_error_of_the_family_is_meant_for_the_user():
    families = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)]
    assert all(issubclass(family, CrmError) for family in families)


def test_the_numbers_stand_in_the_message(either_language):
    assert "9.9.9" in NewerSchemaError("9.9.9").message
    assert all(number in RolledBackError(3, 5).message for number in ("3", "5"))
