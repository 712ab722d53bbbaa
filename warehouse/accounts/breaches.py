"""Passwords that are known from breaches, looked up in a file or by k-anonymity.

Both know passwords by their SHA-1, in capitals. The file has one of them in each line,
sorted, with or without `:` and a count after it, as the downloads of Pwned Passwords have.
Online, only the first five digits are sent, and the answer has what all of them continue
with (https://haveibeenpwned.com/API/v3#PwnedPasswords). What cannot be asked knows nothing:
a password is not refused because a service is away.
"""

import hashlib
import os
from abc import ABC, abstractmethod
from pathlib import Path
from typing import BinaryIO

import structlog
import urllib3

log = structlog.get_logger(__name__)

OFF, ONLINE = "off", "online"

_URL = "https://api.pwnedpasswords.com/range/"
_TIMEOUT = urllib3.Timeout(connect=1, read=2)
_LARGEST = 1024 * 1024
_PREFIX = 5


class PasswordCorpus(ABC):
    """Passwords that are known from breaches."""

    def has(self, password: str) -> bool:
        """Return whether `password` is among them, as far as can be told."""
        digest = hashlib.sha1(password.encode(), usedforsecurity=False)
        try:
            return self._has(digest.hexdigest().upper())
        except (OSError, urllib3.exceptions.HTTPError) as error:
            log.warning("breached_passwords_unavailable", error=type(error).__name__)
            return False

    @abstractmethod
    def _has(self, digest: str) -> bool:
        """Return whether the digest is known."""


class PasswordFile(PasswordCorpus):
    """A sorted file of digests, of any size: a look-up reads some dozens of lines."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _has(self, digest: str) -> bool:
        wanted = digest.encode()
        with self._path.open("rb") as file:
            low, high = 0, file.seek(0, os.SEEK_END)
            while low < high:
                middle = (low + high) // 2
                start, line = _line_after(file, middle)
                if not line or line > wanted:
                    high = middle
                elif line < wanted:
                    low = start + 1
                else:
                    return True
            return _line_after(file, low)[1] == wanted


class OnlinePasswords(PasswordCorpus):
    """A service that is asked for the rest of all digests that begin alike."""

    def __init__(self, url: str = _URL) -> None:
        self._url = url
        self._http = urllib3.PoolManager(retries=False, timeout=_TIMEOUT)

    def _has(self, digest: str) -> bool:
        answer = self._http.request(
            "GET", self._url + digest[:_PREFIX], redirect=False, preload_content=False
        )
        try:
            content = answer.read(_LARGEST)
        finally:
            answer.release_conn()
        if answer.status != 200:
            raise urllib3.exceptions.HTTPError(f"status {answer.status}")
        lines = content.decode("ascii", "replace").splitlines()
        return digest[_PREFIX:] in {line.partition(":")[0] for line in lines}


def make_corpus(setting: str) -> PasswordCorpus | None:
    """Return what `BREACHED_PASSWORDS` names: none, the service, or a file."""
    if setting == OFF:
        return None
    return OnlinePasswords() if setting == ONLINE else PasswordFile(Path(setting))


def _line_after(file: BinaryIO, position: int) -> tuple[int, bytes]:
    """Return where the first line begins that is not before `position`, and its digest."""
    start = position
    if position:
        file.seek(position - 1)
        start = position - 1 + len(file.readline())
    file.seek(start)
    return start, file.readline().partition(b":")[0].strip().upper()
