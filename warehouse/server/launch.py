"""Starting gunicorn in this process, as its command would."""

import sys
from collections.abc import Sequence


def launch(arguments: Sequence[str]) -> None:
    """Run gunicorn with these arguments until it ends."""
    from gunicorn.app.wsgiapp import run

    sys.argv = ["gunicorn", *arguments]
    run(prog="gunicorn")
