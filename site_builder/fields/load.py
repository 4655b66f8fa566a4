"""`fields/*.yaml` → `Fields`. The files are part of the program: a fault in one is a bug."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from site_builder.located import Node, decode, parse
from site_builder.model.field import (
    ApplicationForm,
    Characters,
    Column,
    DisclosureItem,
    Field,
    Fields,
    FormField,
    FormGroup,
    Language,
    MetaTag,
    SettingField,
    TargetField,
    Theme,
    Wording,
    WordList,
    WorkCalendar,
)
from site_builder.model.frozen import frozen


@cache
def fields() -> Fields:
    """Load all field files, once a process."""
    catalogue = _read("catalogue")
    return Fields(
        document=_field_list(catalogue["document"]),
        article=_field_list(catalogue["article"]),
        introduction=_field_list(catalogue["introduction"]),
        attachment=_field_list(catalogue["attachment"]),
        correction=_field_list(catalogue["correction"]),
        status_kinds=frozen(catalogue["status_kinds"]),
        formats=frozen(catalogue["formats"]),
        languages=_languages(),
        items=tuple(
            DisclosureItem(int(one["number"]), one["short"], one["text"]) for one in _read("items")
        ),
        themes=tuple(
            Theme(one["id"], one["label"], tuple(one["children"])) for one in _read("themes")
        ),
        columns=tuple(
            Column(**{**one, "keywords": tuple(one["keywords"])}) for one in _read("columns")
        ),
        meta_tags=tuple(
            MetaTag(one["name"], one["pages"], one["from"], one["required"] == "true")
            for one in _read("meta-tags")
        ),
        settings=tuple(_setting(one) for one in _read("settings")),
        targets=tuple(_target(one) for one in _read("targets")),
        application=_application(_read("application")),
        words=_words(_read("wording")),
        characters=_characters(_read("characters")),
        workdays=_workdays(_read("workdays")),
    )


def _read(name: str) -> Any:  # noqa: ANN401 - plain text, lists and mappings, shaped by the file
    file = f"{name}.yaml"
    text, unreadable = decode(files("site_builder.fields").joinpath(file).read_bytes(), file)
    root, findings = parse(text, file)
    if unreadable or findings or root is None:
        raise ValueError(f"{file}: {unreadable or findings}")
    return _plain(root)


def _plain(node: Node) -> Any:  # noqa: ANN401 - see _read
    if isinstance(node.value, tuple):
        return [_plain(item) for item in node.value]
    if isinstance(node.value, Mapping):
        return {key: _plain(child) for key, child in node.value.items()}
    return node.value


def _languages() -> tuple[Language, ...]:
    return tuple(
        Language(**{**one, "aliases": tuple(one["aliases"])}) for one in _read("languages")
    )


def _field_list(raw: list[dict[str, Any]]) -> tuple[Field, ...]:
    return tuple(
        Field(
            id=one["id"],
            label=one["label"],
            aliases=tuple(one.get("aliases", ())),
            type="choice" if one["type"] == "language" else one["type"],
            required=one.get("required", ""),
            basis=one.get("basis", ""),
            values=_names() if one["type"] == "language" else tuple(one.get("values", ())),
            default=one.get("default", ""),
            most=int(one.get("most", 0)),
        )
        for one in raw
    )


def _names() -> tuple[str, ...]:
    """List what a language may be called: its own name before the others."""
    known = _languages()
    return (*(one.label for one in known), *(name for one in known for name in one.aliases))


def _setting(raw: dict[str, str]) -> SettingField:
    return SettingField(
        group=raw["group"] or "",
        key=raw["key"],
        id=raw["id"],
        required=raw.get("required") == "true",
        asks=raw.get("asks", ""),
        law=raw.get("law") == "true",
        otherwise=raw.get("otherwise", ""),
    )


def _target(raw: dict[str, Any]) -> TargetField:
    return TargetField(
        key=raw["key"],
        id=raw["id"],
        kinds=tuple(raw["kinds"]),
        required=raw.get("required") == "true",
        shape=raw.get("shape", ""),
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
            id=one["id"],
            label=one["label"],
            options=tuple(one.get("options", ())),
            lines=int(one.get("lines", 1)),
            autofill=one.get("autofill", ""),
            keyboard=one.get("keyboard", ""),
            handwritten=one.get("handwritten") == "true",
        )
        for one in raw
    )


_SATURDAY = 5


def _workdays(raw: dict[str, Any]) -> WorkCalendar:
    years = raw["years"]
    beyond = raw["beyond"]
    free = (day for one in years for day in _days(one["year"], one["free"]))
    work = (day for one in years for day in _days(one["year"], one["work"]))
    return WorkCalendar(
        last=int(raw["last"]),
        free=tuple(sorted(day.toordinal() for day in free if day.weekday() < _SATURDAY)),
        work=tuple(sorted(day.toordinal() for day in work)),
        yearly=tuple((int(day[:2]), int(day[3:])) for day in beyond["free"]),
        yearly_names=beyond["says"],
    )


def _days(year: str, ranges: str) -> Iterator[date]:
    """List the days of `01-28~02-04 04-04`."""
    for piece in ranges.split():
        first, _, last = piece.partition("~")
        start = date.fromisoformat(f"{year}-{first}").toordinal()
        end = date.fromisoformat(f"{year}-{last or first}").toordinal()
        yield from (date.fromordinal(day) for day in range(start, end + 1))


def _words(groups: list[dict[str, Any]]) -> WordList:
    wordings = tuple(
        Wording(
            wrong,
            right,
            group["理由"],
            severe=group.get("严重") == "是",
            former=int(group.get("旧称", 0)),
        )
        for group in groups
        for wrong, right in group["词"].items()
    )
    return WordList(wordings, tuple(word for group in groups for word in group.get("例外", ())))


def _characters(raw: dict[str, str]) -> Characters:
    tables = {
        name: frozen({pair[0]: pair[1] for pair in text.split()}) for name, text in raw.items()
    }
    return Characters(**tables)
