"""`attach`: keep files encrypted with a customer or another record."""

from argparse import Namespace

from desktop_crm.app.answers import say
from desktop_crm.app.naming import record_called
from desktop_crm.app.opening import opened
from desktop_crm.core.attachments.commands import keep
from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.database.errors import ReadOnlyError
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.attach_files import attach


def run(args: Namespace) -> int:
    """All the files, or none when one cannot be read or the record is not known."""
    with opened(args) as book:
        kind, record_id = book.read(lambda connection: record_called(connection, args.to))
        if book.database.read_only:
            raise ReadOnlyError
        contents = ContentStore(book.vault)
        files = [keep(contents, path) for path in args.files]
        code = args.as_type or ""
        changes = book.write("add_attachments", lambda session: attach(session, kind, record_id, files, code=code))
    ids = changes.added.get(Kind.ATTACHMENTS, ())
    if ids:
        say(ngettext("{count} file is attached.", "{count} files are attached.", len(ids)).format(count=len(ids)))
    else:
        say(_("This record has these files already."))
    for attachment_id in ids:
        print(attachment_id)
    return 0
