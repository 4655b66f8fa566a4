"""What came of the bodies of a fleet, kept beside their register: the next run goes on from it."""

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from site_builder.build.cache_file import read_verified, write_verified
from site_builder.core.codec import codec_of, dumps, loads
from site_builder.model.fleet import BodyOutcome, FleetAction

_CODEC = codec_of(tuple[BodyOutcome, ...])
_SHARE = 20
"""It is written again when this many times as long has passed as writing it takes."""
_MIN_SECONDS = 2.0


class FleetState:
    """The last outcome of each body, by its code."""

    def __init__(self, folder: Path, action: FleetAction) -> None:
        self._path = folder / ".build" / f"fleet-{action}.json"
        self._outcomes = {outcome.code: outcome for outcome in _load(self._path)}
        self._due = time.monotonic() + _MIN_SECONDS

    def last(self, code: str, project: str) -> BodyOutcome | None:
        """Return what came of a body before; None where its project is another by now."""
        outcome = self._outcomes.get(code)
        return outcome if outcome and outcome.project == project else None

    def record(self, outcome: BodyOutcome) -> None:
        """Take down what came of a body, and write all of it now and then."""
        self._outcomes[outcome.code] = outcome
        if time.monotonic() >= self._due:
            self.save()

    def keep(self, codes: Iterable[str]) -> None:
        """Forget the bodies that are none any more."""
        registered: Mapping[str, None] = dict.fromkeys(codes)
        self._outcomes = {code: each for code, each in self._outcomes.items() if code in registered}

    def save(self) -> None:
        """Write the file, whole or not at all. Where that fails, the next run looks at more."""
        started = time.monotonic()
        with suppress(OSError):
            write_verified(self._path, dumps(_CODEC, tuple(self._outcomes.values())))
        ended = time.monotonic()
        self._due = ended + max(_MIN_SECONDS, _SHARE * (ended - started))


def _load(path: Path) -> tuple[BodyOutcome, ...]:
    data = read_verified(path)
    try:
        outcomes: tuple[BodyOutcome, ...] = loads(_CODEC, data) if data else ()
    except (ValueError, TypeError, RecursionError):
        return ()
    return outcomes
