"""Attestations of uploads: verified, and kept as the provenance of a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from warehouse.attestations.claims import facts_of
from warehouse.attestations.comparing import departure
from warehouse.attestations.errors import InvalidAttestations
from warehouse.attestations.identities import Attester, identity_of
from warehouse.attestations.models import StoredTrustRoot
from warehouse.attestations.signals import ReleaseDeparted
from warehouse.attestations.trust import (
    RefreshedTrustRoot,
    TrustRoot,
    Unrefreshed,
)
from warehouse.oidc.models import OIDCPublisher
from warehouse.packaging import queries
from warehouse.packaging.models import File, Provenance
from warehouse.security import Actor
from warehouse.signals import Announce


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Attestations that were verified, as they are kept, and what they prove."""

    document: dict[str, Any]
    facts: dict[str, Any]
    trust_root: str


class TrustRootService:
    """Keeps the public trust root as fresh as its repository has it."""

    def __init__(
        self, db: Session, root: TrustRoot, fetch: Callable[[str], str] | None
    ) -> None:
        self.db, self.root, self.fetch = db, root, fetch

    @property
    def current(self) -> TrustRoot:
        """Return what is trusted now: a file of the operator's, or else the newest."""
        stored = self.stored
        if stored is None or stored.content is None:
            return self.root
        return RefreshedTrustRoot(stored.content)

    @property
    def stored(self) -> StoredTrustRoot | None:
        """Return what came of refreshing, None where nothing is refreshed."""
        if self.fetch is None or not self.root.is_public:
            return None
        return self.db.get(StoredTrustRoot, self.root.source)

    def refresh(self) -> StoredTrustRoot | None:
        """Ask for the trust root and store it; what was stored stays if that fails."""
        if self.fetch is None or not self.root.is_public:
            return None
        content, problem = None, None
        try:
            content = self.fetch(self.root.source)
        except Unrefreshed as error:
            problem = str(error)
        stored = self.stored or StoredTrustRoot(source=self.root.source)
        self.db.add(stored)
        stored.checked_at, stored.problem = datetime.now(UTC), problem
        if content is not None:
            stored.content, stored.fetched_at = content, stored.checked_at
        self.db.flush()
        return stored


class AttestationService:
    """Verifies attestations, and writes what they prove."""

    def __init__(self, db: Session, announce: Announce, roots: TrustRootService) -> None:
        self.db, self.announce, self.roots = db, announce, roots

    def verify(
        self, text: str, publisher: OIDCPublisher | None, *, filename: str, sha256: str
    ) -> Proof:
        """Return what the attestations in `text` prove; raises `InvalidAttestations`."""
        if publisher is None:
            raise InvalidAttestations(
                "Attestations are only supported when using Trusted Publishing."
            )
        attester = identity_of(publisher)
        if attester is None:
            raise InvalidAttestations(
                "Attestations are not currently supported with "
                f"{publisher.publisher_name} publishers."
            )
        # Large, and only those who upload attestations need them.
        from warehouse.attestations.reading import read
        from warehouse.attestations.verification import Subject, document_of, verify

        found, kinds, root = read(text), set(), self.roots.current
        subject = Subject(filename=filename, sha256=sha256)
        for each in found:
            kind = verify(each, subject, attester, root.verifier())
            if kind in kinds:
                raise InvalidAttestations(
                    f"There is more than one attestation of the type {kind.value}."
                )
            kinds.add(kind)
        bundle = {
            "publisher": attester.document,
            "attestations": [document_of(each) for each in found],
        }
        return Proof(
            document={"version": 1, "attestation_bundles": [bundle]},
            facts=facts_of(attester.document, found[0].certificate_claims),
            trust_root=root.digest,
        )

    def verify_provenance(self, document: Any, *, filename: str, sha256: str) -> Proof:
        """Return what the provenance that another index keeps of a file proves.

        Each of its publishers must be who the certificates name. Raises
        `InvalidAttestations`.
        """
        from warehouse.attestations.reading import read_provenance
        from warehouse.attestations.verification import Subject, document_of, verify

        root = self.roots.current
        subject = Subject(filename=filename, sha256=sha256)
        bundles = []
        for publisher, found in read_provenance(document):
            for each in found:
                verify(each, subject, Attester(document=publisher), root.verifier())
            documents = [document_of(each) for each in found]
            bundles.append({"publisher": publisher, "attestations": documents})
            claims = found[0].certificate_claims
        return Proof(
            document={"version": 1, "attestation_bundles": bundles},
            facts=facts_of(publisher, claims),
            trust_root=root.digest,
        )

    def compare(self, file: File, facts: Mapping[str, Any] | None, *, actor: Actor) -> None:
        """Announce, once for its release, that `file` departs from the release before."""
        before = queries.sources_before(self.db, file.release)
        now = None if facts is None else facts.get("repository", "")
        found = departure(before, [(file.release.version, now)])
        if found is None:
            return
        if departure(before, queries.sources_beside(self.db, file)) is None:
            self.announce(ReleaseDeparted(file.release, actor, file.filename, found))

    def keep(self, file: File, proof: Proof) -> Provenance:
        """Write `proof` as the provenance of `file`."""
        written = Provenance(
            file=file,
            provenance=proof.document,
            facts=proof.facts,
            trust_root=proof.trust_root,
            verified_at=datetime.now(UTC),
        )
        self.db.add(written)
        self.db.flush()
        return written


class ReverificationService:
    """Verifies kept attestations by the trust root of today."""

    def __init__(self, db: Session, trust_root: TrustRoot) -> None:
        self.db, self.trust_root = db, trust_root

    def step(self, most: int) -> int:
        """Verify some that another root was trusted for; return how many there were."""
        digest = self.trust_root.digest
        found = queries.provenance_by_other_roots(self.db, digest, limit=most)
        for each in found:
            each.problem = self._problem(each)
            each.verified_at, each.trust_root = datetime.now(UTC), digest
        self.db.flush()
        return len(found)

    def _problem(self, row: Provenance) -> str | None:
        """Return why the attestations of a file prove nothing now; None if they do."""
        # Large, and no web process needs them.
        from warehouse.attestations.reading import read_kept
        from warehouse.attestations.verification import Subject, verify

        sha256 = row.file.sha256_digest or ""
        subject = Subject(filename=row.file.filename, sha256=sha256)
        try:
            for publisher, attestation in read_kept(row.provenance):
                attester = Attester(document=publisher)
                verify(attestation, subject, attester, self.trust_root.verifier())
        except InvalidAttestations as error:
            return str(error)
        return None
