"""A reminder that is due shows as a notification of the system, and its button does what it says."""

import json
from datetime import timedelta

from desktop_crm.core import clock


def test_what_is_due_is_told_by_the_system_and_done_by_its_button(
    vault, program, command, screen, daemon, eventually, passphrase_file
):
    vault.add_followup("Send the samples", clock.now() - timedelta(hours=1))
    program()
    screen.focus_is_on("Passphrase")
    screen.write(passphrase_file.read_text(encoding="utf-8"), hidden=True)
    screen.press("Return")
    (shown,) = eventually(lambda: daemon.shown, screen.described)
    assert "Send the samples" in f"{shown.title} {shown.text}"
    daemon.press(shown, "Done")
    eventually(lambda: not json.loads(command("due", "--json"))["items"], screen.described)
