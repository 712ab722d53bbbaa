"""Blobs as objects in an S3-compatible bucket."""

import contextlib
import io
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from warehouse.settings import StorageSettings
from warehouse.storage.interface import Blob, BlobMissing, Storage, StorageUnavailable

_MISSING = {"404", "NoSuchKey", "NotFound"}


class S3Storage(Storage):
    """Keeps blobs in one bucket; an object is visible only once it is whole."""

    def __init__(self, client: Any, bucket: str, scratch: Path) -> None:
        self._client = client
        self._bucket = bucket
        self._scratch = scratch

    @classmethod
    def from_settings(cls, settings: StorageSettings) -> "S3Storage":
        """A client with time limits and a few retries."""
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
        return cls(
            client, settings.bucket, Path(tempfile.gettempdir()) / "warehouse-incoming"
        )

    def put(
        self, path: str, source: Path, *, metadata: Mapping[str, str] | None = None
    ) -> None:
        """Upload in parts when it is big; the object appears when the last one is in."""
        with self._errors(path):
            self._client.upload_file(
                str(source),
                self._bucket,
                path,
                ExtraArgs={"Metadata": dict(metadata or {})},
            )

    def open(self, path: str, *, start: int = 0, length: int | None = None) -> BinaryIO:
        """The body of the object, streamed."""
        wanted: dict[str, str] = {}
        if length == 0:
            return io.BytesIO()
        if start or length is not None:
            end = "" if length is None else start + length - 1
            wanted["Range"] = f"bytes={start}-{end}"
        with self._errors(path):
            answer = self._client.get_object(Bucket=self._bucket, Key=path, **wanted)
        return cast(BinaryIO, answer["Body"])

    def stat(self, path: str) -> Blob:
        """What a HEAD request says."""
        with self._errors(path):
            answer = self._client.head_object(Bucket=self._bucket, Key=path)
        return Blob(path, answer["ContentLength"], answer["LastModified"])

    def delete(self, path: str) -> None:
        """Delete the object."""
        with self._errors(path):
            self._client.delete_object(Bucket=self._bucket, Key=path)

    def list(self, prefix: str = "") -> Iterator[Blob]:
        """Page through the bucket."""
        pages = self._client.get_paginator("list_objects_v2")
        with self._errors(prefix):
            for page in pages.paginate(Bucket=self._bucket, Prefix=prefix):
                for each in page.get("Contents", ()):
                    yield Blob(each["Key"], each["Size"], each["LastModified"])

    def scratch(self) -> Path:
        """A directory of this machine; the bucket sees only whole files."""
        self._scratch.mkdir(parents=True, exist_ok=True)
        return self._scratch

    def check(self) -> None:
        """Ask whether the bucket is there."""
        with self._errors(self._bucket):
            self._client.head_bucket(Bucket=self._bucket)

    @contextlib.contextmanager
    def _errors(self, path: str) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _MISSING:
                raise BlobMissing(path) from None
            raise StorageUnavailable(
                f"the object store refused {path!r}: {error}"
            ) from error
        except (BotoCoreError, OSError) as error:
            raise StorageUnavailable(
                f"the object store failed at {path!r}: {error}"
            ) from error
