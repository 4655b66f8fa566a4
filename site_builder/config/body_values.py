"""What the register of bodies may say of one: codes, days, years, names, places."""

from collections.abc import Callable, Mapping

from site_builder.config.validators import is_absolute_url
from site_builder.core.errors import ValueProblem
from site_builder.core.text.dates import parse_date
from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.core.text.suggest import did_you_mean, normalize_label
from site_builder.core.urls import YEAR, is_safe_path
from site_builder.core.yaml.nodes import Node
from site_builder.core.yaml.schema import Parser, Schema, SchemaField, parse_text, read_mapping
from site_builder.model.body import ALL_YEARS, LAST_YEAR, NO_YEARS, FormerName, YearSet
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.frozendict import frozendict
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.standards import BodyKind

CODE = "bodies/value"
_BODY_CODE = lazy_pattern(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff._-]{0,39}")
_YEARS = lazy_pattern(
    r"([0-9]{4})(?:年度?)?(?:([-－—–~～]+|[-－—–~～]*(?:至今|起|以后))|[-－—–~～至到]+([0-9]{4})(?:年度?)?)?"
)
_SEPARATORS = lazy_pattern(r"[,，、;；\s]+")
_NAME_SEPARATORS = lazy_pattern(r"\s*[;；\n]\s*")
_DATED_NAME = lazy_pattern(
    r"(.+?)\s*[(（]\s*(?:([^()（）]+?)\s*[起~～—–至到])?\s*[至到]?\s*([^()（）]+?)\s*[)）]"
)
_NAMES_HINT = "写成“- {名称: 原来的名称, 止: 2021-06-30}”，止是用这个名称的最后一天。"
_YEARS_HINT = "写年份或者起止年份，如 2019-2023、2025；一直到现在的，写 2022-。"
_FOLDER_HINT = "写名录所在文件夹里的文件夹，如 bodies/jyj，用 / 分隔，不以 / 开头，不写“..”。"


def body_parsers(kinds: tuple[BodyKind, ...]) -> Mapping[str, Parser]:
    """Return, by the types of the fields, what reads their values."""
    return {
        "text": _parse_line,
        "code": _of_text(_body_code),
        "date": _of_text(lambda text, _name: parse_date(text)),
        "kind": _of_text(_kind_reader(kinds)),
        "names": _parse_names,
        "years": _of_words(_years),
        "years_or_all": _of_words(_years_or_all),
        "place": _of_text(_place),
        "folder": _of_text(_folder),
        "reports": _parse_reports,
    }


def _of_text(read: Callable[[str, str], object]) -> Parser:
    """Return the parser of a value that is one line: what reads it gets the field's name too."""

    def parse(node: Node, name: str, diagnostics: list[Diagnostic]) -> object:
        text = _parse_line(node, name, diagnostics)
        return None if text is None else read(text, name)

    return parse


def _of_words(read: Callable[[str, str], object]) -> Parser:
    """Return the parser of a value that is a line or a list: both are read as a line."""

    def parse(node: Node, name: str, diagnostics: list[Diagnostic]) -> object:
        items = node.items()
        if items is None:
            text = _parse_line(node, name, diagnostics)
        else:
            text = "、".join(item.text() or "" for item in items)
        return read(text, name) if text else None

    return parse


def _parse_line(node: Node, name: str, diagnostics: list[Diagnostic]) -> str | None:
    text = parse_text(node, name, diagnostics)
    return " ".join(text.split()) if text else None


def _body_code(text: str, name: str) -> str:
    code = to_halfwidth(text)
    if not _BODY_CODE.fullmatch(code):
        hint = "代码用数字、字母或汉字，中间可以有 . - _，最多 40 个字，如统一社会信用代码。"
        raise ValueProblem(f"“{name}”不能是“{text}”", hint)
    return code


def _kind_reader(kinds: tuple[BodyKind, ...]) -> Callable[[str, str], BodyKind]:
    by_label = {
        normalize_label(label): kind for kind in kinds for label in (kind.label, *kind.aliases)
    }

    def read(text: str, name: str) -> BodyKind:
        kind = by_label.get(normalize_label(text))
        if kind is None:
            hint = did_you_mean(text, [kind.label for kind in kinds])
            raise ValueProblem(f"“{name}”不能是“{text}”", hint)
        return kind

    return read


def _years(text: str, name: str) -> YearSet:
    ranges = []
    for word in filter(None, _SEPARATORS.split(to_halfwidth(text))):
        match = _YEARS.fullmatch(word)
        first = match[1] if match else ""
        if match is None or not YEAR.fullmatch(first) or not YEAR.fullmatch(match[3] or first):
            raise ValueProblem(f"“{name}”里的“{word}”不是年份", _YEARS_HINT)
        last = LAST_YEAR if match[2] else int(match[3] or first)
        if last < int(first):
            raise ValueProblem(f"“{name}”里的“{word}”前后颠倒", _YEARS_HINT)
        ranges.append((int(first), last))
    return YearSet(tuple(sorted(ranges)))


def _years_or_all(text: str, name: str) -> YearSet | None:
    if text in ("是", "不编制", "全部"):
        return ALL_YEARS
    if text == "否":
        return NO_YEARS
    try:
        return _years(text, name)
    except ValueProblem as exc:
        raise ValueProblem(
            exc.message, f"从来不编制的写“是”；只是有的年度不编制的，{exc.hint}"
        ) from None


def _folder(text: str, name: str) -> str:
    folder = text.removeprefix("./").removesuffix("/")
    if not is_safe_path(folder) or folder.startswith("~"):
        raise ValueProblem(f"“{name}”不能是“{text}”", _FOLDER_HINT)
    return folder


def _place(text: str, name: str) -> str:
    if "://" not in text:
        return _folder(text, name)
    if not is_absolute_url(text):
        hint = "写成 https://www.example.gov.cn/gk/ 这样的完整网址，或者文件夹。"
        raise ValueProblem(f"“{name}”不能是“{text}”", hint)
    return text


def _parse_names(
    node: Node, name: str, diagnostics: list[Diagnostic]
) -> tuple[FormerName, ...] | None:
    """Return former names: a list of mappings, or of lines as sheets have them."""
    if node.value is None:
        return None
    if isinstance(node.value, str):
        words = filter(None, _NAME_SEPARATORS.split(node.value.strip()))
        return tuple(_dated_name(word, node, name) for word in words)
    names = []
    for item in node.items() or (node,):
        mapping = item.mapping()
        if mapping is None:
            names.append(_dated_name((item.text() or "").strip(), item, name))
            continue
        result = read_mapping(mapping.items(), _NAME_SCHEMA, item.location)
        diagnostics.extend(result.diagnostics)
        if not result.diagnostics:
            names.append(FormerName(**result.values, location=item.location))  # type: ignore[arg-type]  # each parser returns its field's type
    return tuple(names)


def _dated_name(text: str, node: Node, name: str) -> FormerName:
    match = _DATED_NAME.fullmatch(text)
    if not match:
        raise ValueProblem(f"“{name}”里的“{text}”没有写用到哪一天", _NAMES_HINT)
    since = parse_date(match[2]) if match[2] else None
    return FormerName(match[1], parse_date(match[3]), node.location, since)


_NAME_SCHEMA = Schema(
    CODE,
    (
        SchemaField("name", "名称", _parse_line, required=True),
        SchemaField("since", "起", _of_text(lambda text, _name: parse_date(text))),
        SchemaField("until", "止", _of_text(lambda text, _name: parse_date(text)), required=True),
    ),
    lambda absent, location: error(CODE, location, f"曾用名没有写“{absent.name}”", _NAMES_HINT),
    lambda key: (f"曾用名里没有“{key}”", ""),
)


def _parse_reports(
    node: Node, name: str, diagnostics: list[Diagnostic]
) -> Mapping[int, str] | None:
    """Return the files of reports by their years."""
    if node.value is None:
        return None
    mapping = node.mapping()
    if mapping is None:
        raise ValueProblem(f"“{name}”应当按年度逐行写", "写成“2022: 文件或网址”。")
    reports = {}
    for key, child in mapping.items():
        text = _parse_line(child, name, diagnostics)
        if not YEAR.fullmatch(key):
            message = f"“{name}”下面的“{key}”不是年份"
            diagnostics.append(error(CODE, child.key_location, message, "写四位数字，如 2022。"))
        elif text:
            reports[int(key)] = _place(text, name)
    return frozendict(reports)
