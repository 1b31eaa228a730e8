"""`find`: records by any part of a name, number or text."""

from argparse import Namespace

from desktop_crm.app.answers import print_json, say
from desktop_crm.app.opening import opened
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES
from desktop_crm.core.search.finding import find


def run(args: Namespace) -> int:
    """Print what was found, the best first."""
    query = " ".join(args.query)
    with opened(args) as book:
        found = book.read(lambda connection: find(connection, query, limit=args.limit))
    if args.json:
        print_json(
            {
                "results": [
                    {
                        "kind": hit.kind.value,
                        "id": str(hit.id),
                        "number": hit.number,
                        "title": hit.title,
                        "snippet": hit.snippet,
                    }
                    for hit in found
                ]
            }
        )
        return 0
    for hit in found:
        snippet = "" if hit.snippet in hit.title or hit.snippet == hit.number else hit.snippet
        print("  ".join(filter(None, (_(TITLES[hit.kind]), hit.number, hit.title, snippet))))
    if not found:
        say(_("Nothing was found for “{query}”.").format(query=query))
    return 0
