"""Core metadata: taking a document or a form apart, without judging it."""

from warehouse.packaging.metadata.reading import Raw, from_file, from_form

__all__ = ["Raw", "from_file", "from_form"]
