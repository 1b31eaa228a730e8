"""Refuse internet sockets and name look-ups in the process that loads this, and keep account of the attempts.

The test suite loads it, and every Python process that a test starts finds it through PYTHONPATH. Local sockets stay
allowed: D-Bus, X and the single instance use them.
"""

import socket
import sys

attempts: list[str] = []

_INTERNET = {socket.AF_INET, socket.AF_INET6}
_LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}


class InternetAttemptError(AssertionError):
    """The program reached for the network, which it never may."""


def _refuse_internet(event: str, arguments: tuple[object, ...]) -> None:
    if event in _LOOK_UPS or (event == "socket.__new__" and arguments[1] in _INTERNET):
        attempts.append(f"{event}{arguments[-3:]}")
        raise InternetAttemptError(attempts[-1])


sys.addaudithook(_refuse_internet)
