"""Whether a document still holds: 有效性, since when it no longer does, and why."""

from dataclasses import dataclass
from datetime import date

WITHDRAWN = "撤回"
INACTIVE_STATUSES = {"废止": "废止日期", "失效": "失效日期", WITHDRAWN: "撤回日期"}
"""States of what no longer holds, and what the day is called on which it ended."""


@dataclass(frozen=True, slots=True)
class Status:
    """What a document states about its own force."""

    label: str
    """有效, 已修改, 废止 …; empty where nothing is written."""
    date: date | None
    """Day of the repeal, the lapse or the withdrawal."""
    reason: str
    """Why it was repealed or withdrawn, in the office's words."""

    @property
    def is_inactive(self) -> bool:
        """Return whether it no longer holds."""
        return self.label in INACTIVE_STATUSES

    @property
    def is_withdrawn(self) -> bool:
        """Return whether only the removal of the document, and the reason, may be shown."""
        return self.label == WITHDRAWN

    @property
    def date_label(self) -> str:
        """Return what its day is called."""
        return INACTIVE_STATUSES.get(self.label, "废止日期")
