"""Work that happens after the answer: Celery tasks over Valkey."""

from warehouse.tasks.registry import Dispatcher, Task, includeme, make_celery, task

__all__ = ["Dispatcher", "Task", "includeme", "make_celery", "task"]
