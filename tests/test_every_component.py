"""Each component: described, styled, and every example of it is whole HTML as last looked at."""

import html.parser
import re
from typing import Any

import lxml.etree
import pytest
import yaml
from jinja2 import nodes

from site_builder.render import components
from site_builder.render.template_folder import Templates
from tests.helpers import ROOT, Expected, format_list

TEMPLATES = Templates(ROOT / "templates", "")
FOLDER = TEMPLATES.folder / "components"
GOLDEN = ROOT / "tests" / "golden" / "components"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
every_component = pytest.mark.parametrize("name", NAMES)

IMPLIED_END = {"li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}}
"""Elements that end where one of these begins, or their parent ends: HTML asks for no end tag."""
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
_SUFFIXES = ("html", "yaml", "css")
MAX_GOLDEN_LENGTH = 20_000
"""Characters of a golden text; nobody reads a longer one."""


def read_description(name: str) -> dict[str, Any]:
    with (FOLDER / name / f"{name}.yaml").open(encoding="utf-8") as file:
        description = yaml.safe_load(file)
    assert isinstance(description, dict)
    return description


def macro(name: str) -> nodes.Macro:
    return components.find_macro(TEMPLATES, name)


def render(name: str, arguments: dict[str, object]) -> str:
    return components.render_example(TEMPLATES, name, arguments)


class _Balance(html.parser.HTMLParser):
    """Reports tags that do not pair, attributes written twice, ids used twice, inline code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.problems: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.open and self.open[-1] in IMPLIED_END.get(tag, ()):
            self.open.pop()
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
        if self.open[-1:] != [tag] and set(self.open[-1:]) & IMPLIED_END.keys():
            self.open.pop()
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()


def html_errors(text: str) -> list[str]:
    parser = _Balance()
    parser.feed(text)
    parser.close()
    return parser.problems + [f"<{tag}> is never closed" for tag in parser.open]


def test_the_balance_finds_faults() -> None:
    assert html_errors('<p id="a">甲<br><img src="a"></p>') == []
    assert html_errors("<ul><li>甲<li>乙</ul><dl><div><dt>甲<dd>乙</div></dl>") == []
    assert html_errors("<ul><li><b>甲</ul>")[0] == "</ul> closes ['b']"
    assert html_errors("<p>甲") == ["<p> is never closed"]
    assert html_errors("甲</p>") == ["</p> closes []"]
    assert html_errors("<b><i>甲</b></i>") == ["</b> closes ['i']", "<b> is never closed"]
    assert html_errors("<p id='a'></p><p id='a'></p>") == ["id a twice"]
    assert html_errors('<p style="x" onclick="y"></p>') == ["<p> has style", "<p> has onclick"]
    assert html_errors('<p class="a" class="b"></p>') == ["<p> has an attribute twice"]


def test_there_are_components() -> None:
    assert len(NAMES) > 15


@every_component
def test_a_component_is_three_files_of_one_name(name: str) -> None:
    files = {path.name for path in (FOLDER / name).iterdir()}
    assert {f"{name}.html", f"{name}.yaml"} <= files <= {f"{name}.{end}" for end in _SUFFIXES}
    assert macro(name).name == name.replace("-", "_")


@every_component
def test_the_parameters_are_those_described(name: str) -> None:
    description = read_description(name)
    assert description.keys() == {"parameters", "examples"}
    arguments = [argument.name for argument in macro(name).args]
    assert list(description["parameters"]) == arguments
    assert macro(name).defaults == []
    assert all(isinstance(text, str) and text for text in description["parameters"].values())
    names = [example["name"] for example in description["examples"]]
    assert names
    assert len(set(names)) == len(names)
    for example in description["examples"]:
        assert example.keys() == {"name", "arguments"}, example["name"]
        assert example["arguments"].keys() == set(arguments), example["name"]


@every_component
def test_each_example_is_whole_html(name: str) -> None:
    problems = []
    for example in read_description(name)["examples"]:
        text = render(name, example["arguments"])
        problems += [f"{example['name']}: {problem}" for problem in html_errors(text)]
        parser = lxml.etree.HTMLParser(recover=False)
        page = f"<!DOCTYPE html><html><head><title>x</title></head><body>{text}</body></html>"
        lxml.etree.fromstring(page.encode(), parser)
        problems += [
            f"{example['name']}: {error.message}"
            for error in parser.error_log
            if "Tag" not in error.message  # libxml2 knows no HTML5 elements
        ]
    assert not problems, format_list(problems)


@every_component
def test_every_class_of_the_style_is_used_and_its_own(name: str) -> None:
    path = FOLDER / name / f"{name}.css"
    if not path.exists():
        source = (FOLDER / name / f"{name}.html").read_text(encoding="utf-8")
        # An article has a style sheet of its own (templates/wechat/); what leads to a notice
        # is known by its class, as in texts.
        assert all(
            class_name == "outside" or class_name.startswith(f"{name}__")
            for class_name in re.findall(r'class="([^"]*)"', source)
        )
        return
    style = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    source = (FOLDER / name / f"{name}.html").read_text(encoding="utf-8")
    classes = {
        class_name
        for class_name in re.findall(r"\.(-?[a-z][\w-]*)", style)
        if class_name.startswith(name)
    }
    assert classes
    unused = {
        class_name
        for class_name in classes
        if class_name not in source and class_name.rpartition("--")[0] + "--{{" not in source
    }
    assert unused == set()


@every_component
def test_each_example_looks_as_it_did(name: str, expected: Expected) -> None:
    pieces = []
    for example in read_description(name)["examples"]:
        text = render(name, example["arguments"])
        lines = [line.rstrip() for line in text.splitlines() if line.strip()]
        pieces.append("\n".join([f"=== {example['name']}", *lines]) + "\n")
    golden = "\n".join(pieces)
    assert len(golden) < MAX_GOLDEN_LENGTH
    expected(GOLDEN / f"{name}.txt", golden)


@every_component
def test_text_is_escaped(name: str) -> None:
    """Nothing that an office writes becomes markup; HTML comes in a type of its own."""
    evil = "<script>&\"'"
    for example in read_description(name)["examples"]:
        text = render(name, _poisoned(example["arguments"], evil))
        assert "<script>" not in text, example["name"]


def _poisoned(value: Any, evil: str) -> Any:  # noqa: ANN401 - examples hold any data
    if isinstance(value, str):
        return value + evil if value else value
    if isinstance(value, dict):
        return {key: _poisoned(child, evil) for key, child in value.items()}
    if isinstance(value, list):
        return [_poisoned(child, evil) for child in value]
    return value
