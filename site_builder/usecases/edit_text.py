"""A text as it is edited: its fields and its body, or the whole of it; read, and saved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from site_builder.content.edit_verification import FieldGroup, mapping_at
from site_builder.content.field_edits import edit_fields
from site_builder.content.front_matter_fences import missing_front_matter_error
from site_builder.content.text_parts import (
    fields_of,
    keep_line_ends,
    plain_line_ends,
    split_text,
    with_front_matter,
)
from site_builder.content.typed_fields import FieldValue, typed_fields
from site_builder.core.errors import EncodingProblem, SaveConflictError, UsageError
from site_builder.core.yaml.nodes import parse_yaml
from site_builder.core.yaml.source_edits import line_break
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.location import Location
from site_builder.model.saved_version import SourceText
from site_builder.model.standards import Field, SettingField, Standards
from site_builder.usecases.save_source import read_source, save_source

BOM = "\ufeff"
SETTINGS = "config.yaml"


@dataclass(frozen=True, slots=True)
class TextChanges:
    """What was typed."""

    fields: Mapping[str, object]
    """By the ids of the fields, only those that changed."""
    body: str | None
    """None leaves it as it is."""


def decode(source: SourceText) -> str:
    """Return a source's text with its own line ends. Raises EncodingProblem."""
    try:
        return source.data.decode()
    except UnicodeDecodeError:
        raise EncodingProblem(source.path) from None


def read_fields(
    path: str, text: str, standards: Standards
) -> tuple[Mapping[str, FieldValue | None] | None, Diagnostic | None]:
    """Return what the fields of a source say, by their ids.

    None where it can be edited as a whole only: because it has no fields, or for the mistake that
    is returned with it.
    """
    groups = field_groups(path, standards)
    if not groups[0].fields:
        return None, None
    plain = plain_line_ends(text.removeprefix(BOM))
    yaml, first_line = plain, 1
    if path != SETTINGS:
        parts = split_text(text)
        if parts is None:
            return None, missing_front_matter_error(plain, path)
        yaml, first_line = plain_line_ends(parts.yaml), 2
    root, diagnostics = parse_yaml(yaml, path, first_line)
    mapping = {} if root is None or root.value is None else root.mapping()
    if diagnostics or mapping is None:
        shape = error("document/front-matter", Location(path, first_line), "不是逐行写的“键: 值”")
        return None, next(iter(diagnostics), shape)
    values: dict[str, FieldValue | None] = {}
    for group in groups:
        values |= typed_fields(mapping_at(mapping, group.path), group.fields, standards)
    return values, None


def save_whole_text(project: Path, base: SourceText, text: str, now: datetime) -> SourceText:
    """Save a whole text as it was typed; line ends and byte order mark stay those of the file.

    `base`: what was edited, by its digest. Raises as `save_source`, and ValueProblem.
    """
    current = read_source(project, base.path)
    old = decode(current) if current.digest == base.digest else ""
    bom = BOM if old.startswith(BOM) else ""
    new = keep_line_ends(old.removeprefix(BOM), text.removeprefix(BOM), line_break(old))
    return save_source(project, base, f"{bom}{new}".encode(), now)


def save_fields(
    project: Path,
    base: SourceText,
    changes: TextChanges,
    standards: Standards,
    now: datetime,
) -> SourceText:
    """Save some fields of a text or of the settings, and its body.

    Raises as `save_source`; ValueProblem for what cannot be written, TypeError for no values.
    """
    current = read_source(project, base.path)
    if current.digest != base.digest:
        raise SaveConflictError(current.path, current.data)
    text = decode(current)
    groups = field_groups(base.path, standards)
    if base.path == SETTINGS:
        bom = BOM if text.startswith(BOM) else ""
        new = bom + edit_fields(text.removeprefix(BOM), groups, changes.fields, standards)
        return save_source(project, base, new.encode(), now)
    parts = split_text(with_front_matter(text))
    if parts is None or not groups[0].fields:
        raise UsageError(f"{base.path} 的开头没有说明", "请改整个文件。")
    if changes.fields:
        yaml = edit_fields(parts.yaml, groups, changes.fields, standards)
        # Lines that nothing stood beside end as those of the fence do.
        yaml = yaml if parts.yaml else yaml.replace("\n", line_break(parts.before))
        parts = replace(parts, yaml=yaml)
    if changes.body is not None:
        parts = parts.with_body(changes.body)
    return save_source(project, base, str(parts).encode(), now)


def field_groups(path: str, standards: Standards) -> tuple[FieldGroup, ...]:
    """Return the fields of a source; of the settings, only those that a form can show."""
    if path != SETTINGS:
        return (FieldGroup((), fields_of(path.removeprefix("content/"), standards)),)
    groups: dict[str, list[Field]] = {}
    for setting in standards.settings:
        if setting.type != "mapping":
            groups.setdefault(setting.group, []).append(_setting_field(setting))
    return tuple(
        FieldGroup((label,) if label else (), tuple(fields)) for label, fields in groups.items()
    )


def _setting_field(setting: SettingField) -> Field:
    required = setting.required or setting.required_by
    return Field(
        id=setting.id,
        label=setting.key,
        aliases=(),
        type=setting.type,
        required="law" if setting.required_by_law else "practice" if required else "",
        basis=setting.required_by,
        values=setting.values,
        default="",
        max_length=0,
        help=setting.help,
    )
