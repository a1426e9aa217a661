"""Where bytes are kept when it is not a folder: a private bucket of any S3-compatible store.

Nothing of it has an address: what is served goes through the site, which asks the rule.
"""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

# Of an object that is read or written whole; the rest of it waits on the machine's disk.
IN_MEMORY = 2**20
CONNECT_SECONDS, READ_SECONDS = 5, 60


class S3Store(S3Storage):
    """A bucket, given by `bucket_name`, `endpoint_url`, `region_name`, `access_key`, `secret_key`, `location`."""

    def __init__(self, *, addressing_style: str = "auto", **options: Any) -> None:
        config = Config(
            s3={"addressing_style": addressing_style},
            signature_version="s3v4",
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            # Not every compatible store knows the newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        super().__init__(
            client_config=config, default_acl=None, file_overwrite=False, max_memory_size=IN_MEMORY, **options
        )

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """There is none."""
        raise ValueError("What is kept here is served by the site alone.")

    def open_part(self, name: str, start: int, length: int) -> Any:
        """`length` bytes from `start`, that travel as they are read. Raises FileNotFoundError."""
        key = self._normalize_name(clean_name(name))
        try:
            found = self.bucket.Object(key).get(Range=f"bytes={start}-{start + length - 1}")
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError(name) from error
            raise
        return found["Body"]
