"""A document as its author typed it, field by field: what a sheet of the catalogue holds of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.content.documents import check_status
from site_builder.content.front_matter import FrontMatter, split_front_matter
from site_builder.content.front_matter_fences import split_verbatim
from site_builder.content.front_matter_fields import front_matter_schemas
from site_builder.core.yaml.nodes import Node, decode_text
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.standards import Standards

_UNREADABLE = "文件开头的说明读不懂，请先照检查结果改正"
SHEET_TYPES = frozenset(
    ("text", "long", "date", "words", "item", "theme", "choice", "language", "references")
)
"""Types of fields whose values a cell can hold."""
_WORD_SEPARATOR = "、"


@dataclass(frozen=True, slots=True)
class TypedDocument:
    """A document's front matter, in words and in values."""

    keys: Mapping[str, str]
    """Id of the field → the key under which it is written."""
    texts: Mapping[str, str]
    """Id of the field → what a cell shows of it; a value that no cell can hold has none."""
    values: Mapping[str, object]
    """Id of the field → what the site understands by it, defaults included."""
    front_matter: str
    """The YAML with its own line ends; `before` and `after` are the rest of the file."""
    before: str
    after: str
    diagnostics: tuple[Diagnostic, ...]
    problem: str = ""
    """Why nothing in it can be edited, in Chinese."""

    def with_front_matter(self, text: str) -> bytes:
        """Return the whole file with other YAML."""
        return f"{self.before}{text}{self.after}".encode()


def read_typed_document(file: str, data: bytes, standards: Standards) -> TypedDocument:
    """Read a document or a report. What it lacks for the law is no matter here."""
    decoded, diagnostics = decode_text(data, file)
    yaml, _, line = split_front_matter(decoded)
    if diagnostics or not line:
        return TypedDocument({}, {}, {}, "", "", "", diagnostics, _UNREADABLE)
    front_matter = FrontMatter(file)
    schema = front_matter_schemas(standards).document
    front_matter.read(yaml, schema)
    if front_matter.readable:
        check_status(front_matter)
    keys: dict[str, str] = {}
    texts: dict[str, str] = {}
    types = {field.id: field.type for field in standards.document_fields}
    for key, node in front_matter.root.items():
        target = schema.by_name.get(key) or schema.by_label.get(schema.fold(key))
        if target and types[target.id] in SHEET_TYPES and target.id not in keys:
            keys[target.id] = key
            text = _cell_text(node, types[target.id])
            if text is not None:
                texts[target.id] = text
    parts = split_verbatim(data.decode())
    problem = "" if front_matter.readable and parts else _UNREADABLE
    before, own, after = parts or ("", "", "")
    return TypedDocument(
        keys=keys,
        texts=texts,
        values=front_matter.values,
        front_matter=own,
        before=before,
        after=after,
        diagnostics=tuple(front_matter.diagnostics),
        problem=problem,
    )


def _cell_text(node: Node, kind: str) -> str | None:
    """Return what a cell shows of a value; None when it cannot."""
    if node.value is None:
        return ""
    items = node.items()
    if items is None:
        text = node.text()
        return None if text is None else text.strip()
    words = [item.text() for item in items if item.value is not None]
    if kind not in ("words", "references") or None in words:
        return None
    separator = "\n" if kind == "references" else _WORD_SEPARATOR
    return separator.join(word.strip() for word in words if word)


def typed_value(yaml: str, field_id: str, standards: Standards) -> object:
    """Return what the site understands by a line of front matter; None for a mistake."""
    front_matter = FrontMatter("")
    front_matter.read(yaml, front_matter_schemas(standards).document)
    return front_matter.values.get(field_id)
