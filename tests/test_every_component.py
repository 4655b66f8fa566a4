"""Each component: described, styled, and every example of it is whole HTML as last looked at."""

import html.parser
import re
from typing import Any

import lxml.etree
import pytest
import yaml
from jinja2 import nodes

from site_builder.render import components
from tests.tools import ROOT, Expected, listed

FOLDER = ROOT / "templates" / "components"
GOLDEN = ROOT / "tests" / "golden" / "components"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
every_component = pytest.mark.parametrize("name", NAMES)

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
_ENDINGS = ("html", "yaml", "css")
MOST = 20_000
"""Characters of a golden text; nobody reads a longer one."""


def described(name: str) -> dict[str, Any]:
    with (FOLDER / name / f"{name}.yaml").open(encoding="utf-8") as file:
        found = yaml.safe_load(file)
    assert isinstance(found, dict)
    return found


def macro(name: str) -> nodes.Macro:
    return components.macro(ROOT / "templates", name)


def rendered(name: str, arguments: dict[str, object]) -> str:
    return components.rendered(ROOT / "templates", name, arguments)


class _Balance(html.parser.HTMLParser):
    """Tells of tags that do not pair, attributes written twice, ids used twice, inline code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.problems: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.problems.append(f"<{tag}> has an attribute twice")
        for name, value in attrs:
            if name == "id":
                if value in self.ids:
                    self.problems.append(f"id {value} twice")
                self.ids.add(value or "")
            if name == "style" or name.startswith("on"):
                self.problems.append(f"<{tag}> has {name}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.problems.append(f"<{tag}/> does not close itself in HTML")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()


def faults(text: str) -> list[str]:
    parser = _Balance()
    parser.feed(text)
    parser.close()
    return parser.problems + [f"<{tag}> is never closed" for tag in parser.open]


def test_the_balance_finds_faults() -> None:
    assert faults('<p id="a">甲<br><img src="a"></p>') == []
    assert faults("<p>甲") == ["<p> is never closed"]
    assert faults("甲</p>") == ["</p> closes []"]
    assert faults("<b><i>甲</b></i>") == ["</b> closes ['i']", "<b> is never closed"]
    assert faults("<p id='a'></p><p id='a'></p>") == ["id a twice"]
    assert faults('<p style="x" onclick="y"></p>') == ["<p> has style", "<p> has onclick"]
    assert faults('<p class="a" class="b"></p>') == ["<p> has an attribute twice"]


def test_there_are_components() -> None:
    assert len(NAMES) > 15


@every_component
def test_a_component_is_three_files_of_one_name(name: str) -> None:
    files = {path.name for path in (FOLDER / name).iterdir()}
    assert {f"{name}.html", f"{name}.yaml"} <= files <= {f"{name}.{end}" for end in _ENDINGS}
    assert macro(name).name == name.replace("-", "_")


@every_component
def test_the_parameters_are_those_described(name: str) -> None:
    found = described(name)
    assert found.keys() == {"parameters", "examples"}
    arguments = [argument.name for argument in macro(name).args]
    assert list(found["parameters"]) == arguments
    assert macro(name).defaults == []
    assert all(isinstance(text, str) and text for text in found["parameters"].values())
    names = [example["name"] for example in found["examples"]]
    assert names
    assert len(set(names)) == len(names)
    for example in found["examples"]:
        assert example.keys() == {"name", "arguments"}, example["name"]
        assert example["arguments"].keys() == set(arguments), example["name"]


@every_component
def test_each_example_is_whole_html(name: str) -> None:
    problems = []
    for example in described(name)["examples"]:
        text = rendered(name, example["arguments"])
        problems += [f"{example['name']}: {fault}" for fault in faults(text)]
        parser = lxml.etree.HTMLParser(recover=False)
        page = f"<!DOCTYPE html><html><head><title>x</title></head><body>{text}</body></html>"
        lxml.etree.fromstring(page.encode(), parser)
        problems += [
            f"{example['name']}: {one.message}"
            for one in parser.error_log
            if "Tag" not in one.message  # libxml2 knows no HTML5 elements
        ]
    assert not problems, listed(problems)


@every_component
def test_every_class_of_the_style_is_used_and_its_own(name: str) -> None:
    path = FOLDER / name / f"{name}.css"
    if not path.exists():
        source = (FOLDER / name / f"{name}.html").read_text(encoding="utf-8")
        # An article has a style sheet of its own (templates/wechat/).
        assert all(one.startswith(f"{name}__") for one in re.findall(r'class="([^"]*)"', source))
        return
    style = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    source = (FOLDER / name / f"{name}.html").read_text(encoding="utf-8")
    classes = {one for one in re.findall(r"\.(-?[a-z][\w-]*)", style) if one.startswith(name)}
    assert classes
    unused = {
        one
        for one in classes
        if one not in source and one.rpartition("--")[0] + "--{{" not in source
    }
    assert unused == set()


@every_component
def test_each_example_looks_as_it_did(name: str, expected: Expected) -> None:
    pieces = []
    for example in described(name)["examples"]:
        text = rendered(name, example["arguments"])
        lines = [line.rstrip() for line in text.splitlines() if line.strip()]
        pieces.append("\n".join([f"=== {example['name']}", *lines]) + "\n")
    golden = "\n".join(pieces)
    assert len(golden) < MOST
    expected(GOLDEN / f"{name}.txt", golden)


@every_component
def test_text_is_escaped(name: str) -> None:
    """Nothing that an office writes becomes markup; HTML comes in a type of its own."""
    evil = "<script>&\"'"
    for example in described(name)["examples"]:
        text = rendered(name, _poisoned(example["arguments"], evil))
        assert "<script>" not in text, example["name"]


def _poisoned(value: Any, evil: str) -> Any:  # noqa: ANN401 - examples hold any data
    if isinstance(value, str):
        return value + evil if value else value
    if isinstance(value, dict):
        return {key: _poisoned(child, evil) for key, child in value.items()}
    if isinstance(value, list):
        return [_poisoned(child, evil) for child in value]
    return value
