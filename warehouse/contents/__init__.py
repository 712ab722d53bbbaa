"""What is inside the files of releases, as everybody may see it."""

from pyramid.config import Configurator

from warehouse.contents.gate import Gate
from warehouse.contents.reading import ContentsReader
from warehouse.storage import Storage


def includeme(config: Configurator) -> None:
    """Register the reader, and the gate that its users pass."""
    config.registry[Gate] = Gate()
    config.register_service(
        ContentsReader, lambda request: ContentsReader(request.service(Storage))
    )
