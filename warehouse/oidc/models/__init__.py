"""The tables of trusted publishing."""

from warehouse.oidc.models.pending import (
    PendingActiveStatePublisher,
    PendingGenericPublisher,
    PendingGitHubPublisher,
    PendingGitLabPublisher,
    PendingGooglePublisher,
    PendingOIDCPublisher,
)
from warehouse.oidc.models.publisher import (
    ActiveStatePublisher,
    GenericPublisher,
    GitHubPublisher,
    GitLabPublisher,
    GooglePublisher,
    OIDCPublisher,
    PublisherProject,
)
from warehouse.oidc.models.use import UsedIdentityToken

__all__ = [
    "ActiveStatePublisher",
    "GenericPublisher",
    "GitHubPublisher",
    "GitLabPublisher",
    "GooglePublisher",
    "OIDCPublisher",
    "PendingActiveStatePublisher",
    "PendingGenericPublisher",
    "PendingGitHubPublisher",
    "PendingGitLabPublisher",
    "PendingGooglePublisher",
    "PendingOIDCPublisher",
    "PublisherProject",
    "UsedIdentityToken",
]
