"""`部署:` — where the site is put online. Called by `read.settings`."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from site_builder.config.validators import is_absolute_url, is_base_url, is_host_name
from site_builder.core.text.suggest import did_you_mean, normalize_label
from site_builder.core.urls import is_safe_path
from site_builder.core.yaml.nodes import Node
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.standards import TargetField
from site_builder.model.target import TARGET_TYPES, Target

_NAME = re.compile(r"\w[\w-]{0,39}")
_SECRET = re.compile(r"密码|口令|密钥$|秘钥|password|secret|token|access.?key", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_SHAPE_HINT = "写成“名称:”，下面逐行写“方式”“目录”等。"
_NUMBER_RANGES: Mapping[str, tuple[int, int]] = {"keep": (2, 50), "port": (1, 65535)}
_ENUMS: Mapping[str, tuple[str, ...]] = {"protocol": ("rsync", "sftp"), "format": ("tar.gz", "zip")}
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
    """Read all targets; one with a mistake is left out and told."""
    if node.value is None:
        return (), ()
    mapping = node.mapping()
    if mapping is None:
        return (), (error("settings/value", node.location, "“部署”应当按名称逐个写", _SHAPE_HINT),)
    targets: list[Target] = []
    diagnostics: list[Diagnostic] = []
    for name, child in mapping.items():
        errors = tuple(_target_errors(name, child, definitions))
        diagnostics.extend(errors)
        if not errors:
            targets.append(_build_target(name, child, definitions))
    return tuple(targets), tuple(diagnostics)


def _target_errors(
    name: str, node: Node, definitions: tuple[TargetField, ...]
) -> Iterator[Diagnostic]:
    fields = node.mapping()
    if not _NAME.fullmatch(name):
        hint = "名称只用汉字、字母、数字、- 和 _，最多 40 个字。"
        yield error("settings/value", node.key_location, f"部署目标的名称不能是“{name}”", hint)
    if fields is None:
        yield error("settings/value", node.key_location, f"“{name}”没有写明怎样发布", _SHAPE_HINT)
        return
    kinds = list(TARGET_TYPES)
    typed = next((child for key, child in fields.items() if normalize_label(key) == "方式"), None)
    kind = ((typed.text() if typed else None) or "").strip()
    if kind not in kinds:
        location, problem = (
            (typed.location, f"“方式”不能是“{kind}”")
            if typed
            else (node.key_location, "没有写“方式”")
        )
        hint = did_you_mean(kind, kinds) if kind else f"可以写的有：{'、'.join(kinds)}。"
        yield error("settings/value", location, f"“{name}”{problem}", hint)
        return
    fields_by_key = {field.key: field for field in definitions if field.belongs_to(kind)}
    for key, child in fields.items():
        yield from _field_errors(key, child, fields_by_key, kind)
    present_keys = {normalize_label(key) for key, child in fields.items() if child.text()}
    for field in fields_by_key.values():
        if field.required and field.key not in present_keys:
            yield error(
                "settings/value",
                node.key_location,
                f"“{name}”没有写“{field.key}”",
                f"请补上“{field.key}: …”。",
            )


def _field_errors(
    key: str, node: Node, fields_by_key: Mapping[str, TargetField], kind: str
) -> Iterator[Diagnostic]:
    field = fields_by_key.get(normalize_label(key))
    if field is None:
        if _SECRET.search(normalize_label(key)):
            hint = "密码和密钥不写进文件：用 SSH 代理、环境变量，或者“密钥文件”指明的文件。"
            yield error("settings/value", node.key_location, f"这里不能写“{key}”", hint)
        else:
            hint = did_you_mean(key, fields_by_key)
            yield error("settings/value", node.key_location, f"方式是“{kind}”的没有“{key}”", hint)
        return
    text = node.text()
    if text is None:
        if node.value is not None:
            message = f"“{key}”应当是一段文字"
            yield error(
                "settings/value", node.location, message, "请去掉括号；需要时用引号括起来。"
            )
        return
    if problem := _format_hint(field.format, text.strip()):
        yield error("settings/value", node.location, f"“{key}”不能是“{text.strip()}”", problem)


def _format_hint(format_id: str, text: str) -> str:
    """Return the cure for a value of the wrong shape; empty for a right one."""
    if any(ord(character) < ord(" ") or character == "\x7f" for character in text):
        return "里面有看不见的控制字符，请重新输入。"
    if format_id in _NUMBER_RANGES:
        minimum, maximum = _NUMBER_RANGES[format_id]
        is_in_range = text.isascii() and text.isdecimal() and minimum <= int(text[:9]) <= maximum
        return "" if is_in_range else f"请写 {minimum} 到 {maximum} 的整数。"
    if format_id in _ENUMS:
        return "" if text in _ENUMS[format_id] else f"可以写的有：{'、'.join(_ENUMS[format_id])}。"
    if format_id in _FOLDERS:
        return _FOLDERS[format_id](text)
    if format_id in _FORMATS:
        is_valid, hint = _FORMATS[format_id]
        return "" if is_valid(text) else hint
    return ""


def _unsafe_folder_hint(folder: str) -> str:
    """Return the cure for a folder that can only be a slip of the pen; empty for any other."""
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
    **dict.fromkeys(_NUMBER_RANGES, int),
    "prefix": lambda text: text.removesuffix("/") + "/",
}


def _build_target(name: str, node: Node, definitions: tuple[TargetField, ...]) -> Target:
    texts = {
        normalize_label(key): (child.text() or "").strip()
        for key, child in (node.mapping() or {}).items()
        if child.text()
    }
    target_type = TARGET_TYPES[texts["方式"]]
    values = {
        field.id: _CONVERTERS.get(field.format, str)(texts[field.key])
        for field in definitions
        if field.belongs_to(target_type.kind) and field.key in texts and field.id != "kind"
    }
    return target_type(name=name, location=node.key_location, **values)
