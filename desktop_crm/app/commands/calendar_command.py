"""`calendar`: the days off and working weekends of a year, and the user's own days instead of them."""

from argparse import Namespace
from datetime import date

from desktop_crm.app.answers import print_json, say
from desktop_crm.app.opening import opened
from desktop_crm.core import clock
from desktop_crm.core.calendar.working_days import NO_OVERRIDES, Overrides, exceptions, knows_year, parse_overrides
from desktop_crm.core.database import overrides_store
from desktop_crm.core.i18n import _, ngettext


def run(args: Namespace) -> int:
    """Take or forget the user's own days, then say which days are special in the year."""
    year = args.year or clock.today().year
    days = parse_overrides(args.import_file.read_text("utf-8", errors="replace")) if args.import_file else NO_OVERRIDES
    with opened(args) as book:
        if args.clear or args.import_file:
            book.write("change_setting", lambda session: overrides_store.store(session, days))
        overrides = book.read(overrides_store.load)
    found = exceptions(year, overrides)
    if args.json:
        own = {day.isoformat(): works for day, works in sorted(overrides.days.items())}
        special = {day.isoformat(): works for day, works in found.items()}
        print_json({"year": year, "known": knows_year(year, overrides), "days": special, "own_days": own})
        return 0
    if args.clear or args.import_file:
        count = len(overrides.days)
        say(ngettext("{count} day of your own", "{count} days of your own", count).format(count=count))
    _print_year(year, found, overrides)
    return 0


def _print_year(year: int, found: dict[date, bool], overrides: Overrides) -> None:
    if not knows_year(year, overrides):
        say(
            _("The notice for {year} is not known: Monday to Friday and the holidays in the law are taken.").format(
                year=year
            )
        )
    for title, works in ((_("Days off on weekdays"), False), (_("Working weekends"), True)):
        days = [f"{day:%m-%d}" for day, working in found.items() if working is works]
        print(f"{title}  {len(days)}")
        if days:
            print("  " + " ".join(days))
