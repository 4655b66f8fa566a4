"""The languages that texts may be in, and how a text is marked as being in one."""

from collections.abc import Iterable
from html import escape

from site_builder.core.text.suggest import normalize_label
from site_builder.model.standards import Language


def find_language(name: str, languages: Iterable[Language]) -> Language | None:
    """Find a language by one of its names."""
    for language in languages:
        if normalize_label(name) in (language.label, *language.aliases):
            return language
    return None


def language_attributes(language: Language | None) -> str:
    """Return what an element in a language is marked with."""
    return f' lang="{escape(language.lang)}" dir="{escape(language.dir)}"' if language else ""


def wrap_in_language(html: str, name: str, languages: Iterable[Language]) -> str:
    """Mark all of a text as being in the document's own language."""
    if not name or not html:
        return html
    language = find_language(name, languages)
    return f"<div{language_attributes(language)}>\n{html}</div>\n"
