"""Requests to addresses that strangers chose."""

from warehouse.outbound.client import Answer, OpenAnswer, OutboundClient, Resolver, resolve
from warehouse.outbound.errors import RedirectedTooOften, TargetRefused, Unanswered
from warehouse.outbound.following import followed
from warehouse.outbound.targets import Target, TargetRules

__all__ = [
    "Answer",
    "OpenAnswer",
    "OutboundClient",
    "RedirectedTooOften",
    "Resolver",
    "Target",
    "TargetRefused",
    "TargetRules",
    "Unanswered",
    "followed",
    "resolve",
]
