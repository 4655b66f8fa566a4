"""The JSON Schemas accept all sources of the project and refuse what people mistype."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from site_builder.model.download_formats import DOWNLOAD_CHOICES
from site_builder.standards.json_schemas import SCHEMA_FOLDER, schema_texts
from tests.helpers import EXAMPLE, ROOT, SHOWCASE, ProjectFactory, run_cli
from tests.helpers.standards import STANDARDS
from tests.schemas.core_yaml import load

SCHEMAS: dict[str, Any] = {name: json.loads(text) for name, text in schema_texts(STANDARDS).items()}
VALIDATORS = {name: jsonschema.Draft7Validator(schema) for name, schema in SCHEMAS.items()}
PROJECTS = (ROOT, EXAMPLE, SHOWCASE)
INTRODUCTION = re.compile(r"(?:[0-9]{4}/)?index\.md")


def sources() -> list[Path]:
    return [
        path
        for project in PROJECTS
        for path in (
            project / "config.yaml",
            *sorted((project / "content").rglob("figures.yaml")),
            *sorted((project / "content").rglob("*.md")),
        )
    ]


def schema_of(path: Path, text: str) -> str:
    """Return the schema of a source, by its place in the project."""
    if path.name == "config.yaml":
        return "config.json"
    if path.name == "figures.yaml":
        key = re.search(r"^表式: *(\S+)", text, re.MULTILINE)
        assert key
        return f"figures-{key[1]}.json"
    below = path.as_posix().rpartition("/content/")[2]
    if INTRODUCTION.fullmatch(below):
        return "introduction.json"
    is_document = "/documents/" in below or below.endswith("report.md")
    return "document.json" if is_document else "page.json"


def errors(schema: str, value: object) -> list[str]:
    """Return what is wrong, each with the keys that lead there."""
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in VALIDATORS[schema].iter_errors(value)
    ]


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_schema_with_chinese_titles_and_examples(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMAS[name])
    keys = SCHEMAS[name]["properties"]
    for key, schema in keys.items():
        assert re.search("[一-鿿]", schema.get("title", key)), key
    assert '"examples"' in json.dumps(SCHEMAS[name])
    assert len(json.dumps(SCHEMAS[name], ensure_ascii=False)) < 150_000


def properties(schema: object) -> list[tuple[str, dict[str, Any]]]:
    """Return all keys that a schema knows, at any depth, but those a condition asks for."""
    if isinstance(schema, list):
        return [item for part in schema for item in properties(part)]
    if not isinstance(schema, dict):
        return []
    parts = [value for key, value in schema.items() if key not in ("if", "examples")]
    return [*schema.get("properties", {}).items(), *properties(parts)]


@pytest.mark.parametrize("name", ["config", "bodies", "document", "page", "introduction"])
def test_each_key_is_described(name: str) -> None:
    listed = properties(SCHEMAS[f"{name}.json"])
    assert listed
    groups = {setting.group for setting in STANDARDS.settings}
    bare = [key for key, schema in listed if not schema.get("description") and key not in groups]
    assert not bare


def test_all_sources_of_the_project_are_accepted() -> None:
    schemas = set()
    for path in sources():
        text = path.read_text(encoding="utf-8")
        name = schema_of(path, text)
        schemas.add(name)
        front_matter = re.match(r"---\n(.*?)^---\n", text, re.DOTALL | re.MULTILINE)
        value = load(front_matter[1] if front_matter else text if path.suffix == ".yaml" else "")
        assert not errors(name, {} if value is None else value), path
    assert schemas == SCHEMAS.keys() - {"bodies.json"}


def examples(schema: object) -> list[tuple[dict[str, Any], Any]]:
    """Return all parts of a schema that show examples, with each of them."""
    if isinstance(schema, list):
        return [item for part in schema for item in examples(part)]
    if not isinstance(schema, dict):
        return []
    own = [(schema, example) for example in schema.get("examples", ())]
    parts = [value for key, value in schema.items() if key != "examples"]
    return [*own, *examples(parts)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_example_keeps_its_schema(name: str) -> None:
    listed = examples(SCHEMAS[name])
    assert listed
    for part, example in listed:
        whole = {**part, "definitions": SCHEMAS[name].get("definitions", {})}
        jsonschema.validate(example, whole, jsonschema.Draft7Validator)


FIGURES = ROOT / "content/2020/figures.yaml"
BODY = "机构:\n  - {代码: a, 名称: 甲, 类别: 部门}\n"


@pytest.mark.parametrize(
    ("schema", "text", "place"),
    [
        ("config.json", "站点: {名稱: 甲}", "站点: "),
        ("config.json", "站点: {标识码: 12}", ""),
        ("config.json", "下载: [pdf, word]", "下载/1: "),
        ("config.json", "下载: pdf", "下载: "),
        ("config.json", "审核: 要", "审核: "),
        ("config.json", "目录每页: 501", "目录每页: "),
        ("config.json", "站点: {网址: www.example.gov.cn}", "站点/网址: "),
        ("config.json", "部署: {正式: {方式: FTP}}", "部署/正式/方式: "),
        ("config.json", "部署: {正式: {方式: SSH, 主机: a.cn}}", "部署/正式: "),
        ("config.json", "部署: {正式: {方式: 文件夹, 目录: d, 密码: x}}", "部署/正式: "),
        ("config.json", "接受: [{问题: 'a/b'}]", "接受/0: "),
        ("document.json", "名称: [甲]", "名称: "),
        ("document.json", "发布日期: 2021-1", "发布日期: "),
        ("document.json", "有效性: 有效的", "有效性: "),
        ("document.json", "公开事项: 16", "公开事项: "),
        ("document.json", "公开事项: 其它", "公开事项: "),
        ("document.json", "主题分类: 综合", "主题分类: "),
        ("document.json", "附件: [{名称: 甲}]", "附件/0: "),
        ("document.json", "更正: [{日期: 2021-01-02}]", "更正/0: "),
        ("document.json", "解读: 解读.md", "解读: "),
        ("page.json", "主题分类: 国防", ": "),
        ("introduction.json", "有效性: 有效", ": "),
        ("bodies.json", "机构: []", "机构: "),
        ("bodies.json", BODY.replace("部门", "科"), "机构/0/类别: "),
        ("bodies.json", BODY.replace("代码: a, ", ""), "机构/0: "),
        ("bodies.json", BODY.replace("}", ", 起: 去年}"), "机构/0/起: "),
        ("bodies.json", BODY.replace("}", ", 应报年度: 每年}"), "机构/0/应报年度: "),
    ],
)
def test_typical_mistakes_are_refused(schema: str, text: str, place: str) -> None:
    problems = errors(schema, load(text))
    if not place:
        assert problems == []  # a number where a text may look like one: `check` judges it
    else:
        assert any(problem.startswith(place) for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("规章: [0, 2, 10]", "规章: [0, 2]", "主动公开/规章: "),
        ("规章: [0, 2, 10]", "规章: [0, 2, 10, 1]", "主动公开/规章: "),
        ("规章: [0, 2, 10]", "规章: [0, -2, 10]", "主动公开/规章/1: "),
        ("规章: [0, 2, 10]", "规章: [0, 2件, 10]", "主动公开/规章/1: "),
        ("规章: [0, 2, 10]", "规章: []", "主动公开/规章: "),
        ("规章: [0, 2, 10]", "规彰: [0, 2, 10]", "主动公开: "),
        ("[12, +1, 0]", "[12, 1（增）, 0]", "主动公开/行政许可/1: "),
        ("[12, +1, 0]", "[12, 1.5, 0]", "主动公开/行政许可/1: "),
        ("表式: 2019", "表式: 2021", "表式: "),
        ("    部分公开: [0, 0, 0, 0, 0, 0, 0]\n", "", "申请/办理结果: "),
        ("复议诉讼:", "复议:", ": "),
    ],
)
def test_mistakes_in_figures_are_refused(old: str, new: str, place: str) -> None:
    text = FIGURES.read_text(encoding="utf-8")
    assert errors("figures-2019.json", load(text)) == []
    problems = errors("figures-2019.json", load(text.replace(old, new, 1)))
    assert any(problem.startswith(place) for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("规章: [0, 2, 10]", "规章: [0, 缺, /]"),
        ("规章: [0, 2, 10]", "规章: 0 2 10"),
        ("规章: [0, 2, 10]", "规章: {本年新制作数量: 0, 本年新公开数量: 2, 对外公开总数量: 10}"),
        ("政府集中采购: [0, 0]", "政府集中采购: [1, 35.8万元]"),
    ],
)
def test_each_way_to_type_a_row_is_accepted(old: str, new: str) -> None:
    text = FIGURES.read_text(encoding="utf-8")
    assert old in text
    assert errors("figures-2019.json", load(text.replace(old, new, 1))) == []


def test_new_sources_name_their_schema_wherever_the_folder_goes(tmp_path: Path) -> None:
    project = tmp_path / "site"
    options = ("--organization", "示范区民政局", "--today", "2026-01-31")
    assert run_cli("new", "site", str(project), *options)[0] == 0
    assert run_cli("new", "report", "2025", "--project", str(project))[0] == 0
    moved = project.rename(tmp_path / "moved")
    for path, name in (("config.yaml", "config"), ("content/2025/figures.yaml", "figures-2021")):
        first, _, _ = (moved / path).read_text(encoding="utf-8").partition("\n")
        address = first.removeprefix("# yaml-language-server: $schema=")
        schema = (moved / path).parent.joinpath(address).resolve()
        assert schema == (moved / SCHEMA_FOLDER / f"{name}.json").resolve()
        assert json.loads(schema.read_text(encoding="utf-8")) == SCHEMAS[f"{name}.json"]


def test_a_year_that_is_there_brings_no_schemas(make_project: ProjectFactory) -> None:
    site = make_project("--- content/2025/figures.yaml\n表式: 2021\n")
    assert run_cli("new", "report", "2025", "--project", str(site.path))[0] == 0
    assert not (site.path / SCHEMA_FOLDER).exists()


def test_the_command_writes_what_is_current(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "config.json").write_text("{}", encoding="utf-8")
    exit_code, output, _ = run_cli("schema", "--output", str(folder))
    assert exit_code == 0
    assert output.count("已写好") == len(SCHEMAS) + 1, "and that of what --json prints"
    for name, text in schema_texts(STANDARDS).items():
        assert (folder / name).read_text(encoding="utf-8") == text
    (tmp_path / "file").touch()
    exit_code, output, _ = run_cli("schema", "--output", str(tmp_path / "file"))
    assert (exit_code, "写不进" in output) == (1, True)


def test_choices_are_those_of_the_program() -> None:
    downloads = SCHEMAS["config.json"]["properties"]["下载"]["items"]["enum"]
    assert downloads == list(DOWNLOAD_CHOICES)
