"""A reminder comes a second time only when the program was killed between the daemon's answer and the mark."""

import signal
from datetime import timedelta

from desktop_crm.core import clock


def unlock(screen, passphrase_file):
    screen.focus_is_on("Passphrase")
    screen.write(passphrase_file.read_text(encoding="utf-8"), hidden=True)
    screen.press("Return")


def test_only_a_kill_between_answer_and_mark_brings_a_reminder_twice(
    vault, start, screen, daemon, eventually, passphrase_file
):
    vault.add_followup("Send the samples", clock.now() - timedelta(hours=1))
    killed = start(**screen.environment)
    daemon.kill_after_answering(killed.process)
    unlock(screen, passphrase_file)
    assert killed.process.wait(40) == -signal.SIGKILL
    assert len(daemon.shown) == 1

    again = start(**screen.environment)
    unlock(screen, passphrase_file)
    eventually(lambda: len(daemon.shown) == 2)
    again.until("unmarked() == 0")
    again.stop(signal.SIGKILL)  # after the mark: this kill brings nothing

    last = start(**screen.environment)
    unlock(screen, passphrase_file)
    screen.find("Record interaction", "push button")
    last.ask("note('Send the contract', 1)")
    eventually(lambda: any("Send the contract" in shown.text for shown in daemon.shown))
    last.until("unmarked() == 0")
    assert last.stop() == 0
    told = [shown.text.rpartition(" · ")[2] for shown in daemon.shown]
    assert told == ["Send the samples", "Send the samples", "Send the contract"]
