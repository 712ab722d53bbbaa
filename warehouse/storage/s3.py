"""Blobs as objects in an S3-compatible bucket."""

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from warehouse.settings import StorageSettings
from warehouse.storage.interface import Blob, BlobMissing, Storage, StorageUnavailable
from warehouse.storage.paths import checked

_MISSING = {"404", "NoSuchKey", "NotFound"}
_PAST_THE_END = {"416", "InvalidRange"}


class S3Storage(Storage):
    """Keeps blobs in one bucket; an object is visible only when it is complete."""

    def __init__(self, client: Any, bucket: str, scratch: Path) -> None:
        self._client = client
        self._bucket = bucket
        self._scratch = scratch

    @classmethod
    def from_settings(cls, settings: StorageSettings) -> "S3Storage":
        """Return a storage over the bucket, with time limits and a few retries."""
        client = boto3.client(
            "s3",
            endpoint_url=settings.endpoint,
            region_name=settings.region,
            aws_access_key_id=settings.key_id,
            aws_secret_access_key=settings.key,
            config=Config(
                connect_timeout=5,
                read_timeout=60,
                retries={"max_attempts": 4, "mode": "standard"},
                s3={"addressing_style": "path"} if settings.endpoint else {},
            ),
        )
        scratch = Path(tempfile.gettempdir(), f"warehouse-incoming-{os.geteuid()}")
        return cls(client, settings.bucket, scratch)

    def put(
        self, path: str, source: Path, *, metadata: Mapping[str, str] | None = None
    ) -> None:
        """Upload in parts if it is large; the object appears after the last part."""
        with self._errors(path):
            self._client.upload_file(
                str(source),
                self._bucket,
                checked(path),
                ExtraArgs={"Metadata": dict(metadata or {})},
            )

    def open(self, path: str, *, start: int = 0, length: int | None = None) -> BinaryIO:
        """Open the body of the object as a stream."""
        wanted: dict[str, str] = {}
        if length == 0:
            self.stat(path)
            return io.BytesIO()
        if start or length is not None:
            end = "" if length is None else start + length - 1
            wanted["Range"] = f"bytes={start}-{end}"
        with self._errors(path):
            try:
                answer = self._client.get_object(
                    Bucket=self._bucket, Key=checked(path), **wanted
                )
            except ClientError as error:
                if _code(error) not in _PAST_THE_END:
                    raise
                return io.BytesIO()
        return cast(BinaryIO, _Body(answer["Body"], path))

    def stat(self, path: str) -> Blob:
        """Ask with a HEAD request."""
        with self._errors(path):
            answer = self._client.head_object(Bucket=self._bucket, Key=checked(path))
        return Blob(path, answer["ContentLength"], answer["LastModified"])

    def delete(self, path: str) -> None:
        """Delete the object."""
        with self._errors(path):
            self._client.delete_object(Bucket=self._bucket, Key=checked(path))

    def list(self, prefix: str = "") -> Iterator[Blob]:
        """Page through the bucket."""
        pages = self._client.get_paginator("list_objects_v2")
        with self._errors(prefix):
            for page in pages.paginate(Bucket=self._bucket, Prefix=prefix):
                for each in page.get("Contents", ()):
                    yield Blob(each["Key"], each["Size"], each["LastModified"])

    def scratch(self) -> Path:
        """Return a directory of this machine; the bucket gets complete files only."""
        directory = self._scratch
        try:
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            owner = directory.lstat().st_uid
        except OSError as error:
            raise StorageUnavailable(f"{directory} cannot be made: {error}") from error
        if owner != os.geteuid():
            raise StorageUnavailable(f"{directory} belongs to somebody else")
        return directory

    def check(self) -> None:
        """Ask whether the bucket is there."""
        try:
            self._client.head_bucket(Bucket=self._bucket)
        except (ClientError, BotoCoreError) as error:
            raise StorageUnavailable(
                f"the bucket {self._bucket!r} cannot be reached: {error}"
            ) from error

    @contextlib.contextmanager
    def _errors(self, path: str) -> Iterator[None]:
        """Raise `BlobMissing` for a missing object, else `StorageUnavailable`."""
        try:
            yield
        except ClientError as error:
            if _code(error) not in _MISSING:
                raise StorageUnavailable(
                    f"the object store refused {path!r}: {error}"
                ) from error
            # The answer to HEAD says 404 for want of the bucket as well.
            self.check()
            raise BlobMissing(path) from None
        except (Boto3Error, BotoCoreError, OSError) as error:
            raise StorageUnavailable(
                f"the object store failed at {path!r}: {error}"
            ) from error


class _Body(io.RawIOBase):
    """The bytes of an object; what breaks off raises `StorageUnavailable`."""

    def __init__(self, body: Any, path: str) -> None:
        self._body, self._path = body, path

    def read(self, size: int = -1) -> bytes:
        try:
            found: bytes = self._body.read(size if size >= 0 else None)
        except (BotoCoreError, OSError) as error:
            raise StorageUnavailable(f"{self._path!r} broke off: {error}") from error
        return found

    def close(self) -> None:
        self._body.close()
        super().close()


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")
