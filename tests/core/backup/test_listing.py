"""The list of backups holds what can be trusted."""

from desktop_crm.core.backup.backups import FOLDER, automatic_backup
from desktop_crm.core.backup.listing import backups_of
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.kinds import Kind


def test_backups_are_listed_newest_first_and_a_forged_one_is_named(place):
    with place.open() as book:
        first = automatic_backup(book.vault, "manual")
        book.write("add", lambda session: commands.add(session, [Customer(name="新来的")]))
        second = automatic_backup(book.vault, "manual")
        forged = book.vault.folder / FOLDER / "20200101T000000000000Z-manual.crmbackup"
        forged.write_bytes(b"no backup")
        listed = backups_of(book.vault)
        found = listed.backups
        assert listed.unusable == [forged]
        customers = Kind.CUSTOMERS.value
        assert [info.path for info in found] == [second.path, first.path]
        assert found[0].counts[customers] == found[1].counts[customers] + 1
