"""What checking finds in a text, beside its lines: with its fix, or to be accepted."""

from collections.abc import Iterator, Mapping

from site_builder.build.project_settings import read_project_settings
from site_builder.content.edit_verification import mapping_at
from site_builder.content.text_parts import split_text
from site_builder.content.typed_fields import find_key
from site_builder.core.yaml.nodes import Node, parse_yaml
from site_builder.editor.pages import Answer
from site_builder.editor.plain_hints import plain_hint, setting_links
from site_builder.editor.session import Session
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.replacement import Replacement
from site_builder.model.standards import Standards
from site_builder.rules import registry
from site_builder.usecases.edit_text import BOM, SETTINGS, decode, field_groups
from site_builder.usecases.save_source import read_source

_MISSING = lazy_pattern("没有写“([^”]+)”")


def text_findings(session: Session, path: str) -> Answer:
    """Return what was found in a source when it was read last, and whether it is still so."""
    source = read_source(session.project, path)
    text = decode(source).removeprefix(BOM)
    parts = split_text(text)
    places = _field_places(session, path, text)
    labels = _labels(session, path)
    diagnostics = session.state().snapshot.diagnostics
    return {
        "fresh": _is_fresh(session, path),
        "first_line": parts.first_line if parts else 1,
        "findings": [
            _finding(diagnostic, places, labels, session.standards)
            for diagnostic in diagnostics
            if diagnostic.location.file == path
        ],
    }


def _labels(session: Session, path: str) -> Mapping[str, str]:
    """Return the ids of the fields by what messages call them."""
    return {
        " → ".join((*group.path, field.label)): field.id
        for group in field_groups(path, session.standards)
        for field in group.fields
    }


def _finding(
    diagnostic: Diagnostic,
    places: Mapping[int, tuple[str, int]],
    labels: Mapping[str, str],
    standards: Standards,
) -> Answer:
    # What is not written has no line of its own.
    missing = _MISSING.match(diagnostic.message)
    hint = plain_hint(diagnostic.hint)
    return {
        "id": diagnostic.id,
        "severity": diagnostic.severity,
        "is_error": diagnostic.is_error,
        "line": diagnostic.location.line,
        "message": diagnostic.message,
        "hint": hint,
        "links": [
            {"label": link.label, "page": f"/_edit/{link.page}"}
            for link in setting_links(hint, standards)
        ],
        "field": (labels.get(missing[1], "") if missing else "")
        or _field_at(diagnostic.location.line, places)[0],
        "acceptable": registry.is_suppressible(diagnostic),
        "replacements": [_replacement(each, places) for each in diagnostic.replacements],
    }


def _replacement(replacement: Replacement, places: Mapping[int, tuple[str, int]]) -> Answer:
    field, column = _field_at(replacement.location.line, places)
    return {
        "line": replacement.location.line,
        "column": replacement.location.column - 1,
        "field": field,
        "offset": replacement.location.column - column,
        "old": replacement.old,
        "new": replacement.new,
    }


def _field_at(line: int, places: Mapping[int, tuple[str, int]]) -> tuple[str, int]:
    above = [place for place in places if place <= line]
    return places[max(above)] if above else ("", 0)


def _field_places(session: Session, path: str, text: str) -> Mapping[int, tuple[str, int]]:
    """Return by line which field begins there, and the column of its value."""
    parts = split_text(text)
    if parts is None and path != SETTINGS:
        return {}
    yaml, first_line = (parts.yaml, 2) if parts and path != SETTINGS else (text, 1)
    root, _ = parse_yaml(yaml.replace("\r\n", "\n"), path, first_line)
    mapping = (root.mapping() if root else None) or {}
    return dict(_places(session, path, mapping))


def _places(
    session: Session, path: str, root: Mapping[str, Node]
) -> Iterator[tuple[int, tuple[str, int]]]:
    for group in field_groups(path, session.standards):
        nodes = mapping_at(root, group.path)
        ids = {find_key(field, tuple(nodes)): field.id for field in group.fields}
        if path == SETTINGS and not group.path:
            # They have forms of their own; the settings show where.
            ids[next(each.key for each in session.standards.settings if each.id == "targets")] = (
                "targets"
            )
        for key, node in nodes.items():
            yield node.key_location.line, (ids.get(key, ""), node.location.column)


def _is_fresh(session: Session, path: str) -> bool:
    """Return whether a source was read as it stands now."""
    snapshot = session.state().snapshot
    if path == SETTINGS:
        settings, _ = read_project_settings(session.project, session.standards)
        return settings == (snapshot.checked_site.site.settings if snapshot.checked_site else None)
    name = path.removeprefix("content/")
    source = next((each for each in snapshot.sources if each.path == name), None)
    try:
        status = (session.project / path).stat()
    except OSError:
        return False
    return source is not None and source.timestamps_ns == (status.st_mtime_ns, status.st_ctime_ns)
