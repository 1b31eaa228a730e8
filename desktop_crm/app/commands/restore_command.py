"""`restore`: bring a backup back."""

from argparse import Namespace

from desktop_crm.app.answers import say
from desktop_crm.app.opening import passphrase, vault_folder
from desktop_crm.core.backup.restoring import restore
from desktop_crm.core.i18n import _


def run(args: Namespace) -> int:
    """Restore into the vault's folder; what is there is backed up or put aside first."""
    folder = vault_folder(args)
    restore(args.file, folder, passphrase(args))
    say(_("Restored into {folder}.").format(folder=folder))
    return 0
