"""A published `catalogue.json` → the address of the site, its reports with their days, its size."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from site_builder.core.errors import ValueProblem
from site_builder.core.web_addresses import host_of
from site_builder.model.lazy_pattern import lazy_pattern

_REPORT = lazy_pattern(r"([0-9]{4})/report\.html")


@dataclass(frozen=True, slots=True)
class PublishedCatalogue:
    """What a catalogue says that is needed of it."""

    address: str
    count: int
    published: Mapping[int, str]
    """Year of a report → the day it was published; empty where that is not said."""


EMPTY_PUBLISHED_CATALOGUE = PublishedCatalogue("", 0, {})


def read_catalogue(data: bytes) -> PublishedCatalogue:
    """Read a catalogue. Raises ValueProblem for anything else."""
    try:
        root = json.loads(data.decode("utf-8-sig"))
        entries = [entry for entry in root["entries"] if isinstance(entry["url"], str)]
    except (ValueError, RecursionError, KeyError, TypeError) as exc:
        message = "公开目录损坏，不是公布的 catalogue.json"
        raise ValueProblem(message, "请这个机构重新发布，或者重新取一份。") from exc
    published = {
        int(match[1]): _day(entry.get("published"))
        for entry in entries
        if (match := _REPORT.fullmatch(entry["url"]))
    }
    return PublishedCatalogue(_address(root.get("address")), len(entries), published)


def _address(value: object) -> str:
    """Return an address that links may lead to: no other scheme gets into a page."""
    if not isinstance(value, str) or not value.startswith(("https://", "http://")):
        return ""
    return (value if value.endswith("/") else f"{value}/") if host_of(value) else ""


def _day(value: object) -> str:
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else ""
    except ValueError:
        return ""
