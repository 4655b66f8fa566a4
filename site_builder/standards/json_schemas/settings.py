"""The schema of `config.yaml`, from the list of settings and that of targets."""

from site_builder.config.setting_parsers import MAX_PAGE_SIZE
from site_builder.config.targets import ENUMS, NUMBER_RANGES
from site_builder.model.download_formats import DOWNLOAD_CHOICES
from site_builder.model.standards import SettingField, Standards, TargetField
from site_builder.model.target import TARGET_TYPES
from site_builder.standards.json_schemas.values import (
    JsonSchema,
    choice,
    described,
    list_of,
    mapping,
    number,
    suppressions,
    text,
    words,
)

_URL = r"^https?://\S+$"
_PATTERNS = {
    "address": r"^https?://\S+$",
    "domain": r"^(?!https?:)[^/\s]+\.[^/\s]+$",
    "site_code": "^([0-9]{10}|bm[0-9]{8})$",
    "public_security_url": _URL,
    "site_badge_url": _URL,
    "error_report_url": _URL,
    "parent_site_url": _URL,
    "licence_url": _URL,
    "contact.online": _URL,
    "main_colour": "^#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})$",
    "contact.email": r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
}


def settings_schema(standards: Standards) -> JsonSchema:
    """Build the schema of the settings. What is required may stand in common settings instead."""
    properties: dict[str, JsonSchema] = {}
    for setting in standards.settings:
        help_text = setting.help or (f"{setting.required_by}。" if setting.required_by else "")
        schema = described(_value(setting, standards), setting.key, help_text, setting.example)
        if not setting.group:
            properties[setting.key] = schema
            continue
        group = properties.setdefault(
            setting.group, {"title": setting.group, **mapping({}), "type": ["object", "null"]}
        )
        group["properties"][setting.key] = schema
    return {
        "title": "网站的设置",
        "description": "左边是项目名称，右边填内容；空着表示尚不清楚，网页显示“待补充”。",
        **mapping(properties),
        "examples": [
            {"站点": {"名称": "示范市政府信息公开", "机关": "示范市人民政府"}, "下载": ["csv"]}
        ],
    }


def _value(setting: SettingField, standards: Standards) -> JsonSchema:
    term = mapping(
        {
            "错": described(text(), "错", "本单位不用的写法。"),
            "对": described(text(), "对", "应当用的写法；没有就空着。"),
            "理由": described(text(), "理由", "为什么不用。"),
            "严重": described(choice(("是", "否")), "严重", "选“是”的，不改就不能生成。"),
        },
        ("错", "理由"),
    )
    link = {
        "名称": described(text(), "名称", "印在网页上的名称。"),
        "网址": described(text(_URL), "网址", "别的网站的网址，以 https:// 开头。"),
    }
    page = described(text(), "网页", "content 里自己的文稿，如 about.md；“网址”和它只写一样。")
    shapes: dict[str, JsonSchema] = {
        "downloads": list_of({"enum": list(DOWNLOAD_CHOICES)}),
        "targets": _targets(standards.targets),
        "banned_terms": list_of(term),
        "page_size": number(1, MAX_PAGE_SIZE),
        "suppressions": suppressions(),
        "header_links": list_of(mapping(link, ("名称", "网址"))),
        "footer_links": list_of(mapping(link, ("名称", "网址"))),
        "navigation": list_of(mapping({**link, "网页": page}, ("名称",))),
    }
    if setting.id in shapes:
        return shapes[setting.id]
    if setting.type == "choice":
        return choice(setting.values)
    return words() if setting.type == "words" else text(_PATTERNS.get(setting.id, ""))


def _targets(fields: tuple[TargetField, ...]) -> JsonSchema:
    """Build the schema of all targets: each by its kind."""
    kind_help = next(field.help for field in fields if field.id == "kind")
    kinds = {
        "properties": {"方式": {"enum": list(TARGET_TYPES), "description": kind_help}},
        "required": ["方式"],
        "type": "object",
        "allOf": [
            {"if": {"properties": {"方式": {"const": kind}}}, "then": _target(kind, fields)}
            for kind in TARGET_TYPES
        ],
    }
    return {
        "type": ["object", "null"],
        "description": "发布到哪里，一个目标一个名称；密码和密钥不写进文件。",
        "additionalProperties": kinds,
        "examples": [{"正式": {"方式": "文件夹", "目录": "D:/网站"}}],
    }


def _target(kind: str, fields: tuple[TargetField, ...]) -> JsonSchema:
    own = [field for field in fields if field.belongs_to(kind)]
    return mapping(
        {field.key: described(_target_value(field), field.key, field.help) for field in own},
        [field.key for field in own if field.required],
    )


def _target_value(field: TargetField) -> JsonSchema:
    if field.format in ENUMS:
        return choice(ENUMS[field.format])
    if field.format in NUMBER_RANGES:
        low, high = NUMBER_RANGES[field.format]
        return number(low, high)
    return text(_URL if field.format in ("root", "link") else "")
