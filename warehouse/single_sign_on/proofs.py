"""What a provider said of whoever has a browser, while that person is asked something."""

import time
from collections.abc import Container
from dataclasses import asdict, dataclass
from datetime import timedelta

from warehouse.sessions import Session
from warehouse.single_sign_on.providers import Assertion

LASTS = timedelta(minutes=10)
_PROOF = "single_sign_on.proof"
"""Where the session keeps it."""

_OF_INDEX = "index"


@dataclass(frozen=True)
class Proof:
    """What a provider said, and where the person wanted to go."""

    said: Assertion
    target: str


def keep_proof(
    session: Session, said: Assertion, target: str, *, by: str = _OF_INDEX
) -> None:
    """Keep what a provider said for some minutes, in the session of its person.

    `by` is whose provider it is. Two may be of one issuer, and are believed in other
    things, so neither takes what the other said.
    """
    session[_PROOF] = {
        "by": by,
        "until": time.time() + LASTS.total_seconds(),
        "said": asdict(said),
        "target": target,
    }


def proof_of(
    session: Session, issuers: Container[str], *, by: str = _OF_INDEX
) -> Proof | None:
    """Return what one of `issuers` said of whoever has the browser, not long ago."""
    kept = session.get(_PROOF)
    if kept is None or kept["until"] < time.time() or kept["by"] != by:
        return None
    groups = kept["said"]["groups"]
    told = None if groups is None else tuple(groups)
    said = Assertion(**{**kept["said"], "groups": told})
    return Proof(said, kept["target"]) if said.issuer in issuers else None


def drop_proof(session: Session) -> None:
    """Forget what a provider said, once it has served."""
    session.pop(_PROOF, None)
