"""The releases of a target as a list: who published each, when, and what has been done."""

from dataclasses import dataclass

from site_builder.usecases.releases import ReleaseList

_MAX_EVENTS = 20
_MINUTES = len("2026-01-31T10:00")


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release that stands on a target."""

    id: str
    is_online: bool
    author: str
    time: str
    files: int


@dataclass(frozen=True, slots=True)
class ReleaseLines:
    """What stands on a target and has been done there, the newest first."""

    releases: tuple[ReleaseLine, ...]
    events: tuple[str, ...]


def release_lines(listed: ReleaseList) -> ReleaseLines:
    """Lay out the releases of a target."""
    releases = (
        ReleaseLine(
            entry.release.id,
            entry.online,
            entry.release.author,
            _time(entry.release.created_at),
            len(entry.release.files),
        )
        for entry in reversed(listed.retained)
    )
    events = (
        f"{_time(event.timestamp)} {event.author} {event.action} {event.release}"
        + (f"（原来是 {event.previous}）" if event.previous else "")
        for event in reversed(listed.events[-_MAX_EVENTS:])
    )
    return ReleaseLines(tuple(releases), tuple(events))


def _time(timestamp: str) -> str:
    """Return day, hour and minute of a time as records state it."""
    return timestamp[:_MINUTES].replace("T", " ")
