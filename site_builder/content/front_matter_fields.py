"""What each line of front matter may hold, by its type."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from site_builder.config.suppressions import read_suppressions
from site_builder.content.field_values import (
    choice_parser,
    item_parser,
    parse_words,
    theme_parser,
)
from site_builder.content.references import read_references
from site_builder.core.errors import ValueProblem
from site_builder.core.text.dates import parse_date
from site_builder.core.urls import resolve_link
from site_builder.core.yaml.list_punctuation import explain_list_punctuation
from site_builder.core.yaml.nodes import Node
from site_builder.core.yaml.schema import (
    MappingValues,
    Parser,
    Schema,
    SchemaField,
    parse_text,
    read_mapping,
)
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.document_fields import Attachment, Correction
from site_builder.model.location import Location
from site_builder.model.standards import Field, Standards

_CODE = "document/value"
_FIRST_KEYS = {"attachments": "文件", "corrections": "日期"}
_DEFAULT_BASIS = "《政府信息公开条例》第十二条要求目录写明索引、名称、内容概述、生成日期"


@dataclass(frozen=True, slots=True)
class FrontMatterSchemas:
    """The schemas of front matter, by the kind of file."""

    document: Schema
    standalone_page: Schema
    introduction: Schema


@lru_cache(maxsize=2)
def front_matter_schemas(standards: Standards) -> FrontMatterSchemas:
    """Return the schemas by some standards, built once: nothing in them depends on the file."""
    return FrontMatterSchemas(
        _field_schema(standards.document_fields, standards),
        _field_schema(standards.standalone_page_fields, standards),
        _field_schema(standards.introduction_fields, standards),
    )


def _field_schema(definitions: tuple[Field, ...], standards: Standards) -> Schema:
    """Return the schema of a file's front matter, or of one attachment or correction in it."""
    by_id = {definition.id: definition for definition in definitions}
    return Schema(
        _CODE,
        tuple(
            SchemaField(
                definition.id,
                definition.label,
                _parser(definition, standards),
                definition.aliases,
                required=bool(definition.required),
                default=definition.default or None,
            )
            for definition in definitions
        ),
        lambda absent, location: _missing_warning(by_id[absent.id], location),
        unknown_code="document/unknown",
        double_code="document/twice",
    )


def _missing_warning(definition: Field, location: Location) -> Diagnostic:
    message = f"没有写“{definition.label}”"
    if definition.required != "law":
        hint = f"请补上“{definition.label}: …”；确实不知道的，页面显示“待补充”。"
        optional = warning("document/missing", location, message, hint)
        return replace(optional, subject=definition.label)
    hint = f"请补上“{definition.label}: …”；没有它，页面显示“待补充”，也不能发布。"
    return replace(
        warning("document/required", location, message, hint),
        basis=f"{definition.basis or _DEFAULT_BASIS}。",
        subject=definition.label,
    )


def _parser(definition: Field, standards: Standards) -> Parser:
    if definition.type == "suppressions":
        return _parse_suppressions
    if definition.type == "words":
        return _parse_words
    if definition.type == "references":
        return _parse_references
    if definition.type == "attachments":
        return _list_parser(definition, standards.attachment_fields, standards)
    if definition.type == "corrections":
        return _list_parser(definition, standards.correction_fields, standards)
    return _scalar_parser(definition, standards)


def _scalar_parser(definition: Field, standards: Standards) -> Parser:
    convert = _converter(definition, standards)

    def parse(node: Node, name: str, diagnostics: list[Diagnostic]) -> object:
        text = parse_text(node, name, diagnostics)
        if text is None:
            return None
        try:
            value = convert(text)
        except ValueProblem as exc:
            raise ValueProblem(f"“{name}”：{exc.message}", exc.hint) from None
        limit = definition.max_length
        if isinstance(value, str) and limit and len(value) > limit:
            message = f"“{name}”有 {len(value)} 个字，一般不超过 {limit} 个字"
            diagnostics.append(warning("document/long", node.location, message, "请精简。"))
        return value

    return parse


def _converter(definition: Field, standards: Standards) -> Callable[[str], object]:
    """Return what turns the text of a value into the value."""
    if definition.type == "date":
        return parse_date
    if definition.type == "item":
        return item_parser(standards.disclosure_items)
    if definition.type == "theme":
        return theme_parser(standards.themes)
    if definition.type == "choice":
        return choice_parser(definition.values)
    if definition.type == "text":
        return lambda word: " ".join(word.split())
    return str


def _content_path(node: Node) -> str:
    """Return where the file of a value lies below `content/`: addresses begin there."""
    return node.location.file.removeprefix("content/")


def _parse_suppressions(node: Node, _name: str, diagnostics: list[Diagnostic]) -> object:
    if node.value is None:
        return None
    suppressions, problems = read_suppressions(node)
    diagnostics.extend(problems)
    return suppressions


def _parse_references(node: Node, name: str, diagnostics: list[Diagnostic]) -> object:
    if node.value is None:
        return None
    references, problems = read_references(node, _content_path(node), name)
    diagnostics.extend(problems)
    return references


def _parse_words(node: Node, name: str, diagnostics: list[Diagnostic]) -> tuple[str, ...] | None:
    """Read words, as a list or on one line; nothing that was typed is left out."""
    if node.value is None:
        return None
    items = node.items()
    if items is None and node.text() is not None:
        return parse_words(node.text() or "")
    hint = "写成 [甲, 乙] 这样，每项是一个词；或者不用括号，写成“甲、乙”。"
    if items is None:
        raise ValueProblem(f"“{name}”应当是几个词", hint)
    words: list[str] = []
    for item in items:
        word = item.text()
        if item.value is not None and word is None:
            message = f"“{name}”里有一项不是词"
            diagnostics.append(error(_CODE, item.location, message, hint))
        elif word and ("，" in word or "；" in word):
            message, comma_hint = (
                f"“{name}”里的“{word}”连成了一个词",
                explain_list_punctuation((word,)),
            )
            diagnostics.append(error(_CODE, item.location, message, comma_hint))
        elif word and word.strip():
            words.append(word.strip())
    return tuple(words)


def _list_parser(definition: Field, part_fields: tuple[Field, ...], standards: Standards) -> Parser:
    """Return the parser of attachments or corrections."""
    first_key = _FIRST_KEYS[definition.type]
    schema = _field_schema(part_fields, standards)

    def parse(node: Node, name: str, diagnostics: list[Diagnostic]) -> object:
        if node.value is None:
            return None
        items = node.items()
        if items is None:
            hint = f"换一行，写成“- {first_key}: …”，减号后面空一格。"
            raise ValueProblem(f"“{name}”应当逐项写，每项以“- ”开头", hint)
        parts = []
        for item in items:
            mapping = item.mapping()
            if mapping is None and definition.type == "attachments" and item.text():
                mapping = {first_key: item}
            if mapping is None:
                keys = "、".join(part_field.label for part_field in part_fields)
                hint = f"写成“- {first_key}: …”，减号和冒号后面各空一格。"
                message = f"“{name}”的每一项要写明：{keys}"
                diagnostics.append(error(_CODE, item.location, message, hint))
                continue
            part = read_mapping(mapping.items(), schema, item.location)
            diagnostics.extend(_as_errors(part, name))
            if any(entry.required and entry.id not in part.values for entry in part_fields):
                continue
            parts.append(
                _attachment(part, item, diagnostics)
                if definition.type == "attachments"
                else _correction(part)
            )
        return tuple(part for part in parts if part is not None)

    return parse


def _as_errors(part: MappingValues, name: str) -> list[Diagnostic]:
    """Return what is wrong with a part: without its required lines it means nothing."""
    return [
        error(_CODE, diagnostic.location, f"“{name}”{diagnostic.message}", "请补上。")
        if diagnostic.code == "document/missing"
        else diagnostic
        for diagnostic in part.diagnostics
    ]


def _correction(part: MappingValues) -> Correction | None:
    corrected_on = part.values.get("day")
    if not isinstance(corrected_on, date):
        return None
    return Correction(corrected_on, part.text("what"), part.text("why"))


def _attachment(
    part: MappingValues, node: Node, diagnostics: list[Diagnostic]
) -> Attachment | None:
    typed = part.text("path")
    punctuation_hint = explain_list_punctuation((typed,)) if not typed.isascii() else ""
    path = resolve_link(typed, _content_path(node))
    if punctuation_hint:
        message = f"附件的文件名“{typed}”里有中文标点"
        hint = f"{punctuation_hint}几个附件请分行写，每行以“- ”开头。"
    elif path is None or "\\" in typed or ":" in typed:
        message = f"附件“{typed}”不在 content 里"
        hint = "请写从本文件出发的相对地址，如 ../files/x.pdf。"
    else:
        label = part.text("label") or path.rsplit("/", 1)[-1]
        return Attachment(path, label, node.location)
    diagnostics.append(error("document/attachment", node.location, message, hint))
    return None
