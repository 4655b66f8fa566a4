"""YAML as people write it, every key and value with its place, bounded against hostile input.

No value is guessed: a scalar stays the text that was typed, and whoever reads it decides what it
means. So `no`, `0123`, `12:30` and `1.10` cannot turn into something else on the way.
"""

import codecs
import re
from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from site_builder.core.yaml.errors import (
    NON_ASCII_SPACES,
    UNICODE_LINE_BREAKS,
    bad_indent_error,
    explain_syntax_error,
    find_escape_error,
    tag_error,
    unfold,
)
from site_builder.core.yaml.flat_mappings import read_flat_mapping
from site_builder.core.yaml.node import NULLS, Node
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

__all__ = ["Node", "decode_text", "parse_yaml", "read_events"]

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - wheels carry libyaml; eight times slower without it
    from yaml import SafeLoader as Loader  # type: ignore[assignment]  # the same, in Python

MAX_DEPTH = 40
MAX_NODES = 200_000
_BYTES_PER_NODE = 10
MAX_BYTES = MAX_NODES * _BYTES_PER_NODE
_BINARY_SIGNATURES = {
    b"PK\x03\x04": "改了名的 Word、Excel、WPS 文件或压缩包",
    b"\xd0\xcf\x11\xe0": "改了名的旧版 Word、Excel 或 WPS 文件",
    b"%PDF-": "改了名的 PDF 文件",
}
_NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_USUAL_TEXT = lazy_pattern("[\t\n\r -~\x80-\ufdcf\ufdf0-\ufffd]*")
"""Matches almost any text at once, and none with a control character; the next looks at each."""
_CONTROL_CHARACTERS = lazy_pattern(f"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f{_NO_CHARACTERS}]")
_FORBIDDEN = f"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff{_NO_CHARACTERS}"
_REFUSED = {
    True: lazy_pattern(f"[{_FORBIDDEN}\x80-\x9f]"),
    False: lazy_pattern(f"[{_FORBIDDEN}]"),
}
"""What no value may hold, however it was written: XML forbids it; typed ones, what nobody sees."""


class _YamlLimitError(Exception):
    """The file cannot be read further; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def unreadable_file_error(file: str, exc: OSError, noun: str = "文件") -> Diagnostic:
    """Report that a file or folder of an author cannot be opened."""
    denied = isinstance(exc, PermissionError)
    reason = "没有读取权限" if denied else exc.strerror or "原因不明"
    hint = "请检查权限，或者是不是被别的程序占用着。"
    return error("scan/read", Location(file), f"打不开这个{noun}：{reason}", hint)


def changed_meanwhile(file: str) -> Diagnostic:
    """Report that a file is no longer what was read and checked."""
    message = "这个文件在检查以后又改动了，没有公布没有检查过的内容"
    return error("scan/changed", Location(file), message, "请等它改完、保存好，再运行一次。")


def decode_text(data: bytes, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Decode an author's file. Returns the text with plain line ends, or a diagnostic."""
    if data.startswith(tuple(_BINARY_SIGNATURES)):
        file_type = next(
            name for start, name in _BINARY_SIGNATURES.items() if data.startswith(start)
        )
        hint = (
            "改扩展名不能转换。请打开原文件，把文字复制粘贴到用记事本新建的文件里，编码选 UTF-8。"
        )
        return "", (error("file/binary", Location(file), f"这不是文本文件，是{file_type}", hint),)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        start = data.rfind(b"\n", 0, exc.start) + 1
        column = len(data[start : exc.start].decode("utf-8", "replace")) + 1
        diagnostic = error(
            "file/encoding",
            Location(file, line, column),
            f"文件不是 UTF-8 编码{_looks_like(data)}",
            "请用记事本打开，选择“另存为”，编码选“UTF-8”，保存后重试。",
        )
        return "", (diagnostic,)
    if _USUAL_TEXT.fullmatch(text):
        return text.replace("\r\n", "\n").replace("\r", "\n"), ()
    if "\0" in text:
        offset = text.index("\0")
        location = Location(file, text.count("\n", 0, offset) + 1)
        hint = "这不像文本文件。附件请放进 files 文件夹。"
        return "", (error("file/binary", location, "文件里有二进制内容", hint),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    match = _CONTROL_CHARACTERS.search(text)
    return ("", (_control_character_error(text, match, file),)) if match else (text, ())


def _control_character_error(text: str, match: re.Match[str], file: str) -> Diagnostic:
    """Return where a character stands that nobody sees, and that no page and no feed may hold."""
    offset = match.start()
    location = Location(file, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
    total = len(_CONTROL_CHARACTERS.findall(text))
    message = f"这里有一个看不见的控制字符（U+{ord(match[0]):04X}）"
    if total > 1:
        message += f"，这个文件里一共有 {total} 个"
    hint = "从 Word 等软件粘贴时常会带来。请删去这一行，用键盘重新输入。"
    return error("file/control", location, message, hint)


def _looks_like(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "（看起来是 UTF-16，即记事本的“Unicode”）"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "（看起来是 GBK，即记事本的“ANSI”）"


def parse_yaml(
    text: str, file: str, first_line: int = 1, *, hand_written: bool = True, limit: int = MAX_NODES
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read one YAML document.

    `first_line` is the line of the file on which `text` starts (front matter starts on 2). What a
    program wrote is not `hand_written`: in double quotes it means what YAML defines. Only a list of
    thousands of entries needs a higher `limit` of nodes.
    Returns the root node (None for an empty document or after a diagnostic) and the diagnostics.
    """
    max_bytes = limit * _BYTES_PER_NODE
    if len(text) > max_bytes:
        return None, (_limit_error(file, max_bytes),)
    flat = read_flat_mapping(text, file, first_line) if hand_written else None
    if flat:
        return flat, ()
    return read_events(text, file, first_line, hand_written=hand_written, limit=limit)


def read_events(
    text: str, file: str, first_line: int = 1, *, hand_written: bool = True, limit: int = MAX_NODES
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read any YAML document, as `parse_yaml` does, through libyaml's events."""
    # YAML would count these as ends of lines, editors do not; a space keeps every column.
    text = text.translate(UNICODE_LINE_BREAKS)
    reader = _Reader(text, file, first_line, limit, hand_written=hand_written)
    try:
        root = reader.read()
    except _YamlLimitError as exc:
        return None, (*reader.diagnostics, exc.diagnostic)
    except yaml.YAMLError as exc:
        has_syntax_error = any(
            diagnostic.code == "yaml/syntax" for diagnostic in reader.diagnostics
        )
        extra = () if has_syntax_error else (explain_syntax_error(exc, text, file, first_line),)
        return None, (*reader.diagnostics, *extra)
    return (None if reader.diagnostics else root), tuple(reader.diagnostics)


def _limit_error(file: str, max_bytes: int) -> Diagnostic:
    hint = "请把大段文字写进 .md 文件的正文。"
    return error("yaml/size", Location(file), f"YAML 内容超过 {max_bytes // 1_000_000} MB", hint)


class _Reader:
    """Walks libyaml's events once and builds nodes, refusing what no office would write."""

    def __init__(
        self, text: str, file: str, first_line: int, limit: int, *, hand_written: bool
    ) -> None:
        self.text, self.file, self.limit, self.hand_written = text, file, limit, hand_written
        self.first_line = first_line
        self.diagnostics: list[Diagnostic] = []
        self.node_count = 0
        self.events: Iterator[Any] = yaml.parse(text, Loader)

    def location(self, event: yaml.Event) -> Location:
        mark = event.start_mark
        if mark is None:  # pragma: no cover - libyaml marks every event
            return Location(self.file)
        return Location(self.file, mark.line + self.first_line, mark.column + 1)

    def scalar_text(self, event: yaml.ScalarEvent) -> str:
        """Return a value as it was typed; what YAML would read otherwise is a diagnostic."""
        if (
            event.start_mark is None or event.end_mark is None
        ):  # pragma: no cover - libyaml marks every event
            return str(event.value)
        source = self.text[event.start_mark.index : event.end_mark.index]
        if event.tag is not None:
            self.diagnostics.append(tag_error(self.location(event), source))
        elif event.style == '"' and self.hand_written:
            self.diagnostics += find_escape_error(source, self.location(event))
        else:
            self.check_control_characters(event)
        verbatim = event.style in ("|", ">") or not self.hand_written
        return str(event.value) if verbatim else unfold(source, str(event.value))

    def check_control_characters(self, event: yaml.ScalarEvent) -> None:
        """Reject a value or a key that holds a control character, even one in YAML's code."""
        match = _REFUSED[self.hand_written].search(event.value)
        if match:
            message = f"这里写了看不见的控制字符（U+{ord(match[0]):04X}）"
            hint = "请删去双引号里以 \\ 开头的代码，用键盘重新输入。"
            self.diagnostics.append(error("file/control", self.location(event), message, hint))

    def reject(self, code: str, event: yaml.Event, message: str, hint: str) -> NoReturn:
        raise _YamlLimitError(error(code, self.location(event), message, hint))

    def read(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self.reject(
                        "yaml/documents",
                        event,
                        "一个文件里只能有一份内容，多了一行 ---",
                        "请删去多余的 --- 行。",
                    )
                root = self.read_node(next(self.events), 0, None)
        return root

    def read_node(self, event: yaml.Event, depth: int, key_location: Location | None) -> Node:
        self.node_count += 1
        if self.node_count > self.limit:
            self.reject("yaml/size", event, f"内容超过 {self.limit} 项", "请拆成几个文件。")
        if depth > MAX_DEPTH:
            self.reject("yaml/depth", event, f"嵌套超过 {MAX_DEPTH} 层", "请检查括号和缩进。")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.reject(
                "yaml/alias",
                event,
                "不支持 YAML 的引用写法（& 和 *）",
                "请把内容直接写出来；文字以 & 或 * 开头时，用引号括起来。",
            )
        location = self.location(event)
        origin = key_location or location
        if isinstance(event, yaml.ScalarEvent):
            is_plain = event.style is None or event.style == ""
            value = None if is_plain and event.value in NULLS else self.scalar_text(event)
            return Node(value, location, origin)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self.read_sequence(depth), location, origin)
        return Node(self.read_mapping(depth), location, origin)

    def read_sequence(self, depth: int) -> tuple[Node, ...]:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.read_node(event, depth + 1, None))
        return tuple(items)

    def read_mapping(self, depth: int) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.reject("yaml/key", event, "键必须是一个词", "请检查冒号和缩进。")
            location = self.location(event)
            key = event.value
            self.check_control_characters(event)
            if key == "<<":
                self.reject(
                    "yaml/alias", event, "不支持 YAML 的合并写法（<<）", "请把内容直接写出来。"
                )
            if key[:1] in NON_ASCII_SPACES:
                self.diagnostics.append(bad_indent_error(location))
            self.node_count += 1
            node = self.read_node(next(self.events), depth + 1, location)
            if key in mapping:
                first_location = mapping[key].key_location
                self.diagnostics.append(
                    error(
                        "yaml/duplicate",
                        location,
                        f"“{key}”写了两次，第一次在第 {first_location.line} 行",
                        "请只留一个。",
                    )
                )
            else:
                mapping[key] = node
        return mapping
