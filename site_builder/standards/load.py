"""`data/*.yaml` → `Standards`. The files are part of the program: a fault in one is a bug."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from chinese_calendar import holidays, workdays

from site_builder.core.yaml.nodes import Node, decode_text, parse_yaml
from site_builder.model.frozendict import frozendict
from site_builder.model.standards import (
    ApplicationForm,
    BannedTerm,
    Channel,
    Characters,
    DisclosureItem,
    Field,
    FormField,
    FormGroup,
    Language,
    MetaTag,
    SettingField,
    Standards,
    TargetField,
    TermList,
    Theme,
    WorkCalendar,
)


@cache
def load_standards() -> Standards:
    """Load all field files, once a process."""
    catalogue = _read("catalogue")
    return Standards(
        document_fields=_field_list(catalogue["document"]),
        standalone_page_fields=_field_list(catalogue["article"]),
        introduction_fields=_field_list(catalogue["introduction"]),
        attachment_fields=_field_list(catalogue["attachment"]),
        correction_fields=_field_list(catalogue["correction"]),
        status_kinds=frozendict(catalogue["status_kinds"]),
        formats=frozendict(catalogue["formats"]),
        languages=_languages(),
        disclosure_items=tuple(
            DisclosureItem(int(entry["number"]), entry["short"], entry["text"])
            for entry in _read("items")
        ),
        themes=tuple(
            Theme(entry["id"], entry["label"], tuple(entry["children"]))
            for entry in _read("themes")
        ),
        channels=tuple(
            Channel(**{**entry, "keywords": tuple(entry["keywords"])}) for entry in _read("columns")
        ),
        meta_tags=tuple(
            MetaTag(entry["name"], entry["pages"], entry["from"], entry["required"] == "true")
            for entry in _read("meta-tags")
        ),
        settings=tuple(_setting(entry) for entry in _read("settings")),
        targets=tuple(_target(entry) for entry in _read("targets")),
        application=_application(_read("application")),
        banned_terms=_terms(_read("wording")),
        characters=_characters(_read("characters")),
        work_calendar=_work_calendar(_read("workdays")),
    )


def _read(name: str) -> Any:  # noqa: ANN401 - plain text, lists and mappings, shaped by the file
    file = f"{name}.yaml"
    text, unreadable = decode_text(
        files("site_builder.standards").joinpath("data", file).read_bytes(), file
    )
    root, findings = parse_yaml(text, file)
    if unreadable or findings or root is None:
        raise ValueError(f"{file}: {unreadable or findings}")
    return _to_plain_data(root)


def _to_plain_data(node: Node) -> Any:  # noqa: ANN401 - see _read
    if isinstance(node.value, tuple):
        return [_to_plain_data(item) for item in node.value]
    if isinstance(node.value, Mapping):
        return {key: _to_plain_data(child) for key, child in node.value.items()}
    return node.value


def _languages() -> tuple[Language, ...]:
    return tuple(
        Language(**{**entry, "aliases": tuple(entry["aliases"])}) for entry in _read("languages")
    )


def _field_list(raw: list[dict[str, Any]]) -> tuple[Field, ...]:
    return tuple(
        Field(
            id=entry["id"],
            label=entry["label"],
            aliases=tuple(entry.get("aliases", ())),
            type="choice" if entry["type"] == "language" else entry["type"],
            required=entry.get("required", ""),
            basis=entry.get("basis", ""),
            values=_language_names()
            if entry["type"] == "language"
            else tuple(entry.get("values", ())),
            default=entry.get("default", ""),
            max_length=int(entry.get("max_length", 0)),
        )
        for entry in raw
    )


def _language_names() -> tuple[str, ...]:
    """Return what a language may be called: its own name before the others."""
    languages = _languages()
    return (
        *(language.label for language in languages),
        *(name for language in languages for name in language.aliases),
    )


def _setting(raw: dict[str, str]) -> SettingField:
    return SettingField(
        group=raw["group"] or "",
        key=raw["key"],
        id=raw["id"],
        required=raw.get("required") == "true",
        required_by=raw.get("required_by", ""),
        required_by_law=raw.get("required_by_law") == "true",
        alternative=raw.get("alternative", ""),
    )


def _target(raw: dict[str, Any]) -> TargetField:
    return TargetField(
        key=raw["key"],
        id=raw["id"],
        target_types=tuple(raw.get("target_types", ())),
        required=raw.get("required") == "true",
        format=raw.get("format", ""),
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
