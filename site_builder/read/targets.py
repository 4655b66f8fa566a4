"""`部署:` — where the site is put online. Called by `read.settings`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.located import Node
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.field import TargetField
from site_builder.model.target import Target, TargetType
from site_builder.nearest import did_you_mean, normalize_label
from site_builder.read.shapes import is_host, is_link, is_root
from site_builder.urls import is_safe_path

_NAME = re.compile(r"\w[\w-]{0,39}")
_SECRET = re.compile(r"密码|口令|密钥$|秘钥|password|secret|token|access.?key", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_SHAPE = "写成“名称:”，下面逐行写“方式”“目录”等。"
_NUMBERS: Mapping[str, tuple[int, int]] = {"keep": (2, 50), "port": (1, 65535)}
_WORDS: Mapping[str, tuple[str, ...]] = {"protocol": ("rsync", "sftp"), "format": ("tar.gz", "zip")}
_SHAPES: Mapping[str, tuple[Any, str]] = {
    "root": (is_root, "写成 https://www.example.gov.cn/gk/ 这样，以 / 结尾。"),
    "link": (is_link, "写成 https://oss-cn-shanghai.example.com 这样。"),
    "host": (is_host, "写主机名或者 IP 地址，如 web.example.gov.cn。"),
    "word": (_WORD.fullmatch, "只用英文字母、数字和 . _ -，以字母或数字开头。"),
    "prefix": (lambda text: is_safe_path(text.removesuffix("/")), "写成 gk/ 这样，不以 / 开头。"),
}


def read_targets(
    node: Node, known: tuple[TargetField, ...]
) -> tuple[tuple[Target, ...], tuple[Diagnostic, ...]]:
    """Read all targets; one with a mistake is left out and told."""
    if node.value is None:
        return (), ()
    mapping = node.mapping()
    if mapping is None:
        return (), (error("settings/value", node.location, "“部署”应当按名称逐个写", _SHAPE),)
    targets: list[Target] = []
    findings: list[Diagnostic] = []
    for name, child in mapping.items():
        found = tuple(_slips(name, child, known))
        findings.extend(found)
        if not found:
            targets.append(_target(name, child, known))
    return tuple(targets), tuple(findings)


def _slips(name: str, node: Node, known: tuple[TargetField, ...]) -> Iterator[Diagnostic]:
    fields = node.mapping()
    if not _NAME.fullmatch(name):
        hint = "名称只用汉字、字母、数字、- 和 _，最多 40 个字。"
        yield error("settings/value", node.key_location, f"部署目标的名称不能是“{name}”", hint)
    if fields is None:
        yield error("settings/value", node.key_location, f"“{name}”没有写明怎样发布", _SHAPE)
        return
    kinds = [kind.value for kind in TargetType]
    typed = next((child for key, child in fields.items() if normalize_label(key) == "方式"), None)
    kind = ((typed.text() if typed else None) or "").strip()
    if kind not in kinds:
        place, said = (
            (typed.location, f"“方式”不能是“{kind}”")
            if typed
            else (node.key_location, "没有写“方式”")
        )
        cure = did_you_mean(kind, kinds) if kind else f"可以写的有：{'、'.join(kinds)}。"
        yield error("settings/value", place, f"“{name}”{said}", cure)
        return
    own = {one.key: one for one in known if kind in one.target_types}
    for key, child in fields.items():
        yield from _key(key, child, own, kind)
    written = {normalize_label(key) for key, child in fields.items() if child.text()}
    for one in own.values():
        if one.required and one.key not in written:
            yield error(
                "settings/value",
                node.key_location,
                f"“{name}”没有写“{one.key}”",
                f"请补上“{one.key}: …”。",
            )


def _key(key: str, node: Node, own: Mapping[str, TargetField], kind: str) -> Iterator[Diagnostic]:
    field = own.get(normalize_label(key))
    if field is None:
        if _SECRET.search(normalize_label(key)):
            hint = "密码和密钥不写进文件：用 SSH 代理、环境变量，或者“密钥文件”指明的文件。"
            yield error("settings/value", node.key_location, f"这里不能写“{key}”", hint)
        else:
            cure = did_you_mean(key, own)
            yield error("settings/value", node.key_location, f"方式是“{kind}”的没有“{key}”", cure)
        return
    text = node.text()
    if text is None:
        if node.value is not None:
            message = f"“{key}”应当是一段文字"
            yield error(
                "settings/value", node.location, message, "请去掉括号；需要时用引号括起来。"
            )
        return
    slip = _misshapen(field.format, text.strip())
    if field.id == "folder":
        slip = slip or _stray(text.strip(), kind)
    if slip:
        yield error("settings/value", node.location, f"“{key}”不能是“{text.strip()}”", slip)


def _stray(folder: str, kind: str) -> str:
    """Give the cure for a folder that can only be a slip of the pen; empty for any other."""
    parts = set(folder.replace("\\", "/").split("/")) - {"", "."}
    if not parts or parts == {"~"}:
        return "请写一个专用的文件夹，不能是整个磁盘或者主目录。"
    if kind != TargetType.SSH:
        return ""
    if ".." in parts:
        return "服务器上的目录里不能有“..”，请写完整。"
    if folder.startswith("~") and not folder.startswith("~/"):
        return "从登录后的主目录算起的，写成 ~/gk 或者 gk；别人的主目录，写完整的路径。"
    return ""


def _misshapen(shape: str, text: str) -> str:
    """Give the cure for a value of the wrong shape; empty for a right one."""
    if any(ord(one) < ord(" ") or one == "\x7f" for one in text):
        return "里面有看不见的控制字符，请重新输入。"
    if shape in _NUMBERS:
        least, most = _NUMBERS[shape]
        right = text.isascii() and text.isdecimal() and least <= int(text[:9]) <= most
        return "" if right else f"请写 {least} 到 {most} 的整数。"
    if shape in _WORDS:
        return "" if text in _WORDS[shape] else f"可以写的有：{'、'.join(_WORDS[shape])}。"
    if shape in _SHAPES:
        judge, cure = _SHAPES[shape]
        return "" if judge(text) else cure
    return ""


def _target(name: str, node: Node, known: tuple[TargetField, ...]) -> Target:
    ids = {one.key: one.id for one in known}
    values: dict[str, Any] = {
        ids[normalize_label(key)]: (child.text() or "").strip()
        for key, child in (node.mapping() or {}).items()
        if child.text()
    }
    for number in _NUMBERS.keys() & values.keys():
        values[number] = int(values[number])
    if values.get("prefix"):
        values["prefix"] = values["prefix"].removesuffix("/") + "/"
    values["kind"] = TargetType(values["kind"])
    return Target(name=name, location=node.key_location, **values)
