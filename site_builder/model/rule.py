"""A named check. What it looks at makes its kind: texts, attachments, both, or the whole site."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.rule_context import AttachmentText, RuleContext, SiteContext, TextFile


@dataclass(frozen=True, slots=True)
class TextRule:
    """Looks at each text file alone. Its findings are kept as long as the file does not change."""

    id: str
    title: str
    """In Chinese, for lists of rules."""
    check: Callable[[TextFile, RuleContext], Iterator[Diagnostic]]
    required_to_publish: frozenset[str] = frozenset()
    """Names of its warnings, `id/name`, that `deploy` takes as errors: what the law requires."""


@dataclass(frozen=True, slots=True)
class FileRule:
    """Looks at each attachment alone."""

    id: str
    title: str
    check: Callable[[AttachmentText, RuleContext], Iterator[Diagnostic]]
    required_to_publish: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ContentRule:
    """Looks at the words of each text and of each attachment alone."""

    id: str
    title: str
    check: Callable[[TextFile | AttachmentText, RuleContext], Iterator[Diagnostic]]
    required_to_publish: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SiteRule:
    """Looks at the site as a whole, on a given day."""

    id: str
    title: str
    check: Callable[[SiteContext], Iterator[Diagnostic]]
    required_to_publish: frozenset[str] = frozenset()


Rule = TextRule | FileRule | ContentRule | SiteRule
