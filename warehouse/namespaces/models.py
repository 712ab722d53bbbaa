"""The prefixes of names that belong to organizations, and who asks for which.

`namespaces`, `namespace_applications`, `namespace_application_messages`.
"""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Model, Now
from warehouse.organizations.models import Application, Message, Organization


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


class NamespaceApplication(Application):
    """An organization asks for a namespace; `asked_by` is who did it."""

    __tablename__ = "namespace_applications"
    __table_args__ = (Index("ix_namespace_applications_submitted", "submitted", "id"),)

    normalized_name: Mapped[str] = mapped_column(Text(collation="C"), index=True)
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[str]
    asked_by: Mapped[str]

    organization: Mapped[Organization] = relationship("Organization")
    messages: Mapped[list["NamespaceMessage"]] = relationship(
        "NamespaceMessage", order_by="NamespaceMessage.created", passive_deletes=True
    )


class NamespaceMessage(Message):
    """One message about an application for a namespace."""

    __tablename__ = "namespace_application_messages"
    __table_args__ = (
        Index(
            "ix_namespace_application_messages_application_id",
            *("application_id", "created"),
        ),
    )

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey(
            "namespace_applications.id",
            ondelete="CASCADE",
            name="fk_namespace_application_messages_application_id",
        )
    )
