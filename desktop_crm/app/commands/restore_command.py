"""`restore`: bring a backup back."""

from argparse import Namespace

from desktop_crm.app import logging
from desktop_crm.app.answers import say
from desktop_crm.app.arguments import vault_folder
from desktop_crm.app.opening import passphrase
from desktop_crm.core import clock
from desktop_crm.core.backup.restoring import restore
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind


def run(args: Namespace) -> int:
    """Restore into the vault's folder; what is there is backed up or put aside first."""
    folder = vault_folder(args)
    restored = restore(args.file, folder, passphrase(args))
    logging.event("vault.restored", sequence=restored.info.sequence)
    say(
        _("Restored into {folder}: the book as it was on {time}, with {count} customers.").format(
            folder=folder,
            time=f"{restored.info.made_at.astimezone(clock.zone()):%Y-%m-%d %H:%M}",
            count=restored.info.counts.get(Kind.CUSTOMERS.value, 0),
        )
    )
    if restored.quarantined:
        say(_("The damaged files were put aside in {folder}.").format(folder=restored.quarantined))
    return 0
