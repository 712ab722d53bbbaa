"""The WSGI application, for gunicorn: `warehouse.wsgi:application`."""

from warehouse.application import make_application

application = make_application()
