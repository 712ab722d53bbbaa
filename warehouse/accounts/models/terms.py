"""`user_terms_of_service_engagements`: who has read and agreed to which terms of use."""

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Model, Now, stored_by_value


class Engagement(enum.StrEnum):
    """What somebody has done about a revision of the terms of use."""

    FLASHED = "flashed"
    NOTIFIED = "notified"
    VIEWED = "viewed"
    AGREED = "agreed"


class TermsEngagement(Model):
    """One person's engagement with one revision of the terms of use."""

    __tablename__ = "user_terms_of_service_engagements"
    __table_args__ = (
        Index(
            "ix_user_terms_of_service_engagements_user_id_revision", "user_id", "revision"
        ),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    revision: Mapped[str]
    created: Mapped[Now]
    engagement: Mapped[Engagement] = mapped_column(
        stored_by_value(Engagement, "engagement")
    )
