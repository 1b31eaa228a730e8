from desktop_crm.core.backup.backups import make_backup
from desktop_crm.core.backup.losing import Loss, loss_since
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind


def test_what_came_after_a_backup_is_counted_by_kind(book, add_customer, tmp_path):
    info = make_backup(book.vault, tmp_path / "then.crmbackup")
    assert _loss(book, info) == Loss(0, {})
    new_id = add_customer(book, "后来一").new_id(Kind.CUSTOMERS)
    book.write("change", lambda session: CUSTOMERS.change(session, new_id, notes="改了"))
    add_customer(book, "后来二")
    assert _loss(book, info) == Loss(3, {Kind.CUSTOMERS: 2})


def _loss(book, info):
    return book.read(lambda connection: loss_since(connection, info.sequence))
