"""The language of a request, found again without remembering all that clients say."""

import tracemalloc

from warehouse.i18n.locales import LOCALES
from warehouse.i18n.negotiation import Negotiator


def test_memory_is_bounded_however_many_headers_differ():
    negotiator = Negotiator(LOCALES)
    tracemalloc.start()
    for number in range(4000):
        header = f"de, en-a{number};q=0.5" + f", x-{number}" * 1000
        assert negotiator.preferred(None, header).code == "de"
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 600_000
