"""`oidc_used_tokens`: the identity tokens that were exchanged, each once."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base


class UsedIdentityToken(Base):
    """An exchanged token, kept until it could not be offered again anyhow.

    `digest` is the SHA-256 of its issuer and its id (the claim `jti`).
    """

    __tablename__ = "oidc_used_tokens"

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    expires: Mapped[datetime] = mapped_column(index=True)
