"""YAML as people write it, every key and value with its place, bounded against hostile input.

Called by everything that reads a YAML file: settings, front matter, figures, forms, fields.
No value is guessed: a scalar stays the text that was typed, and whoever reads it decides what it
means. So `no`, `0123`, `12:30` and `1.10` cannot turn into something else on the way.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.place import Place
from site_builder.slips import OTHER_ENDS, WIDE_SPACES, escapes, indented, syntax, tagged, unfold

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - wheels carry libyaml; eight times slower without it
    from yaml import SafeLoader as Loader  # type: ignore[assignment]  # the same, in Python

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_NODES = 200_000
_NO_TEXTS = (
    (b"PK\x03\x04", "改了名的 Word、Excel、WPS 文件或压缩包"),
    (b"\xd0\xcf\x11\xe0", "改了名的旧版 Word、Excel 或 WPS 文件"),
    (b"%PDF-", "改了名的 PDF 文件"),
)
_NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_UNSEEN = re.compile(f"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f{_NO_CHARACTERS}]")
_FORBIDDEN = f"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff{_NO_CHARACTERS}"
_REFUSED = {True: re.compile(f"[{_FORBIDDEN}\x80-\x9f]"), False: re.compile(f"[{_FORBIDDEN}]")}
"""What no value may hold, however it was written: XML forbids it; typed ones, what nobody sees."""
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file: text, a list or a mapping, with its place."""

    value: "str | tuple[Node, ...] | Mapping[str, Node] | None"
    """None: nothing was written (`键:` or `~`)."""
    place: Place
    key: Place
    """Where its key stands; the value's own place outside mappings."""

    def text(self) -> str | None:
        """Return the typed text, or None when nothing or no single value was typed."""
        return self.value if isinstance(self.value, str) else None

    def items(self) -> tuple["Node", ...] | None:
        """Return the list, or None when this is no list."""
        return self.value if isinstance(self.value, tuple) else None

    def mapping(self) -> "Mapping[str, Node] | None":
        """Return the mapping, or None when this is none."""
        value = self.value
        return None if value is None or isinstance(value, str | tuple) else value


class _RefusedError(Exception):
    """The file cannot be read further; carries the finding."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


def unopened(file: str, fault: OSError, what: str = "文件") -> Diagnostic:
    """Say that a file or folder of an author cannot be opened."""
    denied = isinstance(fault, PermissionError)
    reason = "没有读取权限" if denied else fault.strerror or "原因不明"
    hint = "请检查权限，或者是不是被别的程序占用着。"
    return error("scan/read", Place(file), f"打不开这个{what}：{reason}", hint)


def changed_meanwhile(file: str) -> Diagnostic:
    """Say that a file is no longer what was read and checked."""
    message = "这个文件在检查以后又改动了，没有公布没有检查过的内容"
    return error("scan/changed", Place(file), message, "请等它改完、保存好，再运行一次。")


def decode(data: bytes, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Decode an author's file. Returns the text with plain line ends, or a finding and no text."""
    renamed = next((what for head, what in _NO_TEXTS if data.startswith(head)), "")
    if renamed:
        hint = (
            "改扩展名不能转换。请打开原文件，把文字复制粘贴到用记事本新建的文件里，编码选 UTF-8。"
        )
        return "", (error("file/binary", Place(file), f"这不是文本文件，是{renamed}", hint),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        start = data.rfind(b"\n", 0, fault.start) + 1
        column = len(data[start : fault.start].decode("utf-8", "replace")) + 1
        found = error(
            "file/encoding",
            Place(file, line, column),
            f"文件不是 UTF-8 编码{_looks_like(data)}",
            "请用记事本打开，选择“另存为”，编码选“UTF-8”，保存后重试。",
        )
        return "", (found,)
    if "\0" in text:
        spot = text.index("\0")
        place = Place(file, text.count("\n", 0, spot) + 1)
        hint = "这不像文本文件。附件请放进 files 文件夹。"
        return "", (error("file/binary", place, "文件里有二进制内容", hint),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    unseen = _UNSEEN.search(text)
    return ("", (_unseen(text, unseen, file),)) if unseen else (text, ())


def _unseen(text: str, match: re.Match[str], file: str) -> Diagnostic:
    """Say where a character stands that nobody sees, and that no page and no feed may hold."""
    spot = match.start()
    place = Place(file, text.count("\n", 0, spot) + 1, spot - text.rfind("\n", 0, spot))
    total = len(_UNSEEN.findall(text))
    message = f"这里有一个看不见的控制字符（U+{ord(match[0]):04X}）"
    if total > 1:
        message += f"，这个文件里一共有 {total} 个"
    hint = "从 Word 等软件粘贴时常会带来。请删去这一行，用键盘重新输入。"
    return error("file/control", place, message, hint)


def _looks_like(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "（看起来是 UTF-16，即记事本的“Unicode”）"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "（看起来是 GBK，即记事本的“ANSI”）"


def parse(
    text: str, file: str, first_line: int = 1, *, typed: bool = True
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read one YAML document.

    `first_line` is the line of the file on which `text` starts (front matter starts on 2). What a
    program wrote is not `typed`: in double quotes it means what YAML says.
    Returns the root node (None for an empty document or after a finding) and the findings.
    """
    if len(text) > MAX_BYTES:
        return None, (_too_big(file),)
    # YAML would count these as ends of lines, editors do not; a space keeps every column.
    text = text.translate(OTHER_ENDS)
    reader = _Reader(text, file, first_line, typed=typed)
    try:
        root = reader.read()
    except _RefusedError as stop:
        return None, (*reader.findings, stop.finding)
    except yaml.YAMLError as fault:
        known = any(one.rule == "yaml/syntax" for one in reader.findings)
        more = () if known else (syntax(fault, text, file, first_line),)
        return None, (*reader.findings, *more)
    return (None if reader.findings else root), tuple(reader.findings)


def _too_big(file: str) -> Diagnostic:
    hint = "请把大段文字写进 .md 文件的正文。"
    return error("yaml/size", Place(file), f"YAML 内容超过 {MAX_BYTES // 1_000_000} MB", hint)


class _Reader:
    """Walks libyaml's events once and builds nodes, refusing what no office would write."""

    def __init__(self, text: str, file: str, first_line: int, *, typed: bool) -> None:
        self.text, self.file, self.typed = text, file, typed
        self.shift = first_line
        self.findings: list[Diagnostic] = []
        self.nodes = 0
        self.events: Iterator[Any] = yaml.parse(text, Loader)

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        if mark is None:  # pragma: no cover - libyaml marks every event
            return Place(self.file)
        return Place(self.file, mark.line + self.shift, mark.column + 1)

    def value(self, event: yaml.ScalarEvent) -> str:
        """Return a value as it was typed; what YAML would read otherwise is a finding."""
        if event.start_mark is None or event.end_mark is None:  # pragma: no cover - as above
            return str(event.value)
        typed = self.text[event.start_mark.index : event.end_mark.index]
        if event.tag is not None:
            self.findings.append(tagged(self.place(event), typed))
        elif event.style == '"' and self.typed:
            self.findings += escapes(typed, self.place(event))
        else:
            self.judge(event)
        kept = event.style in ("|", ">") or not self.typed
        return str(event.value) if kept else unfold(typed, str(event.value))

    def judge(self, event: yaml.ScalarEvent) -> None:
        """Refuse a value or a key that holds a control character, even one in YAML's code."""
        match = _REFUSED[self.typed].search(event.value)
        if match:
            message = f"这里写了看不见的控制字符（U+{ord(match[0]):04X}）"
            hint = "请删去双引号里以 \\ 开头的代码，用键盘重新输入。"
            self.findings.append(error("file/control", self.place(event), message, hint))

    def refuse(self, rule: str, event: yaml.Event, message: str, hint: str) -> NoReturn:
        raise _RefusedError(error(rule, self.place(event), message, hint))

    def read(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self.refuse(
                        "yaml/documents",
                        event,
                        "一个文件里只能有一份内容，多了一行 ---",
                        "请删去多余的 --- 行。",
                    )
                root = self.node(next(self.events), 0, None)
        return root

    def node(self, event: yaml.Event, depth: int, key: Place | None) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.refuse("yaml/size", event, f"内容超过 {MAX_NODES} 项", "请拆成几个文件。")
        if depth > MAX_DEPTH:
            self.refuse("yaml/depth", event, f"嵌套超过 {MAX_DEPTH} 层", "请检查括号和缩进。")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(
                "yaml/alias",
                event,
                "不支持 YAML 的引用写法（& 和 *）",
                "请把内容直接写出来；文字以 & 或 * 开头时，用引号括起来。",
            )
        place = self.place(event)
        at = key or place
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style is None or event.style == ""
            value = None if plain and event.value in _NULLS else self.value(event)
            return Node(value, place, at)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self.sequence(depth), place, at)
        return Node(self.pairs(depth), place, at)

    def sequence(self, depth: int) -> tuple[Node, ...]:
        found: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.node(event, depth + 1, None))
        return tuple(found)

    def pairs(self, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse("yaml/key", event, "键必须是一个词", "请检查冒号和缩进。")
            place = self.place(event)
            key = event.value
            self.judge(event)
            if key == "<<":
                self.refuse(
                    "yaml/alias", event, "不支持 YAML 的合并写法（<<）", "请把内容直接写出来。"
                )
            if key[:1] in WIDE_SPACES:
                self.findings.append(indented(place))
            self.nodes += 1
            node = self.node(next(self.events), depth + 1, place)
            if key in found:
                first = found[key].key
                self.findings.append(
                    error(
                        "yaml/duplicate",
                        place,
                        f"“{key}”写了两次，第一次在第 {first.line} 行",
                        "请只留一个。",
                    )
                )
            else:
                found[key] = node
        return found
