"""`passphrase`: change the passphrase."""

from argparse import Namespace

from desktop_crm.app.answers import say
from desktop_crm.app.arguments import vault_folder
from desktop_crm.app.opening import passphrase, secret_from
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.vault import change_passphrase, unlock


def run(args: Namespace) -> int:
    """Let a new passphrase open the vault; the recovery key stays."""
    old = passphrase(args)
    with unlock(vault_folder(args), old) as vault:
        change_passphrase(vault, old, secret_from(args.new_passphrase_file, _("New passphrase"), twice=True))
    say(_("The passphrase was changed. The recovery key is the same as before."))
    return 0
