"""What goes wrong when people type YAML: the first mistake of a text, and what follows a value.

libyaml notices many mistakes lines later than they were made; people search for the first.
"""

import re
from collections.abc import Iterator

import yaml

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - wheels carry libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]  # the same, in Python

UNICODE_LINE_BREAKS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
"""YAML would count these as ends of lines, editors do not; a space keeps every column."""
NON_ASCII_SPACES = frozenset("\u3000\u00a0\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B))))
"""What resembles an indent and is none to YAML: a key below another becomes its sibling instead."""
_KEY = r"""\s*(?:- +)?[^\s:：#"'\[\]{},|>&*!%@`-][^\s:：#"'\[\]{},]{0,40}"""
_MISTAKES = (
    (lazy_pattern(r"([ \u3000\u00a0]*)\t"), "行首用了制表符（Tab）", "缩进请用空格。"),
    (lazy_pattern(r"(\s*)＃"), "注释用了全角“＃”", "请改成半角“#”。"),
    (lazy_pattern(rf"({_KEY})\s*："), "键后面用了全角冒号“：”", "请改成半角冒号加空格“: ”。"),
    (lazy_pattern(rf"({_KEY}):\s*[|｜](?=[ \t]*[0-9０-９])"), "冒号后面的表格竖线不能这样写",
     "写成 [0, 0, 0] 这样：去掉竖线，用半角逗号隔开，放在方括号里。"),
    (lazy_pattern(rf"({_KEY}):(?=[^\s/])"), "冒号后面少了一个空格",
     "写成“键: 值”，冒号后面空一格。"),
)  # pattern, message and cure side by side  # fmt: skip
_BLOCK_SCALAR = lazy_pattern(r"(\s*)[^#]*[:-]\s+[|>][-+0-9]*\s*(?:#.*)?")


def bad_indent_error(location: Location) -> Diagnostic:
    """Report that a line is indented by what YAML does not count as a space."""
    hint = "多半是粘贴或中文输入法带来的；请删去行首的空白，改用半角空格。"
    return error("yaml/syntax", location, "行首用了全角空格或特殊的空格", hint)


_CJK = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]"
_FOLD = lazy_pattern(rf"({_CJK}{{1,4}})[ \t]*\n[ \t]*(?=({_CJK}{{1,4}}))")
_ESCAPE = lazy_pattern(r'\\(["\\]|.|\n)')


def find_escape_error(source: str, location: Location) -> tuple[Diagnostic, ...]:
    r"""Find the first `\` in double quotes that YAML would take with the letter behind it.

    `source` begins with the quote, `location` is that of the quote.
    """
    for match in _ESCAPE.finditer(source):
        if match[1] not in ('"', "\\"):
            line = source.count("\n", 0, match.start())
            start = source.rfind("\n", 0, match.start()) + 1
            column = match.start() - start + (1 if line else location.column)
            return (escape_error(Location(location.file, location.line + line, column), match[1]),)
    return ()


def find_escaped_end_quote(
    text: str, quote_mark: yaml.Mark, location: Location
) -> tuple[Diagnostic, ...]:
    r"""Find a `\"` at the end of a line that prevented double quotes from ending: "Z:\公示\"."""
    line = text[quote_mark.index :].partition("\n")[0].rstrip()
    if not line.startswith('"') or not line.endswith('\\"'):
        return ()
    return (escape_error(location._replace(column=location.column + len(line) - 2), '"'),)


def unfold(source: str, value: str) -> str:
    """Join the lines of a value that goes on below: YAML puts a blank into Chinese there."""
    if "\n" not in source or "\n\n" in source.replace(" ", ""):
        return value
    for match in _FOLD.finditer(source):
        value = value.replace(f"{match[1]} {match[2]}", f"{match[1]}{match[2]}", 1)
    return value


def escape_error(location: Location, letter: str) -> Diagnostic:
    r"""Report that a `\` in double quotes is no `\`."""
    quoted = f"“\\{letter}”" if letter.strip() else "“\\”"
    message = f"双引号里的 \\ 是转义记号，{quoted}不会照原样读"
    hint = "请去掉两边的双引号，或改用单引号 '…'；一定要用双引号的，每个 \\ 写成 \\\\。"
    return error("yaml/escape", location, message, hint)


def tag_error(location: Location, source: str) -> Diagnostic:
    """Report that a value begins with a `!`, which YAML would drop with the word behind it."""
    message = f"“{source.partition(' ')[0]}”以 ! 开头，YAML 不会把它当文字读"
    return error("yaml/tag", location, message, "请用单引号把整段文字括起来。")


def find_syntax_mistake(
    text: str, file: str, first_line: int = 1, last_line: int = 0
) -> Diagnostic | None:
    """Find the first line that is typed as people type and YAML does not read; None when none is.

    `last_line` is the last line of the text to read, counted from 1; 0 for all of it. The hint
    states how many other lines of the text are typed the same way.
    """
    lines = text.split("\n")
    for number, line in _lines_outside_block_scalars(lines[: last_line or None]):
        if line.lstrip(" ")[:1] in NON_ASCII_SPACES:
            return bad_indent_error(Location(file, number + first_line, 1))
        for pattern, message, hint in _MISTAKES:
            match = pattern.match(line)
            if match:
                # Of what stands before the key, the line is enough.
                column = len(match[1]) + 1 if "冒号" in message else 1
                location = Location(file, number + first_line, column)
                # Who types one so types them all: corrected together, not one a run.
                other_count = (
                    sum(
                        bool(pattern.match(line)) for _, line in _lines_outside_block_scalars(lines)
                    )
                    - 1
                )
                others_note = (
                    f"这个文件里另有 {other_count} 行也是这样，请一并改。"
                    if other_count > 0
                    else ""
                )
                return error("yaml/syntax", location, message, hint + others_note)
    return None


def _lines_outside_block_scalars(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are no running text below a `键: |`."""
    block_indent: int | None = None
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if block_indent is not None and (indent > block_indent or not line.strip()):
            continue
        block_indent = None
        match = _BLOCK_SCALAR.fullmatch(line)
        if match:
            block_indent = indent
        if line.strip() and not line.lstrip(" ").startswith("#"):
            yield number, line


_TRAILING_COMMENT = lazy_pattern(r"[\s\]},]*?\s(#.*)")


def trailing_comments(
    text: str, file: str, first_line: int = 1
) -> tuple[tuple[Location, str], ...]:
    """Return what YAML takes for a comment behind a value, with its place: `甲 #1 号` reads 甲.

    The text must be YAML.
    """
    if " #" not in text and "\t#" not in text:
        return ()
    text = text.translate(UNICODE_LINE_BREAKS)
    lines = text.split("\n")
    comments: dict[Location, str] = {}
    for event in yaml.parse(text, Loader):
        mark = event.end_mark
        if not isinstance(event, yaml.ScalarEvent) or mark is None or mark.line >= len(lines):
            continue
        match = _TRAILING_COMMENT.fullmatch(lines[mark.line], mark.column)
        if match and event.style not in ("|", ">"):
            location = Location(file, mark.line + first_line, match.start(1) + 1)
            comments[location] = match[1]
    return tuple(comments.items())


_EXPLANATIONS = (
    (lazy_pattern("scanning an? (?:alias|anchor)"), "值以 * 或 & 开头，YAML 不会当文字读",
     "请用单引号把整段文字括起来。"),
    (lazy_pattern("scanning a block scalar"), "值以 > 或 | 开头，YAML 不会当文字读",
     "请用单引号把整段文字括起来。"),
    (lazy_pattern("scanning a tag"), "值以 ! 开头，YAML 不会当文字读",
     "请用单引号把整段文字括起来。"),
    (lazy_pattern("mapping values are not allowed"), "这里多了一个冒号，或上一行没有写完",
     "文字里有“: ”时，请用单引号把整段文字括起来。"),
    (lazy_pattern("could not find expected ':'"), "这一行缺少冒号",
     "写成“键: 值”，冒号用半角，后面空一格。"),
    (lazy_pattern("expected node content|block sequence entries"), "这里少了一个值，或多了符号",
     "逗号和逗号之间都要有值；负数写成 -2，减号后面不空格。"),
    (lazy_pattern("expected ',' or ']'"), "方括号没有配对，或少了逗号",
     "写成 [0, 0, 0]，用半角逗号和括号。"),
    (lazy_pattern("expected ',' or '}'"), "花括号没有配对，或少了逗号",
     "请补上另一半花括号；各项之间用半角逗号。"),
    (lazy_pattern("unexpected end of stream|while scanning a quoted"), "引号没有配对",
     "请补上另一个引号。"),
    (lazy_pattern("did not find expected (key|'-')|block mapping"),
     "缩进没有对齐，或引号后面还有文字",
     "同一层的各行从同一列开始；值以引号或方括号开头时，用单引号把整段文字括起来。"),
    (lazy_pattern("cannot start any token|found unknown|special characters|not allowed"),
     "这里有 YAML 不能识别的字符", "请用单引号把整段文字括起来。"),
)  # pattern, message and cure side by side  # fmt: skip
_NOTICED_LATE = ("方括号没有配对，或少了逗号", "花括号没有配对，或少了逗号", "引号没有配对",
            "这一行缺少冒号")  # messages of the table above  # fmt: skip
"""What libyaml notices lines later than it began."""


_BARE_KEY = lazy_pattern(r"(\s*(?:- +)?)([^\s\[\]{}#'\"|>&*!%@`:-][^\s\[\]{}#:]{0,40})")


def _missing_colon_error(
    lines: list[str], mark: yaml.Mark, file: str, first_line: int
) -> Diagnostic | None:
    """Find the line before which YAML stumbled, when it is a key without its colon."""
    current = lines[mark.line] if mark.line < len(lines) else ""
    if ":" in current[: mark.column] or current[mark.column : mark.column + 1] != ":":
        return None
    earlier = [
        index
        for index in range(mark.line)
        if lines[index].strip(" ") and lines[index].lstrip()[0] != "#"
    ]
    if not earlier or re.search(r":(\s|$)", lines[earlier[-1]]):
        return None
    line = lines[earlier[-1]]
    match = _BARE_KEY.match(line)
    indent, next_indent = (len(text) - len(text.lstrip(" ")) for text in (line, current))
    if not match or indent > next_indent:
        return None
    hint = f"写成“{match[2]}: …”，冒号后面空一格。"
    location = Location(file, earlier[-1] + first_line, match.end() + 1)
    return error("yaml/syntax", location, f"“{match[2]}”后面没有半角冒号", hint)


_PASTED_ROW = lazy_pattern(
    r"[ \u3000]*([^\s:：,，、\[\]0-9０-９]*)\s*([0-9０-９][0-9０-９\s,，、.．/-]*)"
)


def _pasted_row_error(
    lines: list[str], mark: yaml.Mark, file: str, first_line: int
) -> Diagnostic | None:
    """Find a row of a spreadsheet: its label without a colon, or its numbers without a label."""
    line = lines[mark.line] if mark.line < len(lines) else ""
    match = _PASTED_ROW.fullmatch(line)
    if not match:
        return None
    # A key is one word: the column behind it is where the colon is missing.
    location = Location(file, mark.line + first_line, match.end(1) + 1)
    numbers = " ".join(match[2].split())
    if match[1]:
        hint = f"写成“{match[1]}: {numbers}”，冒号用半角，后面空一格；数之间的空格不用改。"
        return error("yaml/syntax", location, f"“{match[1]}”后面没有半角冒号", hint)
    hint = "一行的数接在这一行名称的冒号后面，中间空一格，例如“合计: 1 2 3”；一行的数不要分成几行。"
    return error("yaml/syntax", location, f"只有数“{numbers}”，没有写是哪一行的", hint)


def _control_character_error(text: str, file: str, first_line: int) -> Diagnostic:
    """Report a control character, which libyaml refuses before it knows the line."""
    controls = (
        index for index, character in enumerate(text) if character < " " and character not in "\n\t"
    )
    location = Location(file, text.count("\n", 0, next(controls, 0)) + first_line)
    return error("yaml/syntax", location, "这一行有看不见的控制字符", "请删去后重新输入这一行。")


def explain_syntax_error(exc: yaml.YAMLError, text: str, file: str, first_line: int) -> Diagnostic:
    """Turn libyaml's English into a place and a hint."""
    context_mark = getattr(exc, "context_mark", None)
    mark = getattr(exc, "problem_mark", None) or context_mark
    if mark is None:
        return _control_character_error(text, file, first_line)
    if context_mark is not None and "quoted scalar" in str(getattr(exc, "context", "")):
        start = Location(file, context_mark.line + first_line, context_mark.column + 1)
        errors = find_escape_error(
            text[context_mark.index : mark.index + 2], start
        ) or find_escaped_end_quote(text, context_mark, start)
        if errors:
            return errors[0]
    lines = text.split("\n")
    mistake = (
        find_syntax_mistake(text, file, first_line, mark.line + 1)
        or _missing_colon_error(lines, mark, file, first_line)
        or _pasted_row_error(lines, context_mark or mark, file, first_line)
    )
    return mistake or _explain_problem(exc, mark, lines, file, first_line)


def _explain_problem(
    exc: yaml.YAMLError, mark: yaml.Mark, lines: list[str], file: str, first_line: int
) -> Diagnostic:
    """Translate libyaml's message, where no mistake that people make explains it."""
    location = Location(file, mark.line + first_line, mark.column + 1)
    context_mark = getattr(exc, "context_mark", None)
    problem = " ".join(str(getattr(exc, name, "") or "") for name in ("context", "problem"))
    for pattern, message, hint in _EXPLANATIONS:
        if pattern.search(problem):
            if context_mark is not None and message in _NOTICED_LATE:
                # libyaml stumbles lines later; people search for where it began.
                location = Location(file, context_mark.line + first_line, context_mark.column + 1)
                line = lines[context_mark.line]
                if "方括号" in message and line.count("[") > line.count("]"):
                    bracket_hint = "请在这一行补上“]”。"
                    return error("yaml/syntax", location, "方括号“[”没有配对", bracket_hint)
            return error("yaml/syntax", location, message, hint)
    hint = "请检查这一行和上一行的缩进、冒号、引号。"
    return error("yaml/syntax", location, "写法不合 YAML 的规则", hint)
