import hashlib
import os
from functools import partial

import pytest

from desktop_crm.core import book as books
from desktop_crm.core.attachments.commands import keep
from desktop_crm.core.attachments.contents import ContentMissingError, ContentStore
from desktop_crm.core.attachments.guessing import media_type_of, type_of
from desktop_crm.core.attachments.outside import OutsideCopies, file_name
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.backup.checking import check
from desktop_crm.core.kinds import Kind
from desktop_crm.core.vault import slots
from desktop_crm.core.workflows.attach_files import NothingToAttachToError, attach
from desktop_crm.core.workflows.save_record import add_record

PASSPHRASE = "青山 prize lantern 42 水渠"


@pytest.fixture
def book(tmp_path):
    made, _key = books.make(tmp_path / "vault", PASSPHRASE, "李主管", cost=slots.FLOOR)
    with made:
        yield made


def added(book, kind, **values):
    return book.write("add", lambda session: add_record(session, kind, **values)).new_id(kind)


@pytest.fixture
def customer(book):
    return added(book, Kind.CUSTOMERS, name="云帆科技")


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "采购合同.pdf"
    path.write_bytes(b"%PDF-1.4 made here")
    os.utime(path, (1_750_000_000, 1_750_000_000))
    return path


def attached(book, kind, record_id, *paths):
    files = [keep(ContentStore(book.vault), path) for path in paths]
    return book.write("add_attachments", partial(attach, kind=kind, record_id=record_id, files=files))


def every(book):
    return book.read(lambda c: ATTACHMENTS.get_many(c, c.scalars(ATTACHMENTS.table.select()).all()))


def contents_in(book):
    return sorted(path.name for path in book.vault.attachments.rglob("*") if path.is_file())


def test_a_file_is_attached_with_what_its_name_and_the_file_tell(book, customer, paper):
    attached(book, Kind.CUSTOMERS, customer, paper)
    (found,) = every(book)
    assert (found.name, found.type, found.media_type, found.customer_id) == (
        "采购合同.pdf", "contract", "application/pdf", customer,
    )  # fmt: skip
    assert (found.record_kind, found.record_id, found.size_bytes) == ("customers", customer, 18)
    assert found.dated.text == "2025-06-15"
    assert ContentStore(book.vault).read(found.sha256, found.name) == paper.read_bytes()
    assert check(book) == []


def test_a_file_of_a_contact_belongs_to_its_customer_too(book, customer, paper):
    contact = added(book, Kind.CONTACTS, customer_id=customer, name="张总")
    attached(book, Kind.CONTACTS, contact, paper)
    (found,) = every(book)
    assert (found.customer_id, found.record_kind, found.record_id) == (customer, "contacts", contact)


def test_the_same_file_again_changes_nothing_and_elsewhere_is_stored_once(book, customer, paper):
    other = added(book, Kind.CUSTOMERS, name="海港物流")
    attached(book, Kind.CUSTOMERS, customer, paper, paper)
    assert not attached(book, Kind.CUSTOMERS, customer, paper)
    attached(book, Kind.CUSTOMERS, other, paper)
    assert len(every(book)) == 2
    assert len(contents_in(book)) == 1


def test_files_for_a_record_that_is_gone_are_refused(book, paper):
    with pytest.raises(NothingToAttachToError):
        attached(book, Kind.CUSTOMERS, 1, paper)
    assert every(book) == []


def test_opening_removes_contents_that_nothing_names_and_keeps_those_of_the_trash(book, customer, paper, tmp_path):
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"never attached")
    attached(book, Kind.CUSTOMERS, customer, paper)
    (kept,) = contents_in(book)
    keep(ContentStore(book.vault), scan)
    book.write("trash", lambda session: ATTACHMENTS.trash(session, [every(book)[0].id]))
    book.close()
    with books.open_book(tmp_path / "vault", PASSPHRASE) as again:
        assert contents_in(again) == [kept]


def test_opening_keeps_the_content_of_what_can_be_done_again(book, customer, paper, tmp_path):
    attached(book, Kind.CUSTOMERS, customer, paper)
    book.steps.undo(book.steps.next_undo)
    assert every(book) == []
    book.close()
    with books.open_book(tmp_path / "vault", PASSPHRASE) as again:
        assert len(contents_in(again)) == 1


@pytest.mark.parametrize("harm", ["gone", "altered"])
def test_a_check_finds_a_content_that_is_missing_or_altered(book, customer, paper, harm):
    attached(book, Kind.CUSTOMERS, customer, paper)
    (path,) = (path for path in book.vault.attachments.rglob("*") if path.is_file())
    if harm == "gone":
        path.unlink()
    else:
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)
    (problem,) = check(book)
    assert "采购合同.pdf" in problem


@pytest.mark.parametrize(
    ("name", "code", "media_type"),
    [
        ("报价方案 v2.docx", "proposal", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("会议纪要.md", "minutes", "text/markdown"),
        ("微信截图.PNG", "screenshot", "image/png"),
        ("营业执照.jpg", "profile", "image/jpeg"),
        ("IMG_1.JPG", "photo", "image/jpeg"),
        ("回复.eml", "mail", "message/rfc822"),
        ("noending", "other", "application/octet-stream"),
    ],
)
def test_the_name_tells_what_a_file_is(name, code, media_type):
    assert (type_of(name), media_type_of(name)) == (code, media_type)


def test_a_copy_for_other_programs_is_the_users_alone_and_goes_again(tmp_path):
    copies = OutsideCopies(tmp_path / "outside")
    path = copies.write("../../合同: v1?.txt", [b"one ", b"two"])
    assert path.read_bytes() == b"one two"
    assert path.name == ".._.._合同_ v1_.txt" or "/" not in path.name
    assert (tmp_path / "outside") in path.parents
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o400
        assert path.parent.stat().st_mode & 0o777 == 0o700
    assert copies.clear()
    assert not (tmp_path / "outside").exists()


def test_nothing_is_left_of_a_copy_whose_content_is_damaged(book, tmp_path):
    copies = OutsideCopies(tmp_path / "outside")
    missing = ContentStore(book.vault).chunks(hashlib.sha256(b"x").hexdigest(), "x.txt")
    with pytest.raises(ContentMissingError):
        copies.write("x.txt", missing)
    assert list((tmp_path / "outside").iterdir()) == []


def test_names_become_such_as_every_system_takes():
    assert file_name("a/b\\c.txt") == "a_b_c.txt"
    assert file_name(" . ") == "_"
    assert len(file_name("长" * 300 + ".pdf")) == 120
    assert file_name("长" * 300 + ".pdf").endswith(".pdf")
