"""Requests to addresses that strangers chose."""

from warehouse.outbound.client import Answer, OpenAnswer, OutboundClient, Resolver, resolve
from warehouse.outbound.errors import TargetRefused, Unanswered
from warehouse.outbound.targets import Target, TargetRules

__all__ = [
    "Answer",
    "OpenAnswer",
    "OutboundClient",
    "Resolver",
    "Target",
    "TargetRefused",
    "TargetRules",
    "Unanswered",
    "resolve",
]
