"""`sample`: fill the book with made-up customers."""

from argparse import Namespace

from desktop_crm.app.answers import say
from desktop_crm.app.opening import opened
from desktop_crm.core.i18n import _, language
from desktop_crm.core.sample.generator import fill


def run(args: Namespace) -> int:
    """Add the customers and interactions asked for, the same ones for the same seed."""
    with opened(args) as book:
        fill(
            book.database,
            customers=args.customers,
            interactions=args.interactions,
            seed=args.seed,
            language=language(),
        )
    say(
        _("Added {customers} made-up customers with {interactions} interactions.").format(
            customers=args.customers, interactions=args.interactions
        )
    )
    return 0
