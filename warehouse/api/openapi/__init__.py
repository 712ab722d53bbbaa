"""The description of every endpoint: OpenAPI 3.1 in parts, and a page of it."""

from warehouse.api.openapi.document import Document, document, served_from
from warehouse.api.openapi.endpoints import EndpointGroup, groups, introduction

__all__ = ["Document", "EndpointGroup", "document", "groups", "introduction", "served_from"]
