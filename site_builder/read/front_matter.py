"""Front matter → typed values, with a finding for each slip. Called by `read.document`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from site_builder.located import Node, parse_yaml
from site_builder.model.acceptance import Suppression
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.document import Attachment, Correction, Reference
from site_builder.model.field import Field, Standards
from site_builder.model.place import Location
from site_builder.nearest import HIGH_CONFIDENCE, closest_match, did_you_mean, normalize_label
from site_builder.read.acceptances import read_acceptances
from site_builder.read.fences import no_front_matter, split
from site_builder.read.lists import list_slip
from site_builder.read.references import read_references
from site_builder.read.values import to_date, to_item, to_theme, to_words
from site_builder.read.yaml_text import value_findings
from site_builder.slips import find_syntax_mistake, trailing_comments
from site_builder.urls import resolve_link

__all__ = ["FrontMatter", "no_front_matter", "split"]

_ADD = "请补上。"
_PARTS = {"attachments": "文件", "corrections": "日期"}
_LAW = "《政府信息公开条例》第十二条要求目录写明索引、名称、内容概述、生成日期"


@dataclass(slots=True)
class FrontMatter:
    """The values of one file's front matter, by field id; a field not written has none."""

    file: str
    path: str
    """Below `content/`; attachments are named from there."""
    vocabulary: Standards
    values: dict[str, object] = field(default_factory=dict)
    places: dict[str, Location] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    root: Mapping[str, Node] = field(default_factory=dict)
    """What was typed, for rules that look at the words."""
    readable: bool = True
    """False: the file could not be taken apart, and nothing in it can be believed."""
    refused: set[str] = field(default_factory=set)
    """Fields written, but not so that they are understood; to call them missing would mislead."""

    def text(self, name: str) -> str:
        """Give a text value; empty when not written."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def day(self, name: str) -> date | None:
        """Give a date."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def number(self, name: str) -> int:
        """Give a number; 0 when not written."""
        value = self.values.get(name, 0)
        return value if isinstance(value, int) else 0

    def words(self, name: str) -> tuple[str, ...]:
        """Give a list of words."""
        value = self.values.get(name, ())
        return tuple(str(word) for word in value) if isinstance(value, tuple) else ()

    def attachments(self) -> tuple[Attachment, ...]:
        """Give the attachments."""
        value = self.values.get("attachments", ())
        found = value if isinstance(value, tuple) else ()
        return tuple(one for one in found if isinstance(one, Attachment))

    def references(self, name: str) -> tuple[Reference, ...]:
        """Give other documents."""
        value = self.values.get(name, ())
        found = value if isinstance(value, tuple) else ()
        return tuple(one for one in found if isinstance(one, Reference))

    def accepted(self) -> tuple[Suppression, ...]:
        """Give the accepted findings."""
        value = self.values.get("accepted", ())
        found = value if isinstance(value, tuple) else ()
        return tuple(one for one in found if isinstance(one, Suppression))

    def corrections(self) -> tuple[Correction, ...]:
        """Give the corrections, newest first."""
        value = self.values.get("corrections", ())
        found = value if isinstance(value, tuple) else ()
        listed = [one for one in found if isinstance(one, Correction)]
        return tuple(sorted(listed, key=lambda one: one.corrected_on, reverse=True))

    def read(self, yaml: str, known: tuple[Field, ...]) -> None:
        """Read the YAML between the two `---` lines."""
        root, findings = parse_yaml(yaml, self.file, first_line=2)
        self.findings.extend(findings)
        if findings:
            self.readable = False
            return
        mapping = root.mapping() if root else {}
        if mapping is None:
            self.readable = False
            message = "文件开头的两行 --- 之间应当逐行写“键: 值”"
            hint = "如“名称: 关于……的通知”，冒号用半角，后面空一格。"
            shapeless = error("document/front-matter", Location(self.file, 2), message, hint)
            self.findings.append(find_syntax_mistake(yaml, self.file, 2) or shapeless)
            return
        self.root = mapping
        for place, lost in trailing_comments(yaml, self.file, 2):
            message = f"“{lost}”没有读进去：空格后面的 # 到行末算作注释"
            hint = "要印出来的，用单引号把整段文字括起来；不要的，请删去。"
            self.findings.append(warning("document/comment", place, message, hint))
        self.findings.extend(value_findings(mapping))
        self.take(mapping, known, Location(self.file, 1))

    def take(self, mapping: Mapping[str, Node], known: tuple[Field, ...], place: Location) -> None:
        """Take the values of a mapping, and say what is unknown, double or missing."""
        names = {normalize_label(name): one for one in known for name in (one.label, *one.aliases)}
        for key, node in mapping.items():
            target = names.get(normalize_label(key))
            if target is None:
                labels = {one.label: one.id for one in known}
                self.refused.add(labels.get(closest_match(key, labels), ""))
                cure = did_you_mean(key, labels)
                self._say("unknown", node.key_location, f"不认识的“{key}”", cure)
            elif target.id in self.places:
                first = self.places[target.id].line
                message = f"“{key}”和第 {first} 行写的是同一项（{target.label}）"
                self._say("twice", node.key_location, message, "请只留一个。")
            else:
                self.places[target.id] = node.key_location
                self._value(target, node)
        for one in known:
            if one.default:
                self.values.setdefault(one.id, one.default)
            if one.required and one.id not in self.values and one.id not in self.refused:
                self._missing(one, place)

    def _say(self, rule: str, place: Location, message: str, hint: str = "") -> None:
        self.findings.append(error(f"document/{rule}", place, message, hint))

    def _missing(self, one: Field, place: Location) -> None:
        at = self.places.get(one.id, place)
        message = f"没有写“{one.label}”"
        hint = f"请补上“{one.label}: …”；确实不知道的，页面显示“待补充”。"
        if one.required != "law":
            self.findings.append(warning("document/missing", at, message, hint))
            return
        hint = f"请补上“{one.label}: …”；没有它，页面显示“待补充”，也不能发布（deploy）。"
        found = warning("document/required", at, message, hint)
        self.findings.append(replace(found, basis=f"{one.basis or _LAW}。", subject=one.label))

    def _value(self, target: Field, node: Node) -> None:
        if node.value is None:
            return
        if target.type == "acceptances":
            self.values[target.id], found = read_acceptances(node)
            self.findings.extend(found)
            return
        if target.type == "references":
            self.values[target.id], found = read_references(node, self.path, target.label)
            self.findings.extend(found)
            return
        if target.type in ("attachments", "corrections", "words"):
            self._list(target, node)
            return
        text = node.text()
        if text is None:
            self.refused.add(target.id)
            hint = "请去掉方括号或花括号；文字以括号开头的，用引号括起来。"
            self._say("value", node.location, f"“{target.label}”应当是一段文字", hint)
            return
        text = text.strip()
        if not text:
            return
        if target.type == "text":
            text = " ".join(text.split())
        try:
            self.values[target.id] = self._typed(target, text)
        except ValueError as fault:
            message, _, hint = str(fault).partition("；")
            self.refused.add(target.id)
            self._say("value", node.location, f"“{target.label}”：{message}", hint)
        if target.max_length and len(text) > target.max_length:
            message = f"“{target.label}”有 {len(text)} 个字，一般不超过 {target.max_length} 个字"
            self.findings.append(warning("document/long", node.location, message, "请精简。"))

    def _typed(self, target: Field, text: str) -> object:
        convert: dict[str, Callable[[str], object]] = {
            "date": to_date,
            "item": lambda word: to_item(word, self.vocabulary.disclosure_items),
            "theme": lambda word: to_theme(word, self.vocabulary.themes),
            "choice": lambda word: _choice(word, target),
        }
        return convert.get(target.type, str)(text)

    def _list(self, target: Field, node: Node) -> None:
        if target.type == "words":
            self._words(target, node)
            return
        items = node.items()
        if items is None:
            hint = f"换一行，写成“- {_PARTS[target.type]}: …”，减号后面空一格。"
            message = f"“{target.label}”应当逐项写，每项以“- ”开头"
            self._say("value", node.location, message, hint)
            return
        found = [self._part(target, item) for item in items]
        self.values[target.id] = tuple(one for one in found if one is not None)

    def _words(self, target: Field, node: Node) -> None:
        """Read words, as a list or on one line; nothing that was typed is left out."""
        items = node.items()
        if items is None and node.text() is not None:
            self.values[target.id] = to_words(node.text() or "")
            return
        hint = "写成 [甲, 乙] 这样，每项是一个词；或者不用括号，写成“甲、乙”。"
        if items is None:
            self._say("value", node.location, f"“{target.label}”应当是几个词", hint)
            return
        found: list[str] = []
        for item in items:
            word = item.text()
            if item.value is not None and word is None:
                self._say("value", item.location, f"“{target.label}”里有一项不是词", hint)
            elif word and ("，" in word or "；" in word):
                slip = list_slip((word,))
                self._say("value", item.location, f"“{target.label}”里的“{word}”连成了一个词", slip)
            elif word and word.strip():
                found.append(word.strip())
        self.values[target.id] = tuple(found)

    def _part(self, target: Field, node: Node) -> Attachment | Correction | None:
        """Read one attachment or one correction."""
        known = self.vocabulary.attachment_fields
        if target.type == "corrections":
            known = self.vocabulary.correction_fields
        mapping = node.mapping()
        if mapping is None and target.type == "attachments" and node.text():
            mapping = {"文件": node}
        if mapping is None:
            keys = "、".join(one.label for one in known)
            hint = f"写成“- {_PARTS[target.type]}: …”，减号和冒号后面各空一格。"
            self._say("value", node.location, f"“{target.label}”的每一项要写明：{keys}", hint)
            return None
        part = FrontMatter(self.file, self.path, self.vocabulary)
        part.take(mapping, known, node.location)
        # A part without its needed lines says nothing, so here they are not a matter of 待补充.
        for finding in part.findings:
            if finding.code == "document/missing":
                self._say("value", node.location, f"“{target.label}”{finding.message}", _ADD)
            else:
                self.findings.append(finding)
        if any(one.required and one.id not in part.values for one in known):
            return None
        if target.type == "corrections":
            day = part.day("day")
            return Correction(day, part.text("what"), part.text("why")) if day else None
        return self._attachment(part, node)

    def _attachment(self, part: "FrontMatter", node: Node) -> Attachment | None:
        written = part.text("path")
        slip = list_slip((written,)) if not written.isascii() else ""
        if slip:
            hint = f"{slip}几个附件请分行写，每行以“- ”开头。"
            self._say("attachment", node.location, f"附件的文件名“{written}”里有中文标点", hint)
            return None
        path = resolve_link(written, self.path)
        if path is None or "\\" in written or ":" in written:
            hint = "请写从本文件出发的相对地址，如 ../files/x.pdf。"
            self._say("attachment", node.location, f"附件“{written}”不在 content 里", hint)
            return None
        return Attachment(path, part.text("label") or path.rsplit("/", 1)[-1], node.location)


def _choice(word: str, target: Field) -> str:
    for value in target.values:
        if normalize_label(word) == normalize_label(value):
            return value
    # A wrong guess here would say the opposite: whoever is not sure lists them all.
    raise ValueError(f"没有“{word}”这个选项；{did_you_mean(word, target.values, HIGH_CONFIDENCE)}")
