"""The schedule of periodic tasks that beat is given."""

from datetime import timedelta
from types import ModuleType

import pytest
from celery import Celery
from celery.schedules import crontab, schedule
from pyramid.config import Configurator

from warehouse.tasks import make_celery, task
from warehouse.tasks.registry import add_tasks


@task(every=schedule(timedelta(seconds=5)))
def often(request):
    """Every five seconds."""


@task(every=crontab(minute=1, hour=2))
def nightly(request):
    """Every night."""


@pytest.mark.parametrize(("chosen", "options"), [(often, {"expires": 5}), (nightly, {})])
def test_runs_that_nobody_began_in_time_are_dropped(chosen, options):
    config, module = Configurator(), ModuleType("jobs")
    config.registry[Celery] = celery = make_celery("redis://localhost")
    module.chosen = chosen
    add_tasks(config, module)
    [entry] = celery.conf.beat_schedule.values()
    assert entry == {"task": chosen.name, "schedule": chosen.every, "options": options}
