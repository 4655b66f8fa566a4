"""`部署:` — where the site is put online."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from site_builder.config.validators import is_absolute_url, is_base_url, is_host_name
from site_builder.core.errors import ValueProblem
from site_builder.core.text.suggest import did_you_mean, normalize_label
from site_builder.core.urls import is_safe_path
from site_builder.core.yaml.nodes import Node
from site_builder.core.yaml.schema import Schema, SchemaField, parse_text, read_mapping
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.standards import TargetField
from site_builder.model.target import TARGET_TYPES, Target

_CODE = "settings/value"
_NAME = lazy_pattern(r"\w[\w-]{0,39}")
_SECRET = lazy_pattern(r"密码|口令|密钥$|秘钥|password|secret|token|access.?key", re.IGNORECASE)
_WORD = lazy_pattern(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_SHAPE_HINT = "写成“名称:”，下面逐行写“方式”“目录”等。"
NUMBER_RANGES: Mapping[str, tuple[int, int]] = {"keep": (2, 50), "port": (1, 65535)}
ENUMS: Mapping[str, tuple[str, ...]] = {"protocol": ("rsync", "sftp"), "format": ("tar.gz", "zip")}
_FORMATS: Mapping[str, tuple[Any, str]] = {
    "root": (is_base_url, "写成 https://www.example.gov.cn/gk/ 这样，以 / 结尾。"),
    "link": (is_absolute_url, "写成 https://oss-cn-shanghai.example.com 这样。"),
    "host": (is_host_name, "写主机名或者 IP 地址，如 web.example.gov.cn。"),
    "word": (_WORD.fullmatch, "只用英文字母、数字和 . _ -，以字母或数字开头。"),
    "prefix": (lambda text: is_safe_path(text.removesuffix("/")), "写成 gk/ 这样，不以 / 开头。"),
}


def read_targets(
    node: Node, definitions: tuple[TargetField, ...]
) -> tuple[tuple[Target, ...], tuple[Diagnostic, ...]]:
    """Read all targets; one with a mistake is left out and reported."""
    if node.value is None:
        return (), ()
    mapping = node.mapping()
    if mapping is None:
        return (), (error(_CODE, node.location, "“部署”应当按名称逐个写", _SHAPE_HINT),)
    targets: list[Target] = []
    diagnostics: list[Diagnostic] = []
    for name, child in mapping.items():
        errors: list[Diagnostic] = []
        if not _NAME.fullmatch(name):
            hint = "名称只用汉字、字母、数字、- 和 _，最多 40 个字。"
            message = f"部署目标的名称不能是“{name}”"
            errors.append(error(_CODE, child.key_location, message, hint))
        values = _read_target(name, child, definitions, errors)
        if not errors:
            target_type = TARGET_TYPES[values.pop("kind")]
            targets.append(target_type(name=name, location=child.key_location, **values))
        diagnostics.extend(errors)
    return tuple(targets), tuple(diagnostics)


def _read_target(
    name: str, node: Node, definitions: tuple[TargetField, ...], errors: list[Diagnostic]
) -> dict[str, Any]:
    entries = node.mapping()
    if entries is None:
        errors.append(error(_CODE, node.key_location, f"“{name}”没有写明怎样发布", _SHAPE_HINT))
        return {}
    kinds = list(TARGET_TYPES)
    typed = next((child for key, child in entries.items() if normalize_label(key) == "方式"), None)
    kind = ((typed.text() if typed else None) or "").strip()
    if kind not in kinds:
        location, problem = (
            (typed.location, f"“方式”不能是“{kind}”")
            if typed
            else (node.key_location, "没有写“方式”")
        )
        hint = did_you_mean(kind, kinds) if kind else f"可以写的有：{'、'.join(kinds)}。"
        errors.append(error(_CODE, location, f"“{name}”{problem}", hint))
        return {}
    result = read_mapping(entries.items(), _schema(name, kind, definitions), node.key_location)
    errors.extend(result.diagnostics)
    return result.values


def _schema(name: str, kind: str, definitions: tuple[TargetField, ...]) -> Schema:
    """Return the keys that a target of one kind may hold."""

    def unknown(key: str) -> tuple[str, str]:
        if _SECRET.search(normalize_label(key)):
            hint = "密码和密钥不写进文件：用 SSH 代理、环境变量，或者“密钥文件”指明的文件。"
            return f"这里不能写“{key}”", hint
        return f"方式是“{kind}”的没有“{key}”", ""

    return Schema(
        _CODE,
        tuple(
            _schema_field(definition) for definition in definitions if definition.belongs_to(kind)
        ),
        lambda absent, location: error(
            _CODE, location, f"“{name}”没有写“{absent.name}”", f"请补上“{absent.name}: …”。"
        ),
        unknown,
    )


def _schema_field(definition: TargetField) -> SchemaField:
    def parse(node: Node, name: str, diagnostics: list[Diagnostic]) -> object:
        text = parse_text(node, name, diagnostics)
        if text is None:
            return None
        if hint := _format_hint(definition.format, text):
            raise ValueProblem(f"“{name}”不能是“{text}”", hint)
        return _CONVERTERS.get(definition.format, str)(text)

    return SchemaField(definition.id, definition.key, parse, required=definition.required)


def _unsafe_folder_hint(folder: str) -> str:
    """Return the hint for a folder that can only be a typing error; empty for any other."""
    if set(folder.replace("\\", "/").split("/")) <= {"", ".", "~"}:
        return "请写一个专用的文件夹，不能是整个磁盘或者主目录。"
    return ""


def _unsafe_server_folder_hint(folder: str) -> str:
    if hint := _unsafe_folder_hint(folder):
        return hint
    if ".." in folder.replace("\\", "/").split("/"):
        return "服务器上的目录里不能有“..”，请写完整。"
    if folder.startswith("~") and not folder.startswith("~/"):
        return "从登录后的主目录算起的，写成 ~/gk 或者 gk；别人的主目录，写完整的路径。"
    return ""


_FOLDERS: Mapping[str, Callable[[str], str]] = {
    "folder": _unsafe_folder_hint,
    "server_folder": _unsafe_server_folder_hint,
}
_CONVERTERS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(NUMBER_RANGES, int),
    "prefix": lambda text: text.removesuffix("/") + "/",
}


def _format_hint(format_id: str, text: str) -> str:
    """Return the hint for a value of the wrong shape; empty for a right one."""
    if any(ord(character) < ord(" ") or character == "\x7f" for character in text):
        return "里面有看不见的控制字符，请重新输入。"
    if format_id in NUMBER_RANGES:
        minimum, maximum = NUMBER_RANGES[format_id]
        is_in_range = text.isascii() and text.isdecimal() and minimum <= int(text[:9]) <= maximum
        return "" if is_in_range else f"请写 {minimum} 到 {maximum} 的整数。"
    if format_id in ENUMS:
        return "" if text in ENUMS[format_id] else f"可以写的有：{'、'.join(ENUMS[format_id])}。"
    if format_id in _FOLDERS:
        return _FOLDERS[format_id](text)
    if format_id in _FORMATS:
        is_valid, hint = _FORMATS[format_id]
        return "" if is_valid(text) else hint
    return ""
