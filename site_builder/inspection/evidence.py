"""Copies of what a site answered, by their digests, with an index that is only ever added to.

`index.jsonl` has a line for each answer and for the beginning and end of each run; `copies/` has
the bytes. A run that was stopped is one without an end: what it has asked for is not asked again.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from site_builder.core.guest_client import NOT_MODIFIED, conditional_headers
from site_builder.core.hashing import sha256
from site_builder.core.safe_files import write_whole
from site_builder.core.web_addresses import split_address
from site_builder.inspection.addresses import ATTACHMENTS
from site_builder.model.frozendict import frozendict
from site_builder.model.inspection import Answer, EvidenceCopy
from site_builder.model.lazy_pattern import lazy_pattern

_KEPT_HEADERS = (
    *("etag", "last-modified", "content-type", "content-disposition", "location"),
    *("retry-after", "date", "server"),
)
_SUFFIXES = (*ATTACHMENTS, ".json", ".xml")
_NAME = lazy_pattern(r"(?:filename\*?\s*=\s*|/)[^/=&;]{0,200}?(\.\w{1,5})(?=$|[&;\"'?#])")
_DIGEST = lazy_pattern("[0-9a-f]{64}")


class EvidenceStore:
    """The evidence about sites, in a folder. Raises OSError where the disk refuses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.latest: dict[str, EvidenceCopy] = {}
        self._index = folder / "index.jsonl"
        self._open_runs: dict[str, set[str]] = {}
        self._asked: set[str] = set()
        self._load()

    def begin(self, start: str, time: datetime) -> None:
        """Begin a run, or go on with the one that was stopped."""
        self._asked = self._open_runs.get(start, set())
        if start not in self._open_runs:
            self._append({"kind": "run", "start": start, "time": _format_time(time)})

    def finish(self, start: str, time: datetime) -> None:
        """Record that a run came to its end."""
        self._append({"kind": "end", "start": start, "time": _format_time(time)})
        self._open_runs.pop(start, None)

    def asked(self, address: str) -> EvidenceCopy | None:
        """Return what this run has been answered already."""
        copy = self.latest.get(address) if address in self._asked else None
        return copy if copy and (not copy.sha256 or read_copy(copy) is not None) else None

    def conditions(self, address: str) -> Mapping[str, str]:
        """Return the headers by which a server need not send again what is kept."""
        copy = self.latest.get(address)
        if copy is None or copy.is_cut or not copy.sha256 or read_copy(copy) is None:
            return {}
        return conditional_headers(copy.headers)

    def keep(self, start: str, address: str, answer: Answer, time: datetime) -> EvidenceCopy:
        """Keep an answer; the same bytes as before keep the time at which they first came."""
        before = self.latest.get(address)
        if answer.status == NOT_MODIFIED and before:
            return self._record(start, before, time)
        headers = frozendict({k: v for k, v in answer.headers.items() if k in _KEPT_HEADERS})
        if answer.status != HTTPStatus.OK or not answer.body:
            copy = EvidenceCopy(address, _format_time(time), answer.status, headers)
            return self._record(start, copy, time)
        digest = sha256(answer.body)
        name = f"copies/{digest[:2]}/{digest}{_suffix(address, answer.headers)}"
        path = self.folder / name
        if not path.is_file() or sha256(path.read_bytes()) != digest:
            write_whole(path, answer.body)
        is_same = before is not None and before.sha256 == digest
        first = before.time if before and is_same else _format_time(time)
        copy = EvidenceCopy(
            address,
            first,
            answer.status,
            headers,
            digest,
            len(answer.body),
            str(path),
            is_cut=answer.is_cut,
        )
        return self._record(start, copy, time)

    def keep_problem(self, start: str, address: str, problem: str, time: datetime) -> EvidenceCopy:
        """Record that there was no answer, and why."""
        copy = EvidenceCopy(address, _format_time(time), 0, frozendict({}), problem=problem)
        return self._record(start, copy, time)

    def _record(self, start: str, copy: EvidenceCopy, time: datetime) -> EvidenceCopy:
        self.latest[copy.address] = copy
        self._asked.add(copy.address)
        file = Path(copy.file).relative_to(self.folder).as_posix() if copy.file else ""
        self._append(
            {
                "kind": "copy",
                "start": start,
                "address": copy.address,
                "time": copy.time,
                "asked": _format_time(time),
                "status": copy.status,
                "headers": dict(copy.headers),
                "sha256": copy.sha256,
                "size": copy.size,
                "file": file,
                "problem": copy.problem,
                "cut": copy.is_cut,
            }
        )
        return copy

    def _append(self, entry: Mapping[str, object]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        line = json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n"
        with self._index.open("ab") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def _load(self) -> None:
        """Read the index; a line that was cut short by a stop is dropped."""
        if not self._index.is_file():
            return
        data = self._index.read_bytes()
        if data and not data.endswith(b"\n"):
            write_whole(self._index, data[: data.rfind(b"\n") + 1])
        for line in data.splitlines():
            with suppress(ValueError, KeyError, TypeError, AttributeError):
                self._take(json.loads(line))

    def _take(self, entry: dict[str, Any]) -> None:
        kind, start = entry["kind"], entry["start"]
        if kind == "run":
            self._open_runs[start] = set()
        elif kind == "end":
            self._open_runs.pop(start, None)
        else:
            digest = str(entry["sha256"])
            file = str(entry["file"])
            # The index may have been edited: only what lies among the copies is read.
            is_ours = _DIGEST.fullmatch(digest) and file.startswith(f"copies/{digest[:2]}/{digest}")
            copy = EvidenceCopy(
                str(entry["address"]),
                str(entry["time"]),
                int(entry["status"]),
                frozendict({str(k): str(v) for k, v in entry["headers"].items()}),
                digest if is_ours else "",
                int(entry["size"]),
                str(self.folder / file) if is_ours and ".." not in file else "",
                str(entry["problem"]),
                bool(entry["cut"]),
            )
            self.latest[copy.address] = copy
            if start in self._open_runs:
                self._open_runs[start].add(copy.address)


def read_copy(copy: EvidenceCopy) -> bytes | None:
    """Return the bytes of a copy; None where they are gone or are no longer the same."""
    try:
        data = Path(copy.file).read_bytes() if copy.file else None
    except OSError:
        return None
    return data if data is not None and sha256(data) == copy.sha256 else None


def _format_time(time: datetime) -> str:
    return time.isoformat(timespec="seconds")


def _suffix(address: str, headers: Mapping[str, str]) -> str:
    """Return the ending of a copy's name: one of a few, whatever the server calls the file."""
    parts = split_address(address)
    for words in (headers.get("content-disposition", ""), parts.query, parts.path):
        for match in _NAME.finditer(f"/{unquote(words).lower()}"):
            if match[1] in _SUFFIXES:
                return match[1]
    kind = headers.get("content-type", "").lower()
    suffixes = {"html": ".html", "json": ".json", "xml": ".xml", "pdf": ".pdf", "msword": ".doc"}
    return next((suffix for word, suffix in suffixes.items() if word in kind), ".html")
