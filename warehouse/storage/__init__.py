"""Storage of the bytes of files: one interface, a directory or an object store."""

from pyramid.config import Configurator

from warehouse.settings import StorageSettings
from warehouse.storage.interface import Blob, BlobMissing, Storage, StorageUnavailable
from warehouse.storage.local import LocalStorage

__all__ = [
    "Blob",
    "BlobMissing",
    "LocalStorage",
    "Storage",
    "StorageUnavailable",
    "make_storage",
]


def make_storage(settings: StorageSettings) -> Storage:
    """Return the storage that the settings name."""
    if settings.backend == "s3":
        # Its libraries take ten megabytes, which nobody else needs to have.
        from warehouse.storage.s3 import S3Storage

        return S3Storage.from_settings(settings)
    return LocalStorage(settings.path)


def includeme(config: Configurator) -> None:
    """Provide `request.service(Storage)`."""
    storage = make_storage(config.registry.settings["warehouse"].storage)
    config.registry[Storage] = storage
    config.register_service(Storage, lambda request: request.registry[Storage])
