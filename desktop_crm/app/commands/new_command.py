"""`new`: make a customer book and print its recovery key once."""

import getpass
from argparse import Namespace

from desktop_crm.app import logging
from desktop_crm.app.answers import say
from desktop_crm.app.arguments import vault_folder
from desktop_crm.app.opening import passphrase
from desktop_crm.core import book
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.synchronized import synchronized_folder


def run(args: Namespace) -> int:
    """Make the book where `--vault` says."""
    folder = vault_folder(args)
    made, recovery_key = book.make(folder, passphrase(args, twice=True), args.user or getpass.getuser())
    made.close()
    logging.event("vault.made")
    say(_("The customer book is in {folder}.").format(folder=folder))
    if service := synchronized_folder(folder):
        say(
            _("This folder is synchronized by {service}. Two computers writing at once can damage the book.").format(
                service=service
            )
        )
    say(_("This is the recovery key. It is shown once: print it or write it down, and keep it apart from the laptop."))
    say(_("Whoever loses both passphrase and recovery key loses the data: there is no other way in."))
    print(recovery_key)
    return 0
