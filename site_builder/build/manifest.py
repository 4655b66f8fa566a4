"""The manifest between builds, stored as JSON under `.build/`. Any defect means a full build."""

import json
from dataclasses import fields, replace
from pathlib import Path

from site_builder.build.cache_file import read_cache, write_cache
from site_builder.core.codec import codec_of, dumps
from site_builder.core.hashing import digest, short_digest
from site_builder.core.urls import is_safe_path
from site_builder.model.manifest import Manifest

EMPTY_MANIFEST = Manifest("", {}, (), ())
_VERSION = 3


def manifest_path(build: Path, output: Path) -> Path:
    """Return the name of the manifest of one output folder; a project may build into several."""
    name = short_digest(str(output.resolve()).encode("utf-8", "surrogatepass"), 6)
    return build / f"manifest-{name}.json"


def load_manifest(path: Path) -> Manifest:
    """Read a manifest; an empty one when there is none, or it cannot be trusted."""
    try:
        raw = json.loads(read_cache(path))
        if raw["version"] != _VERSION:
            return EMPTY_MANIFEST
        manifest: Manifest = _CODEC.unpack([raw[name] for name in _NAMES])
        # A changed byte may well be a manifest of other words.
        is_intact = raw["digest"] == _digest(manifest)
        # A manifest decides what is removed.
        return (
            manifest if is_intact and all(map(is_safe_path, manifest.records)) else EMPTY_MANIFEST
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return EMPTY_MANIFEST


def save_manifest(path: Path, manifest: Manifest) -> None:
    """Write a manifest, whole or not at all. Raises OSError."""
    sorted_manifest = replace(manifest, records=dict(sorted(manifest.records.items())))
    data = {"version": _VERSION, "digest": _digest(sorted_manifest)}
    data |= zip(_NAMES, _CODEC.pack(sorted_manifest), strict=True)
    write_cache(path, json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _digest(manifest: Manifest) -> str:
    return digest(dumps(_CODEC, manifest))


_CODEC = codec_of(Manifest)
_NAMES = [field.name for field in fields(Manifest)]
