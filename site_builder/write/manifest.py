"""The manifest between builds, kept as JSON under `.build/`. Any fault in it means a full build."""

import hashlib
import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

from site_builder.model.acceptance import Accepted
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.manifest import Manifest, Record
from site_builder.model.place import Place
from site_builder.urls import inside

EMPTY = Manifest("", {}, (), ())
_VERSION = 2


def manifest_path(build: Path, output: Path) -> Path:
    """Name the manifest of one output folder; a project may build into several."""
    name = hashlib.blake2b(str(output.resolve()).encode(), digest_size=6).hexdigest()
    return build / f"manifest-{name}.json"


def load(path: Path) -> Manifest:
    """Read a manifest; an empty one when there is none, or it cannot be trusted."""
    try:
        raw = json.loads(path.read_bytes())
        if raw["version"] != _VERSION:
            return EMPTY
        records = {_inside(url): _record(*record) for url, record in raw["records"].items()}
        findings = tuple(_finding(one) for one in raw["findings"])
        accepted = tuple(Accepted(_finding(one), reason) for one, reason in raw["accepted"])
        return Manifest(str(raw["fingerprint"]), records, findings, accepted)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return EMPTY


def _inside(url: str) -> str:
    """Let pass what lies in the output folder: a manifest decides what is removed."""
    if not inside(url):
        raise ValueError(url)
    return url


def _record(key: str, body: str, size: int, stamp: int) -> Record:
    if not (isinstance(key, str) and isinstance(body, str)):
        raise TypeError
    return Record(key, body, int(size), int(stamp))


def save(path: Path, manifest: Manifest) -> None:
    """Write a manifest, whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {
        "version": _VERSION,
        "fingerprint": manifest.fingerprint,
        "records": {
            url: (record.key, record.digest, record.size, record.stamp)
            for url, record in sorted(manifest.records.items())
        },
        "findings": [astuple(one) for one in manifest.findings],
        "accepted": [(astuple(one.finding), one.reason) for one in manifest.accepted],
    }
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)


def _finding(raw: list[Any]) -> Diagnostic:
    rule, severity, place, *rest = raw
    return Diagnostic(rule, Severity(severity), Place(*place), *rest)
