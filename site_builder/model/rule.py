"""A named check. What it looks at makes its kind: texts, attachments, both, or the whole site."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.inspection import Desk, FileText, Inspection, SourceText


@dataclass(frozen=True, slots=True)
class TextRule:
    """Looks at each text file alone. Its findings are kept as long as the file does not change."""

    id: str
    name: str
    """In Chinese, for lists of rules."""
    find: Callable[[SourceText, Desk], Iterator[Diagnostic]]
    required_to_publish: frozenset[str] = frozenset()
    """Names of its warnings, `id/name`, that `deploy` takes as errors: what the law requires."""


@dataclass(frozen=True, slots=True)
class FileRule:
    """Looks at each attachment alone."""

    id: str
    name: str
    find: Callable[[FileText, Desk], Iterator[Diagnostic]]
    required_to_publish: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WordsRule:
    """Looks at the words of each text and of each attachment alone."""

    id: str
    name: str
    find: Callable[[SourceText | FileText, Desk], Iterator[Diagnostic]]
    required_to_publish: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SiteRule:
    """Looks at the site as a whole, on a given day."""

    id: str
    name: str
    find: Callable[[Inspection], Iterator[Diagnostic]]
    required_to_publish: frozenset[str] = frozenset()


Rule = TextRule | FileRule | WordsRule | SiteRule
