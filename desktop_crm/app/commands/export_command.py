"""`export`: write records into a file."""

from argparse import Namespace

from desktop_crm.app.answers import print_json, say
from desktop_crm.app.opening import opened
from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.transfer.writing.exporting import export


def run(args: Namespace) -> int:
    """Write the file and say how many records of each kind are in it."""
    with opened(args) as book:
        kind = Kind(args.what) if args.what else None
        info = export(
            book.database,
            args.to,
            kind,
            args.filter,
            confidential=args.confidential,
            group_by=args.group_by,
            columns=args.columns,
            contents=ContentStore(book.vault),
        )
    if args.json:
        print_json(
            {
                "file": str(info.path),
                "counts": {kind.value: rows for kind, rows in info.rows.items()},
                "sha256": info.sha256,
            }
        )
        return 0
    for kind, rows in info.rows.items():
        say(_("{kind}: {count} written").format(kind=_(TITLES[kind]), count=rows))
    print(info.path)
    return 0
