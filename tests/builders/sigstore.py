"""A Sigstore of the tests' own: certificates, log entries, and the trust root for them.

Fulcio, its transparency log and Rekor are three keys; what their servers would answer is
signed here, with every mistake that a test asks for. All verifying is the library's.
"""

import base64
import hashlib
import json
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

PUBLISH = "https://docs.pypi.org/attestations/publish/v1"
SLSA = "https://slsa.dev/provenance/v1"
COMMIT = "3f" * 20
_FULCIO = "1.3.6.1.4.1.57264.1"
_USES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
_SCTS = ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")


def encoded(content: bytes) -> str:
    """Content in base64, as all of Sigstore writes it."""
    return base64.b64encode(content).decode()


def github(**changes: str) -> dict[str, str]:
    """The claims of a workflow of octo/sampleproject, by the numbers of Fulcio."""
    repository = "https://github.com/octo/sampleproject"
    workflow = f"{repository}/.github/workflows/release.yml@refs/tags/v1"
    claims = {
        "8": "https://token.actions.githubusercontent.com",
        "12": repository,
        "13": COMMIT,
        "14": "refs/tags/v1",
        "17": "583231",
        "18": workflow,
        "21": f"{repository}/actions/runs/7/attempts/1",
    }
    return claims | changes


def gitlab(**changes: str) -> dict[str, str]:
    """The claims of a pipeline of group/sub/sampleproject on gitlab.com."""
    repository = "https://gitlab.com/group/sub/sampleproject"
    claims = {
        "8": "https://gitlab.com",
        "12": repository,
        "13": COMMIT,
        "14": "refs/heads/main",
        "18": f"{repository}//.gitlab-ci.yml@refs/heads/main",
        "21": f"{repository}/-/jobs/7",
    }
    return claims | changes


def _spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _signed(key: ec.EllipticCurvePrivateKey, content: bytes) -> bytes:
    return key.sign(content, ec.ECDSA(hashes.SHA256()))


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _utf8(text: str) -> bytes:
    content = text.encode()
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x81, size])
    return b"\x0c" + length + content


@dataclass
class Sigstore:
    """The keys of Fulcio, of the log of its certificates, and of Rekor."""

    authority: ec.EllipticCurvePrivateKey = field(default_factory=_new_key)
    certificates: ec.EllipticCurvePrivateKey = field(default_factory=_new_key)
    rekor: ec.EllipticCurvePrivateKey = field(default_factory=_new_key)
    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def __post_init__(self) -> None:
        """Issue the certificate of Fulcio to itself."""
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fulcio of the tests")])
        key = self.authority.public_key()
        usage = _usage("key_cert_sign", "crl_sign")
        self.root = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key)
            .serial_number(1)
            .not_valid_before(self.now - timedelta(days=400))
            .not_valid_after(self.now + timedelta(days=400))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .sign(self.authority, hashes.SHA256())
        )

    def trust_root(self) -> str:
        """The file by which these three are trusted."""
        since = {"start": (self.now - timedelta(days=400)).isoformat()}
        der = self.root.public_bytes(serialization.Encoding.DER)
        return json.dumps(
            {
                "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
                "tlogs": [self._log("https://rekor.example.org", self.rekor, since)],
                "certificateAuthorities": [
                    {
                        "subject": {"organization": "tests", "commonName": "fulcio"},
                        "uri": "https://fulcio.example.org",
                        "certChain": {"certificates": [{"rawBytes": encoded(der)}]},
                        "validFor": since,
                    }
                ],
                "ctlogs": [self._log("https://ct.example.org", self.certificates, since)],
            }
        )

    def attest(
        self,
        filename: str,
        content: bytes,
        *,
        claims: dict[str, str] | None = None,
        kind: str = PUBLISH,
        signed_at: datetime | None = None,
        email: str | None = None,
        **changes: object,
    ) -> dict:
        """An attestation that `content` is the file `filename`; `changes` its statement."""
        key, at = _new_key(), signed_at or self.now
        certificate = self._certificate(key, github() if claims is None else claims, email)
        statement = json.dumps(_stated(filename, content, kind) | changes).encode()
        payload = b"application/vnd.in-toto+json"
        start = b"DSSEv1 %d %s %d " % (len(payload), payload, len(statement))
        signature = _signed(key, start + statement)
        der = certificate.public_bytes(serialization.Encoding.DER)
        material = {
            "certificate": encoded(der),
            "transparency_entries": [self.entry(certificate, statement, signature, at)],
        }
        envelope = {"statement": encoded(statement), "signature": encoded(signature)}
        return {"version": 1, "verification_material": material, "envelope": envelope}

    def entry(
        self,
        certificate: x509.Certificate,
        statement: bytes,
        signature: bytes,
        at: datetime,
    ) -> dict:
        """The entry in a log that has this one entry."""
        content = _canonical(_logged(certificate, statement, signature))
        log_id = hashlib.sha256(_spki(self.rekor)).digest()
        promise = {
            "body": encoded(content),
            "integratedTime": int(at.timestamp()),
            "logID": log_id.hex(),
            "logIndex": 0,
        }
        promised = encoded(_signed(self.rekor, _canonical(promise)))
        return {
            "logIndex": "0",
            "logId": {"keyId": encoded(log_id)},
            "kindVersion": {"kind": "dsse", "version": "0.0.1"},
            "integratedTime": str(promise["integratedTime"]),
            "inclusionPromise": {"signedEntryTimestamp": promised},
            "inclusionProof": self._included(content, log_id),
            "canonicalizedBody": encoded(content),
        }

    def _included(self, content: bytes, log_id: bytes) -> dict:
        """The proof that a log has this one entry."""
        root = hashlib.sha256(b"\0" + content).digest()
        note = f"rekor.example.org - 1\n1\n{encoded(root)}\n"
        mark = encoded(log_id[:4] + _signed(self.rekor, note.encode()))
        return {
            "logIndex": "0",
            "rootHash": encoded(root),
            "treeSize": "1",
            "hashes": [],
            "checkpoint": {"envelope": f"{note}\n\u2014 rekor.example.org {mark}\n"},
        }

    def _certificate(
        self, key: ec.EllipticCurvePrivateKey, claims: dict[str, str], email: str | None
    ) -> x509.Certificate:
        """A certificate of ten minutes, which the log of certificates has."""
        builder = self._draft(key, claims, email)
        for number, value in claims.items():
            oid = ObjectIdentifier(f"{_FULCIO}.{number}")
            content = value.encode() if number == "1" else _utf8(value)
            builder = builder.add_extension(
                x509.UnrecognizedExtension(oid, content), critical=False
            )
        draft = builder.sign(self.authority, hashes.SHA256()).tbs_certificate_bytes
        vouched = x509.UnrecognizedExtension(_SCTS, self._timestamp(draft))
        return builder.add_extension(vouched, critical=False).sign(
            self.authority, hashes.SHA256()
        )

    def _draft(
        self, key: ec.EllipticCurvePrivateKey, claims: dict[str, str], email: str | None
    ) -> x509.CertificateBuilder:
        """The same without claims, and without the word of the log."""
        subject = claims.get("18", "https://example.org/workflow")
        name = x509.RFC822Name(email) if email else x509.UniformResourceIdentifier(subject)
        of_authority = x509.AuthorityKeyIdentifier.from_issuer_public_key
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING])
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([]))
            .issuer_name(self.root.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now - timedelta(minutes=5))
            .not_valid_after(self.now + timedelta(minutes=5))
            .add_extension(_usage("digital_signature"), critical=True)
            .add_extension(purpose, critical=False)
            .add_extension(of_authority(self.authority.public_key()), critical=False)
            .add_extension(x509.SubjectAlternativeName([name]), critical=True)
        )

    def _timestamp(self, draft: bytes) -> bytes:
        """The list with one timestamp of the log of certificates (RFC 6962, 3.3)."""
        at = int(self.now.timestamp() * 1000)
        issuer = hashlib.sha256(_spki(self.authority)).digest()
        size = len(draft).to_bytes(3, "big")
        signed = struct.pack("!BBQH", 0, 0, at, 1) + issuer + size + draft + b"\0\0"
        signature = _signed(self.certificates, signed)
        log_id = hashlib.sha256(_spki(self.certificates)).digest()
        one = b"\0" + log_id + struct.pack("!QH", at, 0) + b"\x04\x03"
        one += struct.pack("!H", len(signature)) + signature
        listed = struct.pack("!H", len(one)) + one
        several = struct.pack("!H", len(listed)) + listed
        size_of = (
            bytes([len(several)]) if len(several) < 128 else bytes([0x81, len(several)])
        )
        return b"\x04" + size_of + several

    @staticmethod
    def _log(url: str, key: ec.EllipticCurvePrivateKey, since: dict[str, str]) -> dict:
        return {
            "baseUrl": url,
            "hashAlgorithm": "SHA2_256",
            "publicKey": {
                "rawBytes": encoded(_spki(key)),
                "keyDetails": "PKIX_ECDSA_P256_SHA_256",
                "validFor": since,
            },
            "logId": {"keyId": encoded(hashlib.sha256(_spki(key)).digest())},
        }


def _usage(*uses: str) -> x509.KeyUsage:
    """What a key may be used for, and for nothing else."""
    return x509.KeyUsage(**{name: name in uses for name in _USES})


def _canonical(content: dict) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def _stated(filename: str, content: bytes, kind: str) -> dict:
    """The statement that `content` is this file."""
    digest = {"sha256": hashlib.sha256(content).hexdigest()}
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": filename, "digest": digest}],
        "predicateType": kind,
        "predicate": None,
    }


def _logged(certificate: x509.Certificate, statement: bytes, signature: bytes) -> dict:
    """The content of an entry in the log."""
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    digest = hashlib.sha256(statement).hexdigest()
    return {
        "apiVersion": "0.0.1",
        "kind": "dsse",
        "spec": {
            "envelopeHash": {"algorithm": "sha256", "value": "0" * 64},
            "payloadHash": {"algorithm": "sha256", "value": digest},
            "signatures": [{"signature": encoded(signature), "verifier": encoded(pem)}],
        },
    }
