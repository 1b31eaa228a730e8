"""`recover`: open with the recovery key, and set a new passphrase."""

from argparse import Namespace

from desktop_crm.app.answers import say
from desktop_crm.app.arguments import vault_folder
from desktop_crm.app.opening import secret_from
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.vault import unlock_with_recovery


def run(args: Namespace) -> int:
    """Replace passphrase and recovery key; both old ones open nothing any more."""
    key = secret_from(args.recovery_key_file, _("Recovery key"))
    new = secret_from(args.new_passphrase_file, _("New passphrase"), twice=True)
    vault, recovery_key = unlock_with_recovery(vault_folder(args), key, new)
    vault.close()
    say(_("The passphrase was changed. This is the new recovery key; the old one opens nothing any more."))
    print(recovery_key)
    return 0
