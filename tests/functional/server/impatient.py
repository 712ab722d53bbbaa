"""Our gunicorn worker, with less patience for slow clients."""

from warehouse.edge.slow_clients import SlowClientLimits
from warehouse.server.worker import EdgeWorker


class ImpatientWorker(EdgeWorker):
    """Waits half a second where ours waits for many."""

    slow_client_limits = SlowClientLimits(head=0.5, taking=0.5)
