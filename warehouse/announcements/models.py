"""`banners` and `sponsors`."""

import enum
from datetime import date

from sqlalchemy import false, text
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Model


class Banner(Model):
    """A sentence for everybody, shown while it is active and its last day is not over."""

    __tablename__ = "banners"

    name: Mapped[str]
    text: Mapped[str]
    link_url: Mapped[str] = mapped_column(server_default="")
    link_label: Mapped[str] = mapped_column(server_default="See more")
    fa_icon: Mapped[str] = mapped_column(server_default="fa-comment-alt")
    dismissable: Mapped[bool] = mapped_column(server_default=false())
    active: Mapped[bool] = mapped_column(server_default=false())
    end: Mapped[date]


class SponsorOrigin(enum.StrEnum):
    """The place that a sponsor is kept in."""

    MANUAL = "manual"
    REMOTE = "remote"
    """It comes from another database, which has its name and its logos."""


class Sponsor(Model):
    """Somebody who supports the index, with a logo for bright pages and one for dark."""

    __tablename__ = "sponsors"

    name: Mapped[str] = mapped_column(unique=True)
    service: Mapped[str | None]
    activity_markdown: Mapped[str | None]
    link_url: Mapped[str]
    color_logo_url: Mapped[str]
    white_logo_url: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(server_default=false())
    footer: Mapped[bool] = mapped_column(server_default=false())
    psf_sponsor: Mapped[bool] = mapped_column(server_default=false())
    infra_sponsor: Mapped[bool] = mapped_column(server_default=false())
    one_time: Mapped[bool] = mapped_column(server_default=false())
    sidebar: Mapped[bool] = mapped_column(server_default=false())
    origin: Mapped[str] = mapped_column(server_default=SponsorOrigin.MANUAL.value)
    level_name: Mapped[str | None]
    level_order: Mapped[int] = mapped_column(server_default=text("0"))
    slug: Mapped[str | None]
