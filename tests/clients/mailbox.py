"""`python -m tests.clients.mailbox FOLDER PORT`: a mail server that may be killed.

Each message becomes a file whose name says who it is for and which message it is, and is
there as a whole, on the disk, before the server says that it has it.
"""

import os
import re
import sys
import threading
from email.parser import BytesParser
from email.policy import default
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from aiosmtpd.controller import Controller


class Mailbox:
    """Keeps what it is sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server, session, envelope) -> str:
        message = BytesParser(policy=default).parsebytes(envelope.original_content)
        recipient = re.sub(r"[^\w.@+-]", "_", envelope.rcpt_tos[0])
        name = sha256(message["Message-ID"].encode()).hexdigest()[:16]
        partial = self.folder / f".{uuid4()}"
        with partial.open("wb") as file:
            file.write(envelope.original_content)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(self.folder / f"{recipient} {name} {uuid4()}")
        return "250 OK"


def main() -> None:
    folder, port = sys.argv[1:]
    Controller(Mailbox(Path(folder)), hostname="127.0.0.1", port=int(port)).start()
    threading.Event().wait(3600)


if __name__ == "__main__":
    main()
