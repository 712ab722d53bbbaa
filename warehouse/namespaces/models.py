"""`namespaces`: the prefixes of names that belong to organizations."""

from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Model, Now
from warehouse.organizations.models import Organization


class Namespace(Model):
    """The grant of a name, and of all that begin with it and a hyphen, to an organization.

    `name` is spelled as it was asked for.
    """

    __tablename__ = "namespaces"

    name: Mapped[str]
    normalized_name: Mapped[str] = mapped_column(Text(collation="C"), unique=True)
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id"), index=True
    )
    created: Mapped[Now]

    organization: Mapped[Organization] = relationship("Organization")
