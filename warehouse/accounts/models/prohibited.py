"""`prohibited_user_names` and `prohibited_email_domains`: what nobody may register with."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.accounts.models.user import USERNAME_IS_SHORT, USERNAME_IS_VALID
from warehouse.db import CIText, Model, Now


class ProhibitedUserName(Model):
    """A name kept from registration; a trigger writes it in lower case."""

    __tablename__ = "prohibited_user_names"
    __table_args__ = (
        CheckConstraint(USERNAME_IS_SHORT.format("name"), name="name_length"),
        CheckConstraint(USERNAME_IS_VALID.format("name"), name="valid_name"),
    )

    name: Mapped[str] = mapped_column(unique=True)
    created: Mapped[Now]
    comment: Mapped[str] = mapped_column(server_default="")
    prohibited_by_id: Mapped[UUID | None] = mapped_column(
        "prohibited_by", ForeignKey("users.id", ondelete="SET NULL"), index=True
    )


class ProhibitedEmailDomain(Model):
    """A domain whose addresses are kept from accounts, with all domains below it.

    With `is_mx_record` it is the domain of a mail server, whatever domains that serves.
    """

    __tablename__ = "prohibited_email_domains"

    domain: Mapped[CIText] = mapped_column(unique=True)
    is_mx_record: Mapped[bool] = mapped_column(server_default=false())
    created: Mapped[Now]
    comment: Mapped[str] = mapped_column(server_default="")
    prohibited_by_id: Mapped[UUID | None] = mapped_column(
        "prohibited_by", ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
