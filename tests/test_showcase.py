"""The park that is shown to people: nothing in it is wrong, and whatever there is can be seen."""

import re
import shutil
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path

import lxml.html

from site_builder.render.own_templates import template_origin
from tests.helpers import ROOT, SHOWCASE, Project, Site, run_cli
from tests.helpers.standards import STANDARDS
from tests.schemas.core_yaml import load

CONTENT = SHOWCASE / "content"
YEARS = range(2019, 2026)
NOT_SHOWN = {
    "公开联系方式": "it holds numbers of people, and nobody here is real",
    "党政机关标识图片": "a park that does not exist has no mark to show",
    "接受": "shown in a document; the settings have nothing to let stand",
    "字体": "the fonts that come along are shown",
}
"""Settings without a value, and why."""
INTERPRETED = 6
ALIKE = 0.25
"""Share of pieces of eight characters that the prose of two documents may have in common."""


def demo_day() -> str:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    match = re.search(r"examples/shifan-park --today (\S+)", makefile)
    assert match
    return match[1]


@cache
def documents() -> dict[str, tuple[dict[str, object], str]]:
    """Return the documents: path → what stands at their head, and their text."""
    parts = {
        path.relative_to(CONTENT).as_posix(): path.read_text(encoding="utf-8").split("---\n", 2)
        for path in CONTENT.glob("*/documents/*.md")
    }
    return {path: (load(head), text) for path, (_, head, text) in parts.items()}


def test_nothing_is_found_in_it(tmp_path: Path) -> None:
    project = Project(tmp_path / "site")
    shutil.copytree(SHOWCASE, project.path, ignore=shutil.ignore_patterns("public", ".build"))
    # How long reading takes, and whether that is reported, has nothing to do with the findings.
    check = ("check", "--quiet", "--project", str(project.path), "--today", demo_day())
    exit_code, output, _ = run_cli(*check)
    assert (exit_code, output) == (0, "")


def test_each_year_has_a_report_and_each_item_has_documents() -> None:
    reports = [int(path.parent.name) for path in CONTENT.glob("*/figures.yaml")]
    assert sorted(reports) == [*YEARS]
    items = Counter(str(head["公开事项"]) for head, _ in documents().values())
    few = [
        item.short
        for item in STANDARDS.disclosure_items
        if items[item.short] + items[str(item.number)] < 2
    ]
    assert not few
    assert len(documents()) >= 120


def test_each_field_and_each_status_is_there() -> None:
    heads = [head for head, _ in documents().values()]
    missing = [
        field.label
        for field in STANDARDS.document_fields
        if not any({field.label, *field.aliases} & head.keys() for head in heads)
    ]
    assert not missing
    assert {head["有效性"] for head in heads} == set(STANDARDS.status_kinds)


def test_what_a_cell_may_say_is_there(built_showcase: Site) -> None:
    """A number, 0, what does not apply, and what was left blank, let stand with a reason."""
    pages = [built_showcase.outcome.text(f"{year}/report.html") for year in YEARS]
    cells = {
        " ".join(cell.text_content().split())
        for page in pages
        for cell in lxml.html.fromstring(page).xpath("//table//td")
    }
    assert {"0", "/", "缺"} <= {cell[:1] for cell in cells}
    assert any(cell.isdecimal() and int(cell) for cell in cells)


def test_each_setting_has_a_value() -> None:
    settings = load((SHOWCASE / "config.yaml").read_text(encoding="utf-8"))
    missing = (None, "")
    empty = {
        each.group if each.group == "字体" else each.key
        for each in STANDARDS.settings
        if (settings.get(each.group, {}) if each.group else settings).get(each.key) in missing
    }
    assert empty == set(NOT_SHOWN)


def test_each_kind_of_link_of_the_frame_is_there(built_showcase: Site) -> None:
    page = lxml.html.fromstring(built_showcase.outcome.files["about.html"])
    for path in (
        "//nav[@class='site-nav']//a[@aria-current][@href='about.html']",
        "//nav[@class='site-nav']//a[starts-with(@href, 'https://')]",
        "//p[@class='site-header__link']/a[starts-with(@href, 'https://')]",
        "//footer//a[starts-with(@href, 'https://')]",
        "//footer//a[contains(., '示范图书馆')][starts-with(@href, 'outside/')]",
    ):
        assert page.xpath(path), path


def test_its_own_template_is_seen_and_watched(built_showcase: Site, tmp_path: Path) -> None:
    templates = [path for path in (SHOWCASE / "templates").rglob("*") if path.is_file()]
    assert [path.name for path in templates] == ["404.html"]
    assert "请管委会办公室代查" in built_showcase.outcome.text("404.html")
    project = Project(tmp_path / "site")
    shutil.copytree(SHOWCASE, project.path, ignore=shutil.ignore_patterns("public", ".build"))
    name = "templates/pages/404.html"
    current = template_origin("pages/404.html")
    assert "render/" not in project.check(today=demo_day()).output
    project.edit(name, project.read(name).replace(current, "0" * len(current)))
    assert f"{name}:1 提醒 render/behind" in project.check(today=demo_day()).output


def test_each_way_to_write_a_text_is_there(built_showcase: Site) -> None:
    pages = [
        lxml.html.fromstring(built_showcase.outcome.files[url])
        for url in built_showcase.pages
        if re.match(r"(\d{4}|rules)/|guide", url)
    ]
    ways = {
        "picture": "//main//img[@alt]",
        "name of a table": "//main//table/caption",
        "row label": "//main//td/preceding-sibling::th[@scope='row']",
        "cells across columns": "//main//th[@colspan > 1]",
        "cells across rows": "//main//th[@rowspan > 1]",
        "group of rows": "//main//th[@scope='rowgroup' or @scope='colgroup']",
        "lines in a cell": "//main//td//br",
        "note": "//main//sup",
        "quotation": "//main//blockquote",
        "terms": "//main//dl/dt",
        "as typed": "//main//pre",
        "line between parts": "//main//hr",
        "bold": "//main//strong",
        "list": "//main//ul/li",
        "numbers": "//main//ol/li",
        "another language": "//main//*[@lang='en']",
        "outside link": "//main//a[contains(@href, 'outside/')]",
        "small heading": "//main//h4",
        "list in a list": "//main//li//ul/li",
        "bare address": "//main//a[starts-with(., 'https://')]",
        "number of a table": "//main//caption[starts-with(normalize-space(), '表1')]",
        "three columns of labels": "//main//tbody/tr[count(th) = 3]",
        "letters left out": "//main//p[contains(., '**')]",
    }
    missing = [way for way, path in ways.items() if not any(page.xpath(path) for page in pages)]
    assert not missing
    guide = (ROOT / "docs/tables.md").read_text(encoding="utf-8")
    settings = re.findall(r"(?m)^\| `(\S+)` \|", guide)
    texts = "".join(text for _, text in documents().values())
    assert len(settings) > 3
    assert not [name for name in settings if f"\n{name}: " not in texts]
    suffixes = {path.suffix for path in CONTENT.glob("*/files/*")}
    assert suffixes >= {".csv", ".xlsx", ".docx", ".pdf", ".txt", ".json", ".zip", ".png", ".jpg"}


def test_interpretations_are_linked_both_ways(built_showcase: Site) -> None:
    pairs = 0
    for url in built_showcase.pages:
        if re.fullmatch(r"\d{4}/documents/.+-(explained|faq)\.html", url):
            policy = re.sub(r"-(explained|faq)", "", url)
            if policy not in built_showcase.outcome.files:
                policy = url.replace("-explained", "-rules")
            names = [each.rpartition("/")[2] for each in (policy, url)]
            assert names[0] in built_showcase.outcome.text(url)
            assert names[1] in built_showcase.outcome.text(policy)
            pairs += 1
    assert pairs >= INTERPRETED


def test_every_page_states_that_nothing_is_real(built_showcase: Site) -> None:
    silent = [
        url
        for url in built_showcase.pages
        if "都是虚构的，不是政府网站" not in built_showcase.outcome.text(url)
    ]
    assert not silent


def test_no_document_repeats_another() -> None:
    lines = {
        path: "".join(line for line in text.splitlines() if not line.startswith("|"))
        for path, (_, text) in documents().items()
    }
    pieces = {
        path: {text[start : start + 8] for start in range(len(text) - 8)}
        for path, text in lines.items()
    }
    alike = [
        f"{path} {other}"
        for path, other in combinations(pieces, 2)
        if len(pieces[path] & pieces[other]) > ALIKE * min(len(pieces[path]), len(pieces[other]))
    ]
    assert not alike
