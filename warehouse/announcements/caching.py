"""Surrogate keys of banners and sponsors, and what purges them."""

from collections.abc import Iterator

from warehouse.announcements.models import Banner, Sponsor
from warehouse.flags.models import AdminFlag
from warehouse.purges import PurgeRule

BANNERS = "banners"
SPONSORS = "sponsors"


def _of_banner(row: Banner | AdminFlag) -> Iterator[str]:
    yield BANNERS


def _of_sponsor(row: Sponsor) -> Iterator[str]:
    yield SPONSORS


PURGES = (
    PurgeRule(Banner, _of_banner),
    PurgeRule(AdminFlag, _of_banner),
    PurgeRule(Sponsor, _of_sponsor),
)
