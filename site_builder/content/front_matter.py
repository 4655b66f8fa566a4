"""Front matter → typed values, with a finding for each slip. Called by `read.document`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from site_builder.config.suppressions import read_suppressions
from site_builder.content.field_values import parse_date, parse_item, parse_theme, parse_words
from site_builder.content.front_matter_fences import missing_front_matter_error, split_front_matter
from site_builder.content.references import read_references
from site_builder.core.errors import ValueProblem
from site_builder.core.text.suggest import (
    HIGH_CONFIDENCE,
    closest_match,
    did_you_mean,
    normalize_label,
)
from site_builder.core.urls import resolve_link
from site_builder.core.yaml.errors import find_syntax_mistake, trailing_comments
from site_builder.core.yaml.list_punctuation import explain_list_punctuation
from site_builder.core.yaml.nodes import Node, parse_yaml
from site_builder.core.yaml.value_checks import check_values
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.document import Attachment, Correction, Reference
from site_builder.model.location import Location
from site_builder.model.standards import Field, Standards
from site_builder.model.suppression import Suppression

__all__ = ["FrontMatter", "missing_front_matter_error", "split_front_matter"]

_ADD_HINT = "请补上。"
_FIRST_KEYS = {"attachments": "文件", "corrections": "日期"}
_DEFAULT_BASIS = "《政府信息公开条例》第十二条要求目录写明索引、名称、内容概述、生成日期"


@dataclass(slots=True)
class FrontMatter:
    """The values of one file's front matter, by field id; a field not written has none."""

    file: str
    path: str
    """Below `content/`; attachments are named from there."""
    standards: Standards
    values: dict[str, object] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    root: Mapping[str, Node] = field(default_factory=dict)
    """What was typed, for rules that look at the words."""
    readable: bool = True
    """False: the file could not be taken apart, and nothing in it can be believed."""
    invalid_fields: set[str] = field(default_factory=set)
    """Fields written, but not so that they are understood; to call them missing would mislead."""

    def get_text(self, name: str) -> str:
        """Return a text value; empty when not written."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def get_date(self, name: str) -> date | None:
        """Return a date."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def get_number(self, name: str) -> int:
        """Return a number; 0 when not written."""
        value = self.values.get(name, 0)
        return value if isinstance(value, int) else 0

    def get_words(self, name: str) -> tuple[str, ...]:
        """Return a list of words."""
        value = self.values.get(name, ())
        return tuple(str(word) for word in value) if isinstance(value, tuple) else ()

    def attachments(self) -> tuple[Attachment, ...]:
        """Return the attachments."""
        value = self.values.get("attachments", ())
        items = value if isinstance(value, tuple) else ()
        return tuple(item for item in items if isinstance(item, Attachment))

    def references(self, name: str) -> tuple[Reference, ...]:
        """Return other documents."""
        value = self.values.get(name, ())
        items = value if isinstance(value, tuple) else ()
        return tuple(item for item in items if isinstance(item, Reference))

    def suppressions(self) -> tuple[Suppression, ...]:
        """Return the accepted findings."""
        value = self.values.get("accepted", ())
        items = value if isinstance(value, tuple) else ()
        return tuple(item for item in items if isinstance(item, Suppression))

    def corrections(self) -> tuple[Correction, ...]:
        """Return the corrections, newest first."""
        value = self.values.get("corrections", ())
        items = value if isinstance(value, tuple) else ()
        listed = [item for item in items if isinstance(item, Correction)]
        return tuple(sorted(listed, key=lambda item: item.corrected_on, reverse=True))

    def read(self, yaml: str, definitions: tuple[Field, ...]) -> None:
        """Read the YAML between the two `---` lines."""
        root, diagnostics = parse_yaml(yaml, self.file, first_line=2)
        self.diagnostics.extend(diagnostics)
        if diagnostics:
            self.readable = False
            return
        mapping = root.mapping() if root else {}
        if mapping is None:
            self.readable = False
            message = "文件开头的两行 --- 之间应当逐行写“键: 值”"
            hint = "如“名称: 关于……的通知”，冒号用半角，后面空一格。"
            shape_error = error("document/front-matter", Location(self.file, 2), message, hint)
            self.diagnostics.append(find_syntax_mistake(yaml, self.file, 2) or shape_error)
            return
        self.root = mapping
        for location, comment in trailing_comments(yaml, self.file, 2):
            message = f"“{comment}”没有读进去：空格后面的 # 到行末算作注释"
            hint = "要印出来的，用单引号把整段文字括起来；不要的，请删去。"
            self.diagnostics.append(warning("document/comment", location, message, hint))
        self.diagnostics.extend(check_values(mapping))
        self.read_mapping(mapping, definitions, Location(self.file, 1))

    def read_mapping(
        self, mapping: Mapping[str, Node], definitions: tuple[Field, ...], location: Location
    ) -> None:
        """Take the values of a mapping, and say what is unknown, double or missing."""
        names = {
            normalize_label(name): definition
            for definition in definitions
            for name in (definition.label, *definition.aliases)
        }
        for key, node in mapping.items():
            target = names.get(normalize_label(key))
            if target is None:
                labels = {definition.label: definition.id for definition in definitions}
                self.invalid_fields.add(labels.get(closest_match(key, labels), ""))
                hint = did_you_mean(key, labels)
                self._add_error("unknown", node.key_location, f"不认识的“{key}”", hint)
            elif target.id in self.locations:
                first = self.locations[target.id].line
                message = f"“{key}”和第 {first} 行写的是同一项（{target.label}）"
                self._add_error("twice", node.key_location, message, "请只留一个。")
            else:
                self.locations[target.id] = node.key_location
                self._read_value(target, node)
        for definition in definitions:
            if definition.default:
                self.values.setdefault(definition.id, definition.default)
            if (
                definition.required
                and definition.id not in self.values
                and definition.id not in self.invalid_fields
            ):
                self._report_missing(definition, location)

    def _add_error(self, code: str, location: Location, message: str, hint: str = "") -> None:
        self.diagnostics.append(error(f"document/{code}", location, message, hint))

    def _report_missing(self, definition: Field, location: Location) -> None:
        field_location = self.locations.get(definition.id, location)
        message = f"没有写“{definition.label}”"
        hint = f"请补上“{definition.label}: …”；确实不知道的，页面显示“待补充”。"
        if definition.required != "law":
            self.diagnostics.append(warning("document/missing", field_location, message, hint))
            return
        hint = f"请补上“{definition.label}: …”；没有它，页面显示“待补充”，也不能发布（deploy）。"
        diagnostic = warning("document/required", field_location, message, hint)
        self.diagnostics.append(
            replace(
                diagnostic,
                basis=f"{definition.basis or _DEFAULT_BASIS}。",
                subject=definition.label,
            )
        )

    def _read_value(self, target: Field, node: Node) -> None:
        if node.value is None:
            return
        if target.type == "acceptances":
            self.values[target.id], diagnostics = read_suppressions(node)
            self.diagnostics.extend(diagnostics)
            return
        if target.type == "references":
            self.values[target.id], diagnostics = read_references(node, self.path, target.label)
            self.diagnostics.extend(diagnostics)
            return
        if target.type in ("attachments", "corrections", "words"):
            self._read_list(target, node)
            return
        text = node.text()
        if text is None:
            self.invalid_fields.add(target.id)
            hint = "请去掉方括号或花括号；文字以括号开头的，用引号括起来。"
            self._add_error("value", node.location, f"“{target.label}”应当是一段文字", hint)
            return
        text = text.strip()
        if not text:
            return
        if target.type == "text":
            text = " ".join(text.split())
        try:
            self.values[target.id] = self._convert(target, text)
        except ValueProblem as exc:
            self.invalid_fields.add(target.id)
            self._add_error("value", node.location, f"“{target.label}”：{exc.message}", exc.hint)
        if target.max_length and len(text) > target.max_length:
            message = f"“{target.label}”有 {len(text)} 个字，一般不超过 {target.max_length} 个字"
            self.diagnostics.append(warning("document/long", node.location, message, "请精简。"))

    def _convert(self, target: Field, text: str) -> object:
        convert: dict[str, Callable[[str], object]] = {
            "date": parse_date,
            "item": lambda word: parse_item(word, self.standards.disclosure_items),
            "theme": lambda word: parse_theme(word, self.standards.themes),
            "choice": lambda word: _parse_choice(word, target),
        }
        return convert.get(target.type, str)(text)

    def _read_list(self, target: Field, node: Node) -> None:
        if target.type == "words":
            self._read_words(target, node)
            return
        items = node.items()
        if items is None:
            hint = f"换一行，写成“- {_FIRST_KEYS[target.type]}: …”，减号后面空一格。"
            message = f"“{target.label}”应当逐项写，每项以“- ”开头"
            self._add_error("value", node.location, message, hint)
            return
        parts = [self._read_part(target, item) for item in items]
        self.values[target.id] = tuple(part for part in parts if part is not None)

    def _read_words(self, target: Field, node: Node) -> None:
        """Read words, as a list or on one line; nothing that was typed is left out."""
        items = node.items()
        if items is None and node.text() is not None:
            self.values[target.id] = parse_words(node.text() or "")
            return
        hint = "写成 [甲, 乙] 这样，每项是一个词；或者不用括号，写成“甲、乙”。"
        if items is None:
            self._add_error("value", node.location, f"“{target.label}”应当是几个词", hint)
            return
        words: list[str] = []
        for item in items:
            word = item.text()
            if item.value is not None and word is None:
                self._add_error("value", item.location, f"“{target.label}”里有一项不是词", hint)
            elif word and ("，" in word or "；" in word):
                comma_hint = explain_list_punctuation((word,))
                self._add_error(
                    "value", item.location, f"“{target.label}”里的“{word}”连成了一个词", comma_hint
                )
            elif word and word.strip():
                words.append(word.strip())
        self.values[target.id] = tuple(words)

    def _read_part(self, target: Field, node: Node) -> Attachment | Correction | None:
        """Read one attachment or one correction."""
        definitions = self.standards.attachment_fields
        if target.type == "corrections":
            definitions = self.standards.correction_fields
        mapping = node.mapping()
        if mapping is None and target.type == "attachments" and node.text():
            mapping = {"文件": node}
        if mapping is None:
            keys = "、".join(definition.label for definition in definitions)
            hint = f"写成“- {_FIRST_KEYS[target.type]}: …”，减号和冒号后面各空一格。"
            self._add_error("value", node.location, f"“{target.label}”的每一项要写明：{keys}", hint)
            return None
        part = FrontMatter(self.file, self.path, self.standards)
        part.read_mapping(mapping, definitions, node.location)
        # A part without its needed lines says nothing, so here they are not a matter of 待补充.
        for diagnostic in part.diagnostics:
            if diagnostic.code == "document/missing":
                self._add_error(
                    "value", node.location, f"“{target.label}”{diagnostic.message}", _ADD_HINT
                )
            else:
                self.diagnostics.append(diagnostic)
        if any(
            definition.required and definition.id not in part.values for definition in definitions
        ):
            return None
        if target.type == "corrections":
            corrected_on = part.get_date("day")
            return (
                Correction(corrected_on, part.get_text("what"), part.get_text("why"))
                if corrected_on
                else None
            )
        return self._read_attachment(part, node)

    def _read_attachment(self, part: "FrontMatter", node: Node) -> Attachment | None:
        typed = part.get_text("path")
        punctuation_hint = explain_list_punctuation((typed,)) if not typed.isascii() else ""
        if punctuation_hint:
            hint = f"{punctuation_hint}几个附件请分行写，每行以“- ”开头。"
            self._add_error("attachment", node.location, f"附件的文件名“{typed}”里有中文标点", hint)
            return None
        path = resolve_link(typed, self.path)
        if path is None or "\\" in typed or ":" in typed:
            hint = "请写从本文件出发的相对地址，如 ../files/x.pdf。"
            self._add_error("attachment", node.location, f"附件“{typed}”不在 content 里", hint)
            return None
        return Attachment(path, part.get_text("label") or path.rsplit("/", 1)[-1], node.location)


def _parse_choice(word: str, target: Field) -> str:
    for value in target.values:
        if normalize_label(word) == normalize_label(value):
            return value
    # A wrong guess here would say the opposite: whoever is not sure lists them all.
    hint = did_you_mean(word, target.values, HIGH_CONFIDENCE)
    raise ValueProblem(f"没有“{word}”这个选项", hint)
