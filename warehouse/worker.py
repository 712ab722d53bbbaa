"""The Celery application, for `celery -A warehouse.worker:app worker` and `beat`."""

from celery import Celery

from warehouse.config import configure

app: Celery = configure().registry[Celery]
