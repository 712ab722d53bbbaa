"""Copies of the whole index, made while it runs, kept for a time, and checked."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the task that makes copies on schedule."""
    config.add_tasks("warehouse.backups.tasks")
