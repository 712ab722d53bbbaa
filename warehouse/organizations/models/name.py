"""`organization_name_catalog`: every name that an organization ever had."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Model


class OrganizationName(Model):
    """A name that an organization has or had, and that no other may have.

    There is no foreign key: the name outlives the organization.
    """

    __tablename__ = "organization_name_catalog"

    normalized_name: Mapped[str] = mapped_column(unique=True)
    organization_id: Mapped[UUID | None] = mapped_column(index=True)
