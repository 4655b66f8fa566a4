"""`data/*.yaml` and `forms/*.yaml` → `Standards`.

The files are part of the program, so a defect in `data/` is a bug; one in a form is reported to
whoever edits it.
"""

import hashlib
from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from typing import Any

from chinese_calendar import holidays, workdays

from site_builder.core.yaml.nodes import Node, decode_text, parse_yaml
from site_builder.model.frozendict import frozendict
from site_builder.model.standards import (
    ApplicationForm,
    BannedTerm,
    BodyKind,
    Channel,
    Characters,
    DisclosureItem,
    Field,
    FormField,
    FormGroup,
    ImportLabels,
    Language,
    MetaTag,
    SettingField,
    Standards,
    TargetField,
    TermList,
    Theme,
    WorkCalendar,
)
from site_builder.standards.form_loader import read_forms
from site_builder.standards.import_headings_loader import read_import_headings


def read_standards() -> Standards:
    """Read the forms and all vocabularies."""
    raw, digest = _read_data()
    forms, form_errors = read_forms()
    catalogue, languages = raw["catalogue"], tuple(map(_language, raw["languages"]))
    field_list = partial(_field_list, languages)
    return Standards(
        forms=forms,
        form_errors=form_errors,
        data_digest=digest,
        document_fields=field_list(catalogue["document"]),
        standalone_page_fields=field_list(catalogue["standalone_page"]),
        introduction_fields=field_list(catalogue["introduction"]),
        attachment_fields=field_list(catalogue["attachment"]),
        correction_fields=field_list(catalogue["correction"]),
        status_kinds=frozendict(catalogue["status_kinds"]),
        formats=frozendict(catalogue["formats"]),
        languages=languages,
        disclosure_items=tuple(map(_disclosure_item, raw["items"])),
        themes=tuple(map(_theme, raw["themes"])),
        channels=tuple(map(_channel, raw["channels"])),
        meta_tags=tuple(map(_meta_tag, raw["meta-tags"])),
        settings=tuple(map(_setting, raw["settings"])),
        targets=tuple(map(_target, raw["targets"])),
        body_fields=field_list(raw["bodies"]["fields"]),
        body_kinds=tuple(map(_body_kind, raw["bodies"]["kinds"])),
        application=_application(raw["application"]),
        banned_terms=_terms(raw["wording"]),
        characters=_characters(raw["characters"]),
        import_labels=_import_labels(raw["import-labels"]),
        work_calendar=_work_calendar(raw["workdays"]),
        import_headings=read_import_headings(raw["import-headings"]),
    )


def _read_data() -> tuple[dict[str, Any], str]:
    """Read the files of `data/`, by name, and their digest. Raises ValueError for a broken one."""
    raw: dict[str, Any] = {}
    digest = hashlib.blake2b(digest_size=16)
    folder = files("site_builder.standards").joinpath("data")
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name, dot, suffix = entry.name.rpartition(".")
        if dot + suffix != ".yaml":
            continue
        data = entry.read_bytes()
        digest.update(data)
        text, unreadable = decode_text(data, entry.name)
        root, findings = parse_yaml(text, entry.name)
        if unreadable or findings or root is None:
            raise ValueError(f"{entry.name}: {unreadable or findings}")
        raw[name] = _to_plain_data(root)
    return raw, digest.hexdigest()


def _to_plain_data(node: Node) -> Any:  # noqa: ANN401 - plain text, lists and mappings
    if isinstance(node.value, tuple):
        return [_to_plain_data(item) for item in node.value]
    if isinstance(node.value, Mapping):
        return {key: _to_plain_data(child) for key, child in node.value.items()}
    return node.value


def _language(raw: dict[str, Any]) -> Language:
    return Language(**{**raw, "aliases": tuple(raw["aliases"])})


def _disclosure_item(raw: dict[str, str]) -> DisclosureItem:
    return DisclosureItem(int(raw["number"]), raw["short"], raw["text"])


def _theme(raw: dict[str, Any]) -> Theme:
    return Theme(raw["id"], raw["label"], tuple(raw["children"]))


def _channel(raw: dict[str, Any]) -> Channel:
    return Channel(**{**raw, "keywords": tuple(raw["keywords"])})


def _meta_tag(raw: dict[str, str]) -> MetaTag:
    return MetaTag(raw["name"], raw["pages"], raw["from"], raw["required"] == "true")


def _field_list(languages: tuple[Language, ...], raw: list[dict[str, Any]]) -> tuple[Field, ...]:
    return tuple(
        Field(
            id=entry["id"],
            label=entry["label"],
            aliases=tuple(entry.get("aliases", ())),
            type="choice" if entry["type"] == "language" else entry["type"],
            required=entry.get("required", ""),
            basis=entry.get("basis", ""),
            values=_language_names(languages)
            if entry["type"] == "language"
            else tuple(entry.get("values", ())),
            default=entry.get("default", ""),
            max_length=int(entry.get("max_length", 0)),
            help=entry.get("help", ""),
            example=entry.get("example", ""),
            report_value=entry.get("report_value", ""),
        )
        for entry in raw
    )


def _language_names(languages: tuple[Language, ...]) -> tuple[str, ...]:
    """Return what a language may be called: its own name before the others."""
    return (
        *(language.label for language in languages),
        *(name for language in languages for name in language.aliases),
    )


def _setting(raw: dict[str, Any]) -> SettingField:
    return SettingField(
        group=raw["group"] or "",
        key=raw["key"],
        id=raw["id"],
        required=raw.get("required") == "true",
        required_by=raw.get("required_by", ""),
        required_by_law=raw.get("required_by_law") == "true",
        alternative=raw.get("alternative", ""),
        type=raw.get("type", "text"),
        values=tuple(raw.get("values", ())),
        help=raw.get("help", ""),
        example=raw.get("example", ""),
    )


def _target(raw: dict[str, Any]) -> TargetField:
    return TargetField(
        key=raw["key"],
        id=raw["id"],
        target_types=tuple(raw.get("target_types", ())),
        required=raw.get("required") == "true",
        format=raw.get("format", ""),
        help=raw.get("help", ""),
    )


def _body_kind(raw: dict[str, Any]) -> BodyKind:
    return BodyKind(
        id=raw["id"],
        label=raw["label"],
        aliases=tuple(raw["aliases"]),
        reports=raw["reports"] == "true",
        is_government=raw.get("government") == "true",
        basis=raw["basis"],
    )


def _application(raw: dict[str, Any]) -> ApplicationForm:
    groups = tuple(
        FormGroup(group["id"], group["title"], group["note"] or "", _form_fields(group["fields"]))
        for group in raw["groups"]
    )
    return ApplicationForm(raw["title"], groups, tuple(raw["notes"]))


def _form_fields(raw: list[dict[str, Any]]) -> tuple[FormField, ...]:
    return tuple(
        FormField(
            id=entry["id"],
            label=entry["label"],
            options=tuple(entry.get("options", ())),
            lines=int(entry.get("lines", 1)),
            autofill=entry.get("autofill", ""),
            keyboard=entry.get("keyboard", ""),
            handwritten=entry.get("handwritten") == "true",
        )
        for entry in raw
    )


_SATURDAY = 5


def _work_calendar(raw: dict[str, Any]) -> WorkCalendar:
    """Build the calendar from the library's transcript of the State Council's yearly notices."""
    assumed = raw["assumed_holidays"]
    return WorkCalendar(
        last_year=max(holidays).year,
        weekday_holidays=tuple(
            sorted(day.toordinal() for day in holidays if day.weekday() < _SATURDAY)
        ),
        weekend_workdays=tuple(
            sorted(day.toordinal() for day in workdays if day.weekday() >= _SATURDAY)
        ),
        assumed_holidays=tuple((int(day[:2]), int(day[3:])) for day in assumed),
        assumed_holiday_names=raw["statement"],
    )


def _terms(groups: list[dict[str, Any]]) -> TermList:
    terms = tuple(
        BannedTerm(
            term,
            replacement,
            group["理由"],
            is_error=group.get("严重") == "是",
            valid_until=int(group.get("旧称", 0)),
        )
        for group in groups
        for term, replacement in group["词"].items()
    )
    return TermList(
        terms, tuple(exception for group in groups for exception in group.get("例外", ()))
    )


def _characters(raw: dict[str, str]) -> Characters:
    tables = {
        name: frozendict({pair[0]: pair[1] for pair in text.split()}) for name, text in raw.items()
    }
    return Characters(**tables)


def _import_labels(raw: dict[str, Any]) -> ImportLabels:
    return ImportLabels(
        variants=frozendict({label: tuple(texts) for label, texts in raw["variants"].items()}),
        extra_rows=tuple(raw["extra_rows"]),
        stubs=tuple(raw["stubs"]),
    )
