"""The tables of appeals."""

from warehouse.appeals.models.appeal import GOING, Appeal, AppealMessage, AppealStatus

__all__ = ["GOING", "Appeal", "AppealMessage", "AppealStatus"]
