"""What goes wrong when people type YAML: the first slip of a text, and what follows a value.

Called by `located` when libyaml stumbles, and by whoever reads a text that is YAML, but not what
was meant. libyaml notices many slips lines later than they were made; people look for the first.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import yaml

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.place import Place

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - wheels carry libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]  # the same, in Python

OTHER_ENDS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
"""YAML would count these as ends of lines, editors do not; a space keeps every column."""
WIDE_SPACES = frozenset("\u3000\u00a0\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B))))
"""What looks like an indent and is none to YAML: a key below another stands beside it instead."""
_KEY = r"""\s*(?:- +)?[^\s:：#"'\[\]{},|>&*!%@`-][^\s:：#"'\[\]{},]{0,40}"""
_SLIPS = (
    (re.compile(r"([ \u3000\u00a0]*)\t"), "行首用了制表符（Tab）", "缩进请用空格。"),
    (re.compile(r"(\s*)＃"), "注释用了全角“＃”", "请改成半角“#”。"),
    (re.compile(rf"({_KEY})\s*："), "键后面用了全角冒号“：”", "请改成半角冒号加空格“: ”。"),
    (re.compile(rf"({_KEY}):\s*[|｜](?=[ \t]*[0-9０-９])"), "冒号后面的表格竖线不能这样写",
     "写成 [0, 0, 0] 这样：去掉竖线，用半角逗号隔开，放在方括号里。"),
    (re.compile(rf"({_KEY}):(?=[^\s/])"), "冒号后面少了一个空格",
     "写成“键: 值”，冒号后面空一格。"),
)  # fmt: skip
_BLOCK = re.compile(r"(\s*)[^#]*[:-]\s+[|>][-+0-9]*\s*(?:#.*)?")


def indented(place: Place) -> Diagnostic:
    """Say that a line is indented by what YAML does not count as a space."""
    hint = "多半是粘贴或中文输入法带来的；请删去行首的空白，改用半角空格。"
    return error("yaml/syntax", place, "行首用了全角空格或特殊的空格", hint)


_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]"
_FOLD = re.compile(rf"({_WIDE}{{1,4}})[ \t]*\n[ \t]*(?=({_WIDE}{{1,4}}))")
_ESCAPE = re.compile(r'\\(["\\]|.|\n)')


def escapes(typed: str, place: Place) -> tuple[Diagnostic, ...]:
    r"""Find the first `\` in double quotes that YAML would take with the letter behind it.

    `typed` begins with the quote, `place` is that of the quote.
    """
    for match in _ESCAPE.finditer(typed):
        if match[1] not in ('"', "\\"):
            line = typed.count("\n", 0, match.start())
            start = typed.rfind("\n", 0, match.start()) + 1
            column = match.start() - start + (1 if line else place.column)
            return (escaped(Place(place.file, place.line + line, column), match[1]),)
    return ()


def unclosed(text: str, opened: yaml.Mark, place: Place) -> tuple[Diagnostic, ...]:
    r"""Find a `\"` at the end of a line that kept double quotes from ending: "Z:\公示\"."""
    line = text[opened.index :].partition("\n")[0].rstrip()
    if not line.startswith('"') or not line.endswith('\\"'):
        return ()
    return (escaped(replace(place, column=place.column + len(line) - 2), '"'),)


def unfold(typed: str, value: str) -> str:
    """Join the lines of a value that goes on below: YAML puts a blank into Chinese there."""
    if "\n" not in typed or "\n\n" in typed.replace(" ", ""):
        return value
    for match in _FOLD.finditer(typed):
        value = value.replace(f"{match[1]} {match[2]}", f"{match[1]}{match[2]}", 1)
    return value


def escaped(place: Place, letter: str) -> Diagnostic:
    r"""Say that a `\` in double quotes is no `\`."""
    words = f"“\\{letter}”" if letter.strip() else "“\\”"
    message = f"双引号里的 \\ 是转义记号，{words}不会照原样读"
    hint = "请去掉两边的双引号，或改用单引号 '…'；一定要用双引号的，每个 \\ 写成 \\\\。"
    return error("yaml/escape", place, message, hint)


def tagged(place: Place, typed: str) -> Diagnostic:
    """Say that a value begins with a `!`, which YAML would drop with the word behind it."""
    message = f"“{typed.partition(' ')[0]}”以 ! 开头，YAML 不会把它当文字读"
    return error("yaml/tag", place, message, "请用单引号把整段文字括起来。")


def first_slip(text: str, file: str, first_line: int = 1, upto: int = 0) -> Diagnostic | None:
    """Find the first line that is typed as people type and YAML does not read; None when none is.

    `upto` is the last line of the text to look at, counted from 1; 0 for all of it. The cure says
    how many other lines of the text are typed the same way.
    """
    lines = text.split("\n")
    for number, line in _outside_blocks(lines[: upto or None]):
        if line.lstrip(" ")[:1] in WIDE_SPACES:
            return indented(Place(file, number + first_line, 1))
        for pattern, message, hint in _SLIPS:
            match = pattern.match(line)
            if match:
                # Of what stands before the key, the line says enough.
                column = len(match[1]) + 1 if "冒号" in message else 1
                place = Place(file, number + first_line, column)
                # Who types one so types them all: mended together, not one a run.
                more = sum(bool(pattern.match(line)) for _, line in _outside_blocks(lines)) - 1
                others = f"这个文件里另有 {more} 行也是这样，请一并改。" if more > 0 else ""
                return error("yaml/syntax", place, message, hint + others)
    return None


def _outside_blocks(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Give the lines that are no running text below a `键: |`."""
    depth: int | None = None
    for number, line in enumerate(lines):
        own = len(line) - len(line.lstrip(" "))
        if depth is not None and (own > depth or not line.strip()):
            continue
        depth = None
        block = _BLOCK.fullmatch(line)
        if block:
            depth = own
        if line.strip() and not line.lstrip(" ").startswith("#"):
            yield number, line


_AFTER = re.compile(r"[\s\]},]*?\s(#.*)")


def trailing_comments(text: str, file: str, first_line: int = 1) -> tuple[tuple[Place, str], ...]:
    """List what YAML takes for a comment behind a value, with its place: `甲 #1 号` is read as 甲.

    The text must be YAML.
    """
    if " #" not in text and "\t#" not in text:
        return ()
    text = text.translate(OTHER_ENDS)
    lines = text.split("\n")
    found: dict[Place, str] = {}
    for event in yaml.parse(text, Loader):
        mark = event.end_mark
        if not isinstance(event, yaml.ScalarEvent) or mark is None or mark.line >= len(lines):
            continue
        match = _AFTER.fullmatch(lines[mark.line], mark.column)
        if match and event.style not in ("|", ">"):
            place = Place(file, mark.line + first_line, match.start(1) + 1)
            found[place] = match[1]
    return tuple(found.items())


_REASONS = (
    (re.compile("scanning an? (?:alias|anchor)"), "值以 * 或 & 开头，YAML 不会当文字读",
     "请用单引号把整段文字括起来。"),
    (re.compile("scanning a block scalar"), "值以 > 或 | 开头，YAML 不会当文字读",
     "请用单引号把整段文字括起来。"),
    (re.compile("scanning a tag"), "值以 ! 开头，YAML 不会当文字读",
     "请用单引号把整段文字括起来。"),
    (re.compile("mapping values are not allowed"), "这里多了一个冒号，或上一行没有写完",
     "文字里有“: ”时，请用单引号把整段文字括起来。"),
    (re.compile("could not find expected ':'"), "这一行缺少冒号",
     "写成“键: 值”，冒号用半角，后面空一格。"),
    (re.compile("expected node content|block sequence entries"), "这里少了一个值，或多了符号",
     "逗号和逗号之间都要有值；负数写成 -2，减号后面不空格。"),
    (re.compile("expected ',' or ']'"), "方括号没有配对，或少了逗号",
     "写成 [0, 0, 0]，用半角逗号和括号。"),
    (re.compile("expected ',' or '}'"), "花括号没有配对，或少了逗号",
     "请补上另一半花括号；各项之间用半角逗号。"),
    (re.compile("unexpected end of stream|while scanning a quoted"), "引号没有配对",
     "请补上另一个引号。"),
    (re.compile("did not find expected (key|'-')|block mapping"),
     "缩进没有对齐，或引号后面还有文字",
     "同一层的各行从同一列开始；值以引号或方括号开头时，用单引号把整段文字括起来。"),
    (re.compile("cannot start any token|found unknown|special characters|not allowed"),
     "这里有 YAML 不能识别的字符", "请用单引号把整段文字括起来。"),
)  # fmt: skip
_EARLIER = ("方括号没有配对，或少了逗号", "花括号没有配对，或少了逗号", "引号没有配对",
            "这一行缺少冒号")  # fmt: skip
"""What libyaml notices lines later than it began."""


_BARE = re.compile(r"(\s*(?:- +)?)([^\s\[\]{}#'\"|>&*!%@`:-][^\s\[\]{}#:]{0,40})")


def _lost_colon(lines: list[str], mark: yaml.Mark, file: str, first_line: int) -> Diagnostic | None:
    """Find the line before which YAML stumbled, when it is a key without its colon."""
    here = lines[mark.line] if mark.line < len(lines) else ""
    if ":" in here[: mark.column] or here[mark.column : mark.column + 1] != ":":
        return None
    before = [n for n in range(mark.line) if lines[n].strip(" ") and lines[n].lstrip()[0] != "#"]
    if not before or re.search(r":(\s|$)", lines[before[-1]]):
        return None
    line = lines[before[-1]]
    key = _BARE.match(line)
    own, next_ = (len(one) - len(one.lstrip(" ")) for one in (line, here))
    if not key or own > next_:
        return None
    hint = f"写成“{key[2]}: …”，冒号后面空一格。"
    place = Place(file, before[-1] + first_line, key.end() + 1)
    return error("yaml/syntax", place, f"“{key[2]}”后面没有半角冒号", hint)


_PASTED = re.compile(
    r"[ \u3000]*([^\s:：,，、\[\]0-9０-９]*)\s*([0-9０-９][0-9０-９\s,，、.．/-]*)"
)


def _pasted_row(lines: list[str], mark: yaml.Mark, file: str, first_line: int) -> Diagnostic | None:
    """Find a row of a spreadsheet: its label without a colon, or its numbers without a label."""
    line = lines[mark.line] if mark.line < len(lines) else ""
    row = _PASTED.fullmatch(line)
    if not row:
        return None
    # A key is one word: the column behind it is where the colon is missing.
    place = Place(file, mark.line + first_line, row.end(1) + 1)
    numbers = " ".join(row[2].split())
    if row[1]:
        hint = f"写成“{row[1]}: {numbers}”，冒号用半角，后面空一格；数之间的空格不用改。"
        return error("yaml/syntax", place, f"“{row[1]}”后面没有半角冒号", hint)
    hint = "一行的数接在这一行名称的冒号后面，中间空一格，例如“合计: 1 2 3”；一行的数不要分成几行。"
    return error("yaml/syntax", place, f"只有数“{numbers}”，没有写是哪一行的", hint)


def syntax(fault: yaml.YAMLError, text: str, file: str, first_line: int) -> Diagnostic:
    """Turn libyaml's English into a place and a cure."""
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    if mark is None:
        # libyaml refuses control characters before it knows the line.
        spot = next((i for i, c in enumerate(text) if c < " " and c not in "\n\t"), 0)
        place = Place(file, text.count("\n", 0, spot) + first_line)
        return error("yaml/syntax", place, "这一行有看不见的控制字符", "请删去后重新输入这一行。")
    place = Place(file, mark.line + first_line, mark.column + 1)
    opened = getattr(fault, "context_mark", None)
    if opened is not None and "quoted scalar" in str(getattr(fault, "context", "")):
        start = Place(file, opened.line + first_line, opened.column + 1)
        found = escapes(text[opened.index : mark.index + 2], start) or unclosed(text, opened, start)
        if found:
            return found[0]
    lines = text.split("\n")
    mistake = (
        first_slip(text, file, first_line, mark.line + 1)
        or _lost_colon(lines, mark, file, first_line)
        or _pasted_row(lines, opened or mark, file, first_line)
    )
    if mistake:
        return mistake
    words = " ".join(str(getattr(fault, name, "") or "") for name in ("context", "problem"))
    for pattern, message, hint in _REASONS:
        if pattern.search(words):
            if opened is not None and message in _EARLIER:
                # libyaml stumbles lines later; people look for where it began.
                place = Place(file, opened.line + first_line, opened.column + 1)
                line = lines[opened.line]
                if "方括号" in message and line.count("[") > line.count("]"):
                    cure = "请在这一行补上“]”。"
                    return error("yaml/syntax", place, "方括号“[”没有配对", cure)
            return error("yaml/syntax", place, message, hint)
    hint = "请检查这一行和上一行的缩进、冒号、引号。"
    return error("yaml/syntax", place, "写法不合 YAML 的规则", hint)
