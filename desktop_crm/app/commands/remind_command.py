"""`remind`: deliver what is due by system notifications, once or for as long as it runs, without a window."""

import queue
import signal
import threading
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from desktop_crm.app import channel, logging
from desktop_crm.app.answers import say
from desktop_crm.app.arguments import vault_folder
from desktop_crm.app.notifications import SystemNotifier
from desktop_crm.app.opening import index_reminders, passphrase
from desktop_crm.core import clock
from desktop_crm.core.book import Book, open_book
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.followups.commands import complete, snooze
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.reminders.announcements import Announcement, announcements
from desktop_crm.core.reminders.between import carry_out_waiting
from desktop_crm.core.reminders.notifier import Button, Notification, Notifier
from desktop_crm.core.reminders.reminders import mark_delivered, pending
from desktop_crm.core.reminders.snoozing import TEN_MINUTES
from desktop_crm.core.vault import anchor
from desktop_crm.core.vault.errors import VaultInUseError

_LOOK_EVERY = timedelta(seconds=5)
_SOON = timedelta(seconds=0.3)  # somebody pressed a button while another program had the book
_ANSWER_SECONDS = 15.0

Wish = tuple[str, Callable[[Session], Changes]]  # what a button asks for: the verb and what it does


def run(args: Namespace) -> int:
    """Deliver and end with `--once`; else stay until stopped."""
    folder, secret = vault_folder(args), passphrase(args)
    notifier = SystemNotifier()
    try:
        return _once(folder, secret, notifier) if args.once else _stay(folder, secret, notifier)
    finally:
        notifier.close()


def _once(folder: Path, secret: str, notifier: Notifier) -> int:
    try:
        book = open_book(folder, secret)
    except VaultInUseError:
        if not channel.may_be_open(folder):
            raise
        say(_("The program is open; it reminds by itself."))
        return 0
    with book:
        _carry_out_waiting(book)
        delivered, refused = _deliver(book, notifier, None)
        index_reminders(book)
    if refused:
        raise RefusedError(
            _("No notification can be shown here"),
            _("Nothing answers for notifications on this desktop. What is due comes again; desktop-crm due lists it."),
        )
    say(ngettext("{count} reminder delivered.", "{count} reminders delivered.", delivered).format(count=delivered))
    return 0


def _stay(folder: Path, secret: str, notifier: Notifier) -> int:
    """Open the book only when something is due or was changed, so that others can use it meanwhile.

    A program with a window delivers by itself; as long as it has the book open this one waits.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    wishes: queue.Queue[Wish] = queue.Queue()
    waiting: list[Wish] = []
    seen, next_look = b"", datetime.min.replace(tzinfo=clock.now().tzinfo)
    try:
        while True:
            state = _state_of(folder)
            if waiting or state != seen or clock.now() >= next_look:
                try:
                    with open_book(folder, secret) as book:
                        _carry_out_waiting(book)
                        while waiting:
                            book.write(*waiting[0])
                            waiting.pop(0)
                        _deliver(book, notifier, wishes)
                        coming = book.read(pending).coming
                        index_reminders(book)
                    seen, next_look = _state_of(folder), coming[0] if coming else clock.now() + timedelta(hours=1)
                except VaultInUseError:
                    seen = b""
            try:
                pause = _SOON if waiting else min(max(next_look - clock.now(), timedelta(0)), _LOOK_EVERY)
                waiting.append(wishes.get(timeout=pause.total_seconds() + 0.01))
            except queue.Empty:
                pass
    except KeyboardInterrupt:
        return 0


def _carry_out_waiting(book: Book) -> None:
    """What buttons of the agent asked for while the book was closed; what is done so is not announced."""
    if not book.database.read_only:
        try:
            carry_out_waiting(book.vault, book.database)
        except OSError as error:
            logging.failure("reminders.not_carried_out", error)


def _state_of(folder: Path) -> bytes:
    """Changes whenever anybody writes to the book."""
    try:
        return (folder / anchor.NAME).read_bytes()
    except OSError:
        return b""


def _deliver(book: Book, notifier: Notifier, wishes: "queue.Queue[Wish] | None") -> tuple[int, int]:
    """How many reminders the system took, and how many it refused; those it took are marked."""
    delivered = refused = 0
    found = book.read(pending)
    for announcement in announcements(found.due, named=found.named):
        if _accepted(notifier, _notification(announcement, wishes)):
            delivered += len(announcement.reminders)
            if not book.database.read_only:
                book.write("remind", partial(mark_delivered, reminders=announcement.reminders))
        else:
            refused += len(announcement.reminders)
    logging.event("reminders.delivered", delivered=delivered, refused=refused)
    return delivered, refused


def _accepted(notifier: Notifier, notification: Notification) -> bool:
    answered = threading.Event()
    answers: list[bool] = []

    def on_answer(accepted: bool) -> None:  # noqa: FBT001 - the answer
        answers.append(accepted)
        answered.set()

    notifier.send(notification, on_answer)
    return answered.wait(_ANSWER_SECONDS) and answers[0]


def _notification(announcement: Announcement, wishes: "queue.Queue[Wish] | None") -> Notification:
    """With buttons where this process stays to hear of them."""
    if wishes is None or len(announcement.reminders) != 1:
        return Notification(announcement.title, announcement.text)
    followup_id = announcement.reminders[0].id

    def put_off(session: Session) -> Changes:
        return snooze(session, followup_id, clock.now() + TEN_MINUTES)

    done = partial(wishes.put, ("complete_followup", partial(_complete, followup_id)))
    later = partial(wishes.put, ("snooze_followup", put_off))
    return Notification(
        announcement.title, announcement.text, (Button(_("Done"), done), Button(_("Snooze 10 min"), later))
    )


def _complete(followup_id: FollowupId, session: Session) -> Changes:
    return complete(session, followup_id, "")
