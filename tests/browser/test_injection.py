"""Author text is text everywhere: a few hundred hostile strings in every field run nothing.

The pages are opened without the web server's policy, as from a folder: what keeps them harmless is
how they are written, not who serves them.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import lxml.etree
import lxml.html
import pytest
from playwright.sync_api import Browser, Dialog, Page, Request
from playwright.sync_api import Error as PlaywrightError

from tests.browser.hostile_site import (
    CANARY,
    DAY,
    SUSPICIOUS_MARKS,
    TEXTS,
    UNSEEN,
    collapse_spaces,
    error_ids,
    published_documents,
    text_of,
    visit_and_collect,
    wrong_files,
)
from tests.browser.injection_sites import (
    SETTINGS,
    annual_report,
    fill_project,
    quote_yaml,
    remove_bodies,
    settings,
)
from tests.helpers import Project, format_list, run_cli
from tests.helpers.static_server import serve
from tests.properties.small_site import figures

CHUNK = 120
UNEQUAL = {("requests", "new", "applicant.total"): "1"}
OWN_ORIGIN = "https://gk.example.gov.cn/"
"""The site's address: the page for what is not found loads its style from there."""
SEARCH_FINISHED = """() => /^(找到|没有找到|请输入|检索时不看标点)/.test(
    document.getElementById("search-status").textContent)"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site in which everything is hostile, but for the texts that were refused."""
    project = Project(tmp_path_factory.mktemp("hostile"))
    fill_project(project, TEXTS)
    project.edit("config.yaml", settings(TEXTS[20:40], "审核级别: [初审]"))
    refused = wrong_files(project)
    assert len(refused) < len(TEXTS) / 10
    remove_bodies(project, refused)
    hidden = wrong_files(project)
    assert len(hidden) < 20
    for file in hidden:
        assert UNSEEN.search(project.read(file)), file
        project.remove(file)
    outcome = project.build(today=DAY)
    assert outcome.exit_code == 0, outcome.output[-2000:]
    return project


@pytest.fixture
def watched_page(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Open a page that records whatever runs, and whatever is asked for elsewhere."""
    # What runs, runs in a small window too, and a small one is painted sooner.
    context = browser.new_context(viewport={"width": 320, "height": 240})
    context.add_init_script(f"({CANARY})()")
    page = context.new_page()
    events: list[str] = []

    def on_request(request: Request) -> None:
        if not request.url.startswith(("file:", OWN_ORIGIN)):
            events.append(f"asks {request.url}")

    def on_dialog(dialog: Dialog) -> None:
        events.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", on_dialog)
    page.on("popup", lambda popup: events.append(f"popup {popup.url}"))
    page.on("pageerror", lambda error: events.append(f"error {error}"))
    page.on("request", on_request)
    yield page, events
    context.close()


@pytest.mark.timeout(900)
def test_nothing_runs_on_any_page(built: Project, watched_page: tuple[Page, list[str]]) -> None:
    assert len(TEXTS) > 300
    page, events = watched_page
    problems: list[str] = []
    # All lists show the same documents: the whole catalogue has each of them.
    lists = set(built.output.glob("catalogue/*.html")) - set(built.output.glob("catalogue/page-*"))
    further = {path for path in lists if "-page-" in path.name}
    kinds = sorted(lists.intersection(built.output.glob("catalogue/kind-*")) - further)
    pages = sorted(set(built.output.rglob("*.html")) - further - set(kinds[:-2]))
    assert len(pages) > len(TEXTS)
    for path in pages:
        page_events = [*visit_and_collect(page, path), *events]
        events.clear()
        problems += [f"{path.relative_to(built.output)}: {event}" for event in page_events]
    assert not problems, format_list(problems)


def test_nothing_runs_in_a_feed(built: Project, watched_page: tuple[Page, list[str]]) -> None:
    page, events = watched_page
    for name in ("atom.xml", "sitemap.xml"):
        path = built.output / name
        lxml.etree.parse(path)
        page.goto(path.as_uri())
        assert page.evaluate("() => window.heard") == []
        assert events == []
        spaces = {
            str(element.tag).partition("}")[0] for element in lxml.etree.parse(path).iter("*")
        }
        assert len(spaces) == 1, "an element of another language is in it"


@pytest.mark.timeout(900)
def test_nothing_runs_from_the_settings(
    tmp_path: Path, watched_page: tuple[Page, list[str]]
) -> None:
    """Every text in every setting, and in every field of a report; the article too."""
    page, events = watched_page
    count = sum(len(keys) for keys in SETTINGS.values())
    visible = [text for text in TEXTS if not UNSEEN.search(text)]
    for first in range(0, len(visible), CHUNK):
        project = Project(tmp_path / str(first))
        words = " ".join(visible[first : first + CHUNK])
        project.edit("config.yaml", settings([words] * count))
        project.edit("content/2021/files/a.txt", "附件")
        # What does not add up is accepted, with a reason that the report's page prints.
        project.edit("content/2021/figures.yaml", figures(2021, UNEQUAL))
        project.edit("content/2021/report.md", annual_report("标题", "正文。"))
        suppressions = [
            f"  - {{问题: {quote_yaml(item)}, 理由: {quote_yaml(words)}}}"
            for item in error_ids(project)
        ]
        assert suppressions
        text = "\n".join((figures(2021, UNEQUAL).rstrip(), "接受:", *suppressions, ""))
        project.edit("content/2021/figures.yaml", text)
        project.edit("content/2021/report.md", annual_report(words, words))
        if error_ids(project):
            project.edit("content/2021/report.md", annual_report(words, "正文。"))
        outcome = project.build(today=DAY)
        assert outcome.exit_code == 0, outcome.output[-1500:]
        for path in sorted(project.output.rglob("*.html")):
            assert [*visit_and_collect(page, path), *events] == [], f"{first}: {path.name}"
        article = project.path / "wechat"
        assert project.build(today=DAY, wechat=True, output=article).exit_code == 0
        marks = visit_and_collect(page, article / "2021-report.html")
        # An article carries its looks in its elements.
        assert [item for item in marks if not re.search("style>?$", item)] == []
        assert events == []


def test_nothing_runs_when_it_is_found(
    built: Project, watched_page: tuple[Page, list[str]]
) -> None:
    """Question, title, snippet and filters of the search page; no policy of a server helps it."""
    page, events = watched_page
    with serve(built.output, allow_scripts=True) as address:
        for text, url in [*published_documents(built)][::12]:
            words = " ".join(text.split())[:200]
            page.goto(f"{address}search.html?q={quote(words, safe='')}")
            page.wait_for_function(SEARCH_FINISHED)
            events[:] = [event for event in events if not event.startswith(f"asks {address}")]
            assert [
                *page.evaluate(SUSPICIOUS_MARKS),
                *page.evaluate("() => window.heard"),
                *events,
            ] == [], text
            links = page.locator("#search-list h3 a").evaluate_all("all => all.map(a => a.href)")
            many = "共" in page.inner_text("#search-status")
            assert many or f"{address}{url}" in links, text


def test_each_text_stands_on_its_page_as_it_was_written(built: Project) -> None:
    for text, url in published_documents(built):
        page = lxml.html.document_fromstring((built.output / url).read_text(encoding="utf-8"))
        (heading,) = page.iter("h1")
        assert collapse_spaces(heading.text_content()) == collapse_spaces(text)


def test_the_data_in_a_page_is_whole(built: Project) -> None:
    for text, url in published_documents(built):
        source = (built.output / url).read_text(encoding="utf-8")
        (data,) = re.findall(
            r'<script type="application/ld\+json">(.*?)</script', source, re.DOTALL
        )
        assert not set("<>&") & set(data)
        graph = json.loads(data)["@graph"]
        (document_node,) = (node for node in graph if node["@type"] == "DigitalDocument")
        assert collapse_spaces(document_node["name"]) == collapse_spaces(text)
        assert {node["@type"] for node in graph} == {"BreadcrumbList", "DigitalDocument"}


def test_no_such_name_signs(built: Project) -> None:
    sign = ("sign", str(built.path / "content/2021/report.md"), "--project", str(built.path))
    for name in TEXTS[:20]:
        exit_code, output, _ = run_cli(*sign, "--level", "初审", f"--signer={name}")
        assert exit_code == 1
        assert "姓名里不能有" in output


NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def test_no_cell_of_a_csv_is_a_formula(built: Project) -> None:
    count = 0
    for path in built.output.rglob("*.csv"):
        text = path.read_bytes().decode("utf-8-sig")
        for line in csv.reader(io.StringIO(text, newline=""), strict=True):
            for cell in line:
                count += 1
                assert NUMBER.fullmatch(cell) or not cell.startswith(FORMULA), (path.name, cell)
    assert count > len(TEXTS) * 10
    entries = list(csv.DictReader(io.StringIO(text_of(built, "catalogue.csv"), newline="")))
    assert len(entries) == len(list(published_documents(built))) + 1, "no text broke a line in two"
    data = json.loads((built.output / "catalogue.json").read_bytes())["entries"]
    for row, entry in zip(entries, data, strict=True):
        # A quote before it is all that was added.
        assert row["名称"].removeprefix("'") == entry["title"].removeprefix("'")


def test_the_canary_sings(tmp_path: Path, watched_page: tuple[Page, list[str]]) -> None:
    """What is looked for would be found: a page that escapes nothing is reported."""
    page, events = watched_page
    path = tmp_path / "careless.html"
    sung = 0
    some = TEXTS[::3]
    for text in some:
        path.write_text(f'<!doctype html><meta charset=utf-8><p title="{text}">{text}</p>', "utf-8")
        try:
            sung += bool([*visit_and_collect(page, path), *events])
        except PlaywrightError:  # it led the browser away
            sung += 1
        events.clear()
    assert sung > len(some) / 2, f"only {sung} of {len(some)} strings do anything at all"
