"""A named check. What it looks at makes its kind: texts, attachments, both, or the whole site."""

from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Literal

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.rule_context import AttachmentText, RuleContext, SiteContext, TextFile


@dataclass(frozen=True, slots=True)
class _RuleFields:
    """What every rule declares of itself and of its findings."""

    id: str
    title: str
    """In Chinese, for lists of rules."""
    _: KW_ONLY
    codes: tuple[str, ...]
    """Names of its findings, without the rule's id: `check --only id/name` knows them."""
    has_identity_codes: bool = False
    """The identities of the statutory forms are names of its findings too."""
    required_to_publish: tuple[str, ...] = ()
    """Names of its warnings that `deploy` takes as errors: what the law requires."""
    suppressible: Literal["warnings", "all", "none"] = "warnings"
    """Which of its findings an author may accept with a reason."""


@dataclass(frozen=True, slots=True)
class TextRule(_RuleFields):
    """Looks at each text file alone. Its findings are kept as long as the file does not change."""

    check: Callable[[TextFile, RuleContext], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class FileRule(_RuleFields):
    """Looks at each attachment alone."""

    check: Callable[[AttachmentText, RuleContext], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class ContentRule(_RuleFields):
    """Looks at the words of each text and of each attachment alone."""

    check: Callable[[TextFile | AttachmentText, RuleContext], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class SiteRule(_RuleFields):
    """Looks at the site as a whole, on a given day."""

    check: Callable[[SiteContext], Iterator[Diagnostic]]


Rule = TextRule | FileRule | ContentRule | SiteRule
