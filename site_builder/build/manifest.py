"""The manifest between builds, stored under `.build/`. Any defect means a full build.

A line of JSON, then a line for each file: thousands of them are read in every build that changes
anything.
"""

from dataclasses import replace
from pathlib import Path

from site_builder.build.cache_file import read_cache, write_cache
from site_builder.core.codec import codec_of, dumps, loads
from site_builder.core.hashing import digest, short_digest
from site_builder.core.urls import are_safe_paths
from site_builder.model.manifest import Manifest, OutputRecord

EMPTY_MANIFEST = Manifest("", {}, (), ())
_VERSION = 5


def manifest_path(build: Path, output: Path) -> Path:
    """Return the name of the manifest of one output folder; a project may build into several."""
    name = short_digest(str(output.resolve()).encode("utf-8", "surrogatepass"), 6)
    return build / f"manifest-{name}.txt"


def load_manifest(path: Path) -> Manifest:
    """Read a manifest; an empty one when there is none, or it cannot be trusted."""
    try:
        stated, _, data = read_cache(path).partition(b"\n")
        # A changed byte may well be a manifest of other words.
        if stated.decode() != digest(data):
            return EMPTY_MANIFEST
        head, _, rest = data.partition(b"\n")
        head_values: tuple[int, Manifest] = loads(_CODEC, head)
        version, manifest = head_values
        records = dict(map(_parse_record, rest.decode().split("\n")[:-1]))
    except (OSError, ValueError, TypeError, RecursionError):
        return EMPTY_MANIFEST
    # A manifest decides what is removed.
    if version != _VERSION or not are_safe_paths(records):
        return EMPTY_MANIFEST
    return replace(manifest, records=records)


def save_manifest(path: Path, manifest: Manifest) -> None:
    """Write a manifest, whole or not at all. Raises OSError."""
    head = dumps(_CODEC, (_VERSION, replace(manifest, records={})))
    lines = (
        f"{url}\t{record.cache_key}\t{record.digest}\t{record.size}\t{record.mtime_ns}"
        f"\t{record.renderer}\n"
        for url, record in sorted(manifest.records.items())
    )
    data = head + b"\n" + "".join(lines).encode()
    write_cache(path, digest(data).encode() + b"\n" + data)


def _parse_record(line: str) -> tuple[str, OutputRecord]:
    """Read a line. Raises ValueError."""
    url, cache_key, file_digest, size, mtime_ns, renderer = line.split("\t")
    return url, OutputRecord(cache_key, file_digest, int(size), int(mtime_ns), renderer)


_CODEC = codec_of(tuple[int, Manifest])
