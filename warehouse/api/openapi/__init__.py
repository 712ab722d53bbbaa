"""What every endpoint is: an OpenAPI 3.1 document in parts, and what a page shows of it."""

from warehouse.api.openapi.document import Document, document, served_from
from warehouse.api.openapi.endpoints import EndpointGroup, groups, introduction

__all__ = ["Document", "EndpointGroup", "document", "groups", "introduction", "served_from"]
