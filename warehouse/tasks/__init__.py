"""Background work: Celery tasks over Valkey."""

from warehouse.tasks.pulse import SILENT_SECONDS, Part, Pulse
from warehouse.tasks.registry import Dispatcher, Task, includeme, make_celery, task

__all__ = [
    "SILENT_SECONDS",
    "Dispatcher",
    "Part",
    "Pulse",
    "Task",
    "includeme",
    "make_celery",
    "task",
]
