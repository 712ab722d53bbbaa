"""The application with its edge, for gunicorn: `warehouse.asgi:application`."""

from sqlalchemy.orm import configure_mappers

from warehouse.edge.factory import make_edge
from warehouse.templates import compile_all

application = make_edge()

# Gunicorn forks its processes from one that has this: what they share need not be made by
# each of them, and the first visitor of a page does not wait for it.
configure_mappers()
compile_all(application.registry)
