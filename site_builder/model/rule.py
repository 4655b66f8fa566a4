"""A named check. What it checks makes its kind: texts, attachments, both, or the whole site."""

from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Literal

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.rule_context import AttachmentText, RuleContext, SiteContext, TextFile


@dataclass(frozen=True, slots=True)
class _RuleFields:
    """What every rule declares about itself and its diagnostics."""

    id: str
    title: str
    """In Chinese, for lists of rules."""
    _: KW_ONLY
    codes: tuple[str, ...]
    """Names of its diagnostics, without the rule's id: `check --only id/name` knows them."""
    has_identity_codes: bool = False
    """The identities of the statutory forms are names of its diagnostics too."""
    required_to_publish: tuple[str, ...] = ()
    """Names of its warnings that `deploy` takes as errors: what the law requires."""
    suppressible: Literal["warnings", "all", "none"] = "warnings"
    """Which of its diagnostics an author may accept with a reason."""


@dataclass(frozen=True, slots=True)
class TextRule(_RuleFields):
    """Checks each text file alone. Its diagnostics are cached until the file changes."""

    check: Callable[[TextFile, RuleContext], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class FileRule(_RuleFields):
    """Checks each attachment alone."""

    check: Callable[[AttachmentText, RuleContext], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class ContentRule(_RuleFields):
    """Checks the words of each text and of each attachment alone."""

    check: Callable[[TextFile | AttachmentText, RuleContext], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class SiteRule(_RuleFields):
    """Checks the site as a whole, on a given day."""

    check: Callable[[SiteContext], Iterator[Diagnostic]]


Rule = TextRule | FileRule | ContentRule | SiteRule
