"""`licences`: the libraries in the program, and the text of a licence."""

from argparse import Namespace

from desktop_crm.app.answers import print_json
from desktop_crm.app.exit_status import DONE
from desktop_crm.core import licences
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _


def run(args: Namespace) -> int:
    """List every library with its version and licence, or print the texts of one.

    Raises:
        RefusedError: no library has that name.
    """
    known = licences.libraries()
    if args.library:
        print(_called(args.library).text() or _("Its text lies with the library; this installation has no copy."))
    elif args.json:
        print_json(
            {
                "libraries": [
                    {
                        "name": each.name,
                        "version": each.version,
                        "licence": each.licence,
                        "files": list(map(str, each.files)),
                    }
                    for each in known
                ]
            }
        )
    else:
        for each in known:
            print(f"{each.name} {each.version}  {each.licence}")
    return DONE


def _called(name: str) -> licences.Library:
    for each in licences.libraries():
        if name.casefold() in {each.name.casefold(), each.name.partition(" ")[0].casefold()}:
            return each
    raise RefusedError(
        _("There is no library “{name}”").format(name=name), _("desktop-crm licences lists those there are.")
    )
