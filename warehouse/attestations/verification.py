"""Verifying attestations: certificate, log, signature, publisher, subject.

Only upload processes and the worker import this module: what it imports is large. The
library that verifies was written for honest files: whatever it raises for a hostile one is
a refusal here.
"""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from cryptography.x509 import Certificate
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)
from pypi_attestations import (
    Attestation,
    AttestationType,
    GitHubPublisher,
    GitLabPublisher,
    GooglePublisher,
)
from sigstore.dsse import Statement
from sigstore.errors import Error as SigstoreError
from sigstore.verify import Verifier

from warehouse.attestations.claims import OWNER_ID
from warehouse.attestations.errors import InvalidAttestations
from warehouse.attestations.identities import Attester

_PAYLOAD = "application/vnd.in-toto+json"
_KINDS: dict[str, Any] = {
    "GitHub": GitHubPublisher,
    "GitLab": GitLabPublisher,
    "Google": GooglePublisher,
}
_log = structlog.get_logger()

_CHECKS = (
    ("failed to build timestamp certificate chain", "the certificate is not trusted"),
    ("not enough sources of verified time", "no log vouches for the time of signing"),
    ("failed to verify SCT", "no transparency log vouches for the certificate"),
    ("invalid log entry", "the entry in the transparency log is not genuine"),
    ("log entry ", "the entry in the transparency log is of something else"),
    ("invalid DSSE log entry", "the entry in the transparency log is of something else"),
    ("Unsupported DSSE log entry", "the entry in the transparency log is of another kind"),
    ("DSSE: ", "the signature is not by the key in the certificate"),
    ("invalid signing cert", "the certificate had expired when it signed"),
)
"""How messages of the library begin, and the check that each is about."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The file that has to be attested."""

    filename: str
    sha256: str


class _NamesPublisher:
    """The policy that a certificate names the publisher, under the same account."""

    def __init__(self, attester: Attester, attestation: Attestation) -> None:
        self.attester, self.attestation = attester, attestation

    def verify(self, cert: Certificate) -> None:
        """Raise `InvalidAttestations` if `cert` names anyone else."""
        document = self.attester.document
        publisher = _KINDS[document["kind"]].model_validate(document)
        try:
            publisher._as_policy().verify(cert)  # Its own policies have no public name.
        except Exception as error:
            raise _unverified(
                f"the certificate is not of {self.attester.name} ({error})"
            ) from error
        said = self.attestation.certificate_claims.get(OWNER_ID)
        if self.attester.owner_id and said and said != self.attester.owner_id:
            raise _unverified(
                f"the certificate is of another account than {self.attester.name}: "
                f"its owner has the id {said}"
            )


def verify(
    attestation: Attestation, subject: Subject, attester: Attester, verifier: Verifier
) -> AttestationType:
    """Return the kind of a genuine attestation; raises `InvalidAttestations`."""
    policy = _NamesPublisher(attester, attestation)
    try:
        kind, payload = verifier.verify_dsse(attestation.to_bundle(), policy)
    except InvalidAttestations:
        raise
    except Exception as error:
        if not isinstance(error, (SigstoreError, ValueError)):
            _log.warning("attestation.odd", error=repr(error))
        raise _unverified(_said(error)) from error
    if kind != _PAYLOAD:
        raise _unverified(f"the payload is {kind}, and not {_PAYLOAD}")
    return _stated(payload, subject)


def document_of(attestation: Attestation) -> dict[str, Any]:
    """Return an attestation as it is kept: with the log entry that was verified alone."""
    material, envelope = attestation.verification_material, attestation.envelope
    return {
        "version": attestation.version,
        "verification_material": {
            "certificate": _encoded(material.certificate),
            "transparency_entries": material.transparency_entries[:1],
        },
        "envelope": {
            "statement": _encoded(envelope.statement),
            "signature": _encoded(envelope.signature),
        },
    }


def _stated(payload: bytes, subject: Subject) -> AttestationType:
    """Check what is stated, and of what."""
    try:
        Statement(payload)
    except SigstoreError as error:
        raise _unverified("the statement is not an in-toto statement") from error
    statement = orjson.loads(payload)
    if len(statement["subject"]) != 1:
        raise _unverified("the statement has several subjects, and may have one only")
    named, digests = statement["subject"][0]["name"], statement["subject"][0]["digest"]
    if named is None or _parsed(named) != _parsed(subject.filename):
        raise _unverified(f"its subject is {named}, and not {subject.filename}")
    if digests.get("sha256") != subject.sha256:
        raise _unverified("its subject has another sha256 digest than the file")
    try:
        return AttestationType(statement["predicateType"])
    except ValueError as error:
        raise InvalidAttestations(
            f"Attestations of the type {statement['predicateType']} are not supported."
        ) from error


def _parsed(filename: str) -> Any:
    """Return what a filename says: spellings of the same distribution are equal."""
    try:
        if filename.endswith(".whl"):
            return parse_wheel_filename(filename)
        return parse_sdist_filename(filename)
    except (InvalidSdistFilename, InvalidWheelFilename):
        return filename


def _unverified(problem: str) -> InvalidAttestations:
    return InvalidAttestations(
        f"Could not verify the uploaded artifact using the included attestation: {problem}."
    )


def _said(error: Exception) -> str:
    words = " ".join(str(error).split())[:300]
    for start, check in _CHECKS:
        if words.startswith(start):
            return f"{check} ({words})"
    return words or f"it cannot be read ({type(error).__name__})"


def _encoded(content: bytes) -> str:
    return b64encode(content).decode()
