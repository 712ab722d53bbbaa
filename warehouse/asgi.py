"""The application with its edge, for gunicorn: `warehouse.asgi:application`."""

from warehouse.edge import make_edge

application = make_edge()
