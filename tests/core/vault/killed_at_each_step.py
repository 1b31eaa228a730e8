"""One change of a vault, killed at a later step each time; the folder that each kill leaves is kept.

Run as a program: OPERATION FOLDER PASSPHRASE STATES. Once all keys are derived the process forks for each step; the
child goes on and kills itself with SIGKILL there, in the middle of the write where the step is one. The last child
is not killed. Each state is copied to STATES/NN, and the folder put back for the next child.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

from desktop_crm.core.vault import slots, vault

operation, folder, passphrase, states = sys.argv[1], Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
armed = False
kill_at = None
step = 0


def fork_for_each_step():
    """Return in each child in turn; the parent ends here."""
    global kill_at, armed  # noqa: PLW0603 - a program of one page
    armed = False
    before = states / "before"
    shutil.copytree(folder, before)
    for number in range(1, 1000):
        child = os.fork()
        if child == 0:
            kill_at, armed = number, True
            return
        _pid, status = os.waitpid(child, 0)
        shutil.copytree(folder, states / f"{number:02}")
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(before, folder, dirs_exist_ok=True)
        if os.WIFEXITED(status):
            os._exit(os.WEXITSTATUS(status))
        assert os.WTERMSIG(status) == signal.SIGKILL


def counted(function):
    def run(*arguments, **options):
        global step  # noqa: PLW0603 - a program of one page
        if armed:
            if kill_at is None:
                fork_for_each_step()
            step += 1
            if step == kill_at:
                if function is real_write:
                    function(arguments[0], arguments[1][: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **options)

    return run


real_write = os.write
real_wrap = slots.wrap


def wrap_and_arm(*arguments):
    global armed  # noqa: PLW0603 - a program of one page
    slot = real_wrap(*arguments)
    armed = slot.kind == ("passphrase" if operation == "change" else "recovery")
    return slot


unlocked = vault.unlock(folder, passphrase) if operation == "change" else None
slots.wrap = wrap_and_arm
for name in ("open", "write", "fsync", "replace", "rename", "mkdir"):
    setattr(os, name, counted(getattr(os, name)))

if operation == "change":
    vault.change_passphrase(unlocked, passphrase, "a wholly new passphrase 2")
elif operation == "create":
    vault.create(folder, passphrase, cost=slots.FLOOR)
elif operation == "recover":
    vault.unlock_with_recovery(folder, sys.stdin.readline(), "a wholly new passphrase 2")
os._exit(0)
