"""Who has an answer made, where it is made for everyone by a request that names nobody.

Limits may ask. What is answered may not depend on it, because others are sent the same.
"""

from warehouse.http.request import Request
from warehouse.security.addresses import network_of

ASKED_BY = "warehouse.asked_by"
"""Where the environment has the address of the client that asked first."""


def network_behind(request: Request) -> str:
    """Return the network of the client that has the answer made; "" if nobody knows."""
    return network_of(request.environ.get(ASKED_BY) or request.client_addr)
