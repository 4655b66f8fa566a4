"""Front matter → typed values, with a diagnostic for each mistake."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from site_builder.content.front_matter_fences import missing_front_matter_error, split_front_matter
from site_builder.core.yaml.errors import find_syntax_mistake, trailing_comments
from site_builder.core.yaml.nodes import Node, parse_yaml
from site_builder.core.yaml.schema import Schema, read_mapping
from site_builder.core.yaml.value_checks import check_values
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.document_fields import Attachment, Correction, Reference
from site_builder.model.location import Location
from site_builder.model.suppression import Suppression

__all__ = ["FrontMatter", "missing_front_matter_error", "split_front_matter"]

T = TypeVar("T")


@dataclass(slots=True)
class FrontMatter:
    """The values of one file's front matter, by field id; a field not written has none."""

    file: str
    values: dict[str, object] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    root: Mapping[str, Node] = field(default_factory=dict)
    """What was typed, for rules that check the words."""
    readable: bool = True
    """False: the file could not be taken apart, and nothing in it can be believed."""

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
        return self._items("attachments", Attachment)

    def references(self, name: str) -> tuple[Reference, ...]:
        """Return other documents."""
        return self._items(name, Reference)

    def suppressions(self) -> tuple[Suppression, ...]:
        """Return the accepted diagnostics."""
        return self._items("accepted", Suppression)

    def corrections(self) -> tuple[Correction, ...]:
        """Return the corrections, newest first."""
        listed = self._items("corrections", Correction)
        return tuple(sorted(listed, key=lambda item: item.corrected_on, reverse=True))

    def _items(self, name: str, kind: type[T]) -> tuple[T, ...]:
        value = self.values.get(name)
        if not isinstance(value, tuple):
            return ()
        return tuple(item for item in value if isinstance(item, kind))

    def read(self, yaml: str, schema: Schema) -> None:
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
        if "<" in yaml or "&" in yaml:
            self.diagnostics.extend(check_values(mapping))
        result = read_mapping(mapping.items(), schema, Location(self.file, 1))
        self.values = result.values
        self.locations = {name: node.key_location for name, node in result.nodes.items()}
        self.diagnostics.extend(result.diagnostics)
