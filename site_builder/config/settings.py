"""`config.yaml` → `Settings`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from site_builder.config.setting_parsers import CODE, parse_line, special_settings
from site_builder.config.validators import host_of, validate_setting
from site_builder.core.errors import ValueProblem
from site_builder.core.text.suggest import normalize_label
from site_builder.core.yaml.errors import find_syntax_mistake
from site_builder.core.yaml.nodes import Node, decode_text, parse_yaml
from site_builder.core.yaml.schema import (
    MappingValues,
    Parser,
    Schema,
    SchemaField,
    read_mapping,
)
from site_builder.core.yaml.value_checks import check_comments, check_values
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.frozendict import frozendict
from site_builder.model.location import Location
from site_builder.model.settings import Contact, Fonts, Settings
from site_builder.model.standards import SettingField, Standards

GOVERNMENT_SUFFIXES = ("gov.cn", "政务", "xn--zfr164b", "conac.cn")
"""conac.cn shows the record behind the mark of party and government sites."""
_CONTACT_FIELDS = ("office", "address", "hours", "phone", "fax", "postcode", "email", "online")
_FONT_FIELDS = ("title", "body", "hei", "kai")
_FILE = "config.yaml"
_COMMON_FILE = "common/config.yaml"


def read_settings(
    data: bytes | None, standards: Standards, common: bytes | None = None
) -> tuple[Settings | None, tuple[Diagnostic, ...]]:
    """Read the settings; None when there are none to read.

    `common`: a file of settings that hold where the project's own does not say otherwise.
    """
    if data is None:
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹。"
        return None, (error("settings/file", Location(_FILE), "没有 config.yaml", hint),)
    text, undecodable = decode_text(data, _FILE)
    root, malformed = parse_yaml(text, _FILE)
    if undecodable or malformed:
        return None, undecodable or malformed
    mapping = root.mapping() if root else None
    if mapping is None:
        hint = "请从“站点:”写起。"
        empty = error("settings/file", Location(_FILE, 1), "config.yaml 里没有设置", hint)
        return None, (find_syntax_mistake(text, _FILE) or empty,)
    shared, unreadable = _read_common(common)
    if unreadable:
        return None, unreadable
    mapping = _over(mapping, shared)
    typed = _read_groups(mapping, standards)
    problems = [
        problem for setting in standards.settings if (problem := _find_problem(setting, typed))
    ]
    # Settings with errors still let everything else be reported in the same run; none is published.
    return _build_settings(typed), (
        *typed.diagnostics,
        *problems,
        *check_values(mapping),
        *check_comments(text, _FILE),
    )


def _read_common(data: bytes | None) -> tuple[Mapping[str, Node], tuple[Diagnostic, ...]]:
    """Read the file of settings that several projects have in common."""
    if data is None:
        return {}, ()
    text, undecodable = decode_text(data, _COMMON_FILE)
    root, malformed = parse_yaml(text, _COMMON_FILE)
    mapping = root.mapping() if root else None
    if mapping is None and root is not None and root.value is not None:
        hint = "和 config.yaml 一样写，只写各机构相同的设置。"
        message = "共用的设置应当是“键: 值”"
        malformed = (error("settings/file", Location(_COMMON_FILE, 1), message, hint),)
    return mapping or {}, (*undecodable, *malformed)


def _over(own: Mapping[str, Node], shared: Mapping[str, Node]) -> Mapping[str, Node]:
    """Lay a project's settings over the common ones, line by line within each group."""
    merged = dict(own)
    keys = {normalize_label(key): key for key in own}
    for key, node in shared.items():
        mine = keys.get(normalize_label(key))
        if mine is None:
            merged[key] = node
            continue
        group, shared_group = own[mine].mapping(), node.mapping()
        if group is not None and shared_group is not None:
            merged[mine] = own[mine]._replace(value=_over(group, shared_group))
    return merged


@dataclass(slots=True)
class _TypedSettings:
    """What was read, by the ids of the settings."""

    values: dict[str, object] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    invalid: set[str] = field(default_factory=set)
    """Groups and settings that are written, but not so that they are understood."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return a text; empty for none."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""


def _read_groups(mapping: Mapping[str, Node], standards: Standards) -> _TypedSettings:
    """Read the groups of the file, and the settings that stand in none."""
    special = special_settings(standards.targets)
    fields = {}
    members: dict[str, list[SchemaField]] = {}
    for setting in standards.settings:
        parse, default = special.get(setting.id, (parse_line, None))
        entry = SchemaField(setting.id, setting.key, parse, default=default)
        fields[setting.id] = entry
        members.setdefault(setting.group or setting.id, []).append(entry)
    tops = tuple(
        fields[name] if name in fields else SchemaField(name, name, _group_parser(settings))
        for name, settings in members.items()
    )
    top = read_mapping(mapping.items(), Schema(CODE, tops), Location(_FILE, 1))
    typed = _TypedSettings(invalid=set(top.invalid), diagnostics=top.diagnostics)
    for name, node in top.nodes.items():
        typed.locations |= {setting.id: node.key_location for setting in members[name]}
    for name, value in top.values.items():
        if isinstance(value, MappingValues):
            typed.values |= value.values
            typed.invalid |= value.invalid
            typed.locations |= {key: node.key_location for key, node in value.nodes.items()}
        else:
            typed.values[name] = value
    return typed


def _group_parser(settings: Iterable[SchemaField]) -> Parser:
    def parse(node: Node, name: str, diagnostics: list[Diagnostic]) -> MappingValues | None:
        mapping = node.mapping()
        if node.value is None:
            return None
        if mapping is None:
            raise ValueProblem(f"“{name}”下面应当逐行写“键: 值”")
        schema = Schema(CODE, tuple(settings), unknown=lambda key: (f"“{name}”下没有“{key}”", ""))
        result = read_mapping(mapping.items(), schema, node.key_location)
        diagnostics.extend(result.diagnostics)
        return result

    return parse


def _find_problem(setting: SettingField, typed: _TypedSettings) -> Diagnostic | None:
    """Find what is missing and who asks for it, or what cannot be right."""
    value = typed.text(setting.id)
    if not value and (setting.id in typed.invalid or setting.group in typed.invalid):
        return None
    location = typed.locations.get(setting.id, Location(_FILE, 1))
    label = f"{setting.group} → {setting.key}" if setting.group else setting.key
    if not value and setting.required:
        return error(CODE, location, f"没有写“{label}”", f"请补上“{setting.key}: …”。")
    if not value and setting.required_by and not typed.text(setting.alternative):
        return _missing_warning(setting, location, label)
    if value and (problem := validate_setting(setting.id, value)):
        message, hint = problem
        return error(CODE, location, f"“{label}”{message}：{value}", hint)
    return None


def _missing_warning(setting: SettingField, location: Location, label: str) -> Diagnostic:
    message = f"没有写“{label}”，页面显示“待补充”"
    if not setting.required_by_law:
        optional = warning("settings/missing", location, message, f"{setting.required_by}。")
        return replace(optional, subject=setting.key)
    suppression_line = f"“  - {{问题: 'settings/required:{setting.key}', 理由: ……}}”"
    hint = f"请补上，不然不能发布。确实没有的，在“接受:”下写{suppression_line}。"
    return replace(
        warning("settings/required", location, message, hint),
        basis=f"{setting.required_by}。",
        subject=setting.key,
    )


def _build_settings(typed: _TypedSettings) -> Settings:
    # Each parser returns its setting's own type; what is not understood is as if not written.
    values: dict[str, Any] = dict(typed.values)
    address = typed.text("address")
    if address and not address.endswith("/"):
        address += "/"
    own_host = host_of(address)
    hosts = (host.lower() for host in values["government_hosts"])
    values |= {
        "address": address,
        "contact": Contact(*(typed.text(f"contact.{name}") for name in _CONTACT_FIELDS)),
        "government_hosts": (*GOVERNMENT_SUFFIXES, *((own_host,) if own_host else ()), *hosts),
        "external_hosts": tuple(host.lower() for host in values["external_hosts"]),
        "review_required": values["review"],
        "fonts": Fonts(*(typed.text(f"font.{name}") for name in _FONT_FIELDS)),
        "locations": frozendict(typed.locations),
    }
    return Settings(**{name: values.get(name, "") for name in Settings.__dataclass_fields__})
