"""The manifest between builds, kept as JSON under `.build/`. Any fault in it means a full build."""

import hashlib
import json
from dataclasses import fields, replace
from pathlib import Path

from site_builder.codec import codec_of, dumps
from site_builder.model.manifest import Manifest
from site_builder.urls import is_safe_path
from site_builder.write.cache_file import read_cache, write_cache

EMPTY = Manifest("", {}, (), ())
_VERSION = 3


def manifest_path(build: Path, output: Path) -> Path:
    """Name the manifest of one output folder; a project may build into several."""
    name = hashlib.blake2b(
        str(output.resolve()).encode("utf-8", "surrogatepass"), digest_size=6
    ).hexdigest()
    return build / f"manifest-{name}.json"


def load(path: Path) -> Manifest:
    """Read a manifest; an empty one when there is none, or it cannot be trusted."""
    try:
        raw = json.loads(read_cache(path))
        if raw["version"] != _VERSION:
            return EMPTY
        found: Manifest = _CODEC.unpack([raw[name] for name in _NAMES])
        # A changed byte may well be a manifest of other words.
        whole = raw["digest"] == _digest(found)
        # A manifest decides what is removed.
        return found if whole and all(map(is_safe_path, found.records)) else EMPTY
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return EMPTY


def save(path: Path, manifest: Manifest) -> None:
    """Write a manifest, whole or not at all. Raises OSError."""
    whole = replace(manifest, records=dict(sorted(manifest.records.items())))
    data = {"version": _VERSION, "digest": _digest(whole)}
    data |= zip(_NAMES, _CODEC.pack(whole), strict=True)
    write_cache(path, json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _digest(manifest: Manifest) -> str:
    return hashlib.blake2b(dumps(_CODEC, manifest), digest_size=16).hexdigest()


_CODEC = codec_of(Manifest)
_NAMES = [one.name for one in fields(Manifest)]
