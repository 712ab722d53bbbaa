"""Documents of elements, written by the standard library."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from warehouse.api.serializers.characters import legal

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def document(root: Element) -> bytes:
    """Return the bytes of a document whose outermost element is `root`."""
    return (_DECLARATION + tostring(root, encoding="unicode") + "\n").encode()


def add(
    parent: Element,
    tag: str,
    text: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> Element:
    """Put an element at the end of `parent`, without what XML cannot hold."""
    element = SubElement(parent, tag, {k: legal(v) for k, v in (attributes or {}).items()})
    element.text = None if text is None else legal(text)
    return element
