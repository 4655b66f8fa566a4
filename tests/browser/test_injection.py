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

from tests.browser.injected import SETTINGS, annual, fill, named, quoted, settings, without_bodies
from tests.browser.injections import payloads
from tests.properties.small_site import figures
from tests.searching import served
from tests.tools import Project, listed, run_cli

TEXTS = payloads()
DAY = "2022-06-01"
CHUNK = 50
UNEQUAL = {("requests", "new", "applicant.total"): "1"}
OWN = "https://gk.example.gov.cn/"
"""The site's address: the page for what is not found loads its style from there."""
REFUSED = {
    *("prose/link", "plan/link", "prose/heading", "report/heading"),
    *("w005/character", "prose/comment"),
}
"""Rules that refuse a text outright: links to nowhere good, what is unseen or swallows headings."""
UNSEEN = re.compile("[\u200b\u202e\u2066\u2069\ufeff]|<!--")
"""What is refused in any field: signs that nobody sees, notes that nobody should."""

CANARY = """() => {
    window.heard = [];
    const hear = name => function () { window.heard.push(name); };
    for (const name of ["canary", "alert", "confirm", "prompt", "print", "open"]) {
        window[name] = hear(name);
    }
}"""

# What a page of ours may hold, whatever somebody wrote; and every handler that could run, runs.
LOOK = """() => {
    const found = [];
    const ours = /^(?!\\s*(javascript|data|vbscript|blob|file):)/i;
    for (const one of document.querySelectorAll("*")) {
        const name = one.tagName.toLowerCase();
        if (["iframe", "object", "embed", "frame", "portal", "applet", "template", "style",
             "audio", "video", "math", "animate", "use", "foreignobject"].includes(name) &&
            one.id !== "search-result") {
            found.push(`<${name}>`);
        }
        if (name === "script" && one.type !== "application/ld+json" &&
            !/^(\\.\\.\\/)*assets\\//.test(one.getAttribute("src") || "")) found.push("<script>");
        if (name === "meta" && one.httpEquiv) found.push(`<meta ${one.httpEquiv}>`);
        for (const {name: key, value} of one.attributes) {
            if (/^on/i.test(key) || ["style", "srcdoc", "srcset", "autofocus"].includes(key)) {
                found.push(`<${name} ${key}>`);
            }
            if (["href", "src", "action", "formaction", "xlink:href", "data"].includes(key) &&
                !ours.test(value.replace(/[\\u0000-\\u0020]/g, ""))) found.push(`${key}=${value}`);
        }
        for (const event of ["click", "mouseover", "pointerenter", "focus", "toggle", "error"]) {
            if (event !== "click" || !one.closest("a")) one.dispatchEvent(new Event(event));
        }
    }
    return found;
}"""


FOUND = """() => /^(找到|没有找到|请输入)/.test(
    document.getElementById("search-status").textContent)"""


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site in which everything is hostile, but for the texts that were refused."""
    made = Project(tmp_path_factory.mktemp("hostile"))
    fill(made, TEXTS)
    made.edit("config.yaml", settings(TEXTS[20:40], "审核级别: [初审]"))
    refused = wrong_files(made)
    assert len(refused) < len(TEXTS) / 10
    without_bodies(made, refused)
    hidden = wrong_files(made)
    assert len(hidden) < 20
    for file in hidden:
        assert UNSEEN.search(made.read(file)), file
        made.remove(file)
    outcome = made.build(today=DAY)
    assert outcome.code == 0, outcome.out[-2000:]
    return made


def errors(made: Project) -> list[str]:
    """List what is wrong with a site, as one names it to accept it."""
    told = json.loads(run_cli("check", "--project", str(made.path), "--format", "json")[2])
    return sorted({one["id"] for one in told["findings"] if one["severity"] == "error"})


def wrong_files(made: Project) -> set[str]:
    """List the files of a site that would not be published."""
    told = json.loads(run_cli("check", "--project", str(made.path), "--format", "json")[2])
    wrong = [one for one in told["findings"] if one["severity"] == "error"]
    assert {one["rule"] for one in wrong} <= REFUSED, listed(one["message"] for one in wrong)
    return {one["file"] for one in wrong}


def left(made: Project) -> Iterator[tuple[str, str]]:
    """Give the texts that were published, and the addresses of their pages."""
    for number, text in enumerate(TEXTS):
        if (made.path / named(number)).exists():
            yield text, named(number).removeprefix("content/").replace(".md", ".html")


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Open a page that hears whatever runs, and whatever is asked for elsewhere."""
    context = browser.new_context()
    context.add_init_script(f"({CANARY})()")
    page = context.new_page()
    heard: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith(("file:", OWN)):
            heard.append(f"asks {request.url}")

    def spoke(dialog: Dialog) -> None:
        heard.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", spoke)
    page.on("popup", lambda popup: heard.append(f"popup {popup.url}"))
    page.on("pageerror", lambda error: heard.append(f"error {error}"))
    page.on("request", asked)
    yield page, heard
    context.close()


def opened(page: Page, path: Path) -> list[str]:
    """Open a file, set off whatever waits in it, and tell what should not be there."""
    page.goto(path.as_uri())
    found = page.evaluate(LOOK) + page.evaluate("() => window.heard || []")
    # The 404 page asks for its scripts at the root of a host: in a folder there are none.
    return [str(one) for one in found if (path.name, one) != ("404.html", "<script>")]


@pytest.mark.timeout(900)
def test_nothing_runs_on_any_page(built: Project, watched: tuple[Page, list[str]]) -> None:
    assert len(TEXTS) > 300
    page, heard = watched
    problems: list[str] = []
    # Forty lists by kind are one list forty times.
    kinds = sorted(built.output.glob("catalogue/kind-*.html"))
    pages = sorted(set(built.output.rglob("*.html")) - set(kinds[:-2]))
    assert len(pages) > len(TEXTS)
    for path in pages:
        said = [*opened(page, path), *heard]
        heard.clear()
        problems += [f"{path.relative_to(built.output)}: {one}" for one in said]
    assert not problems, listed(problems)


def test_nothing_runs_in_a_feed(built: Project, watched: tuple[Page, list[str]]) -> None:
    page, heard = watched
    for name in ("atom.xml", "sitemap.xml"):
        path = built.output / name
        lxml.etree.parse(path)
        page.goto(path.as_uri())
        assert page.evaluate("() => window.heard") == []
        assert heard == []
        spaces = {str(one.tag).partition("}")[0] for one in lxml.etree.parse(path).iter("*")}
        assert len(spaces) == 1, "an element of another language is in it"


@pytest.mark.timeout(900)
def test_nothing_runs_from_the_settings(tmp_path: Path, watched: tuple[Page, list[str]]) -> None:
    """Every text in every setting, and in every field of a report; the article too."""
    page, heard = watched
    count = sum(len(keys) for keys in SETTINGS.values())
    seen = [text for text in TEXTS if not UNSEEN.search(text)]
    for first in range(0, len(seen), CHUNK):
        made = Project(tmp_path / str(first))
        words = " ".join(seen[first : first + CHUNK])
        made.edit("config.yaml", settings([words] * count))
        made.edit("content/2021/files/a.txt", "附件")
        # What does not add up is accepted, with a reason that the report's page prints.
        made.edit("content/2021/figures.yaml", figures(2021, UNEQUAL))
        made.edit("content/2021/report.md", annual("标题", "正文。"))
        told = [f"  - {{问题: {quoted(one)}, 理由: {quoted(words)}}}" for one in errors(made)]
        assert told
        text = "\n".join((figures(2021, UNEQUAL).rstrip(), "接受:", *told, ""))
        made.edit("content/2021/figures.yaml", text)
        made.edit("content/2021/report.md", annual(words, words))
        if errors(made):
            made.edit("content/2021/report.md", annual(words, "正文。"))
        outcome = made.build(today=DAY)
        assert outcome.code == 0, outcome.out[-1500:]
        for path in sorted(made.output.rglob("*.html")):
            assert [*opened(page, path), *heard] == [], f"{first}: {path.name}"
        article = made.path / "wechat"
        assert made.build(today=DAY, wechat=True, output=article).code == 0
        found = opened(page, article / "2021-report.html")
        # An article carries its looks in its elements.
        assert [one for one in found if not re.search("style>?$", one)] == []
        assert heard == []


def test_nothing_runs_when_it_is_found(built: Project, watched: tuple[Page, list[str]]) -> None:
    """Question, title, snippet and filters of the search page; no policy of a server helps it."""
    page, heard = watched
    with served(built.output, careless=True) as address:
        for text, url in [*left(built)][::12]:
            words = " ".join(text.split())[:200]
            page.goto(f"{address}search.html?q={quote(words, safe='')}")
            page.wait_for_function(FOUND)
            heard[:] = [one for one in heard if not one.startswith(f"asks {address}")]
            assert [*page.evaluate(LOOK), *page.evaluate("() => window.heard"), *heard] == [], text
            links = page.locator("#search-list h3 a").evaluate_all("all => all.map(a => a.href)")
            many = "共" in page.inner_text("#search-status")
            assert many or f"{address}{url}" in links, text


def test_each_text_stands_on_its_page_as_it_was_written(built: Project) -> None:
    for text, url in left(built):
        page = lxml.html.document_fromstring((built.output / url).read_text(encoding="utf-8"))
        (heading,) = page.iter("h1")
        assert plain(heading.text_content()) == plain(text)


def test_the_data_in_a_page_is_whole(built: Project) -> None:
    for text, url in left(built):
        source = (built.output / url).read_text(encoding="utf-8")
        (data,) = re.findall(
            r'<script type="application/ld\+json">(.*?)</script', source, re.DOTALL
        )
        assert not set("<>&") & set(data)
        graph = json.loads(data)["@graph"]
        (one,) = (thing for thing in graph if thing["@type"] == "DigitalDocument")
        assert plain(one["name"]) == plain(text)
        assert {thing["@type"] for thing in graph} == {"BreadcrumbList", "DigitalDocument"}


def test_no_such_name_signs(built: Project) -> None:
    sign = ("sign", str(built.path / "content/2021/report.md"), "--project", str(built.path))
    for name in TEXTS[:20]:
        code, told, _ = run_cli(*sign, "--level", "初审", f"--by={name}")
        assert code == 1
        assert "姓名里不能有" in told


NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def test_no_cell_of_a_csv_is_a_formula(built: Project) -> None:
    seen = 0
    for path in built.output.rglob("*.csv"):
        text = path.read_bytes().decode("utf-8-sig")
        for line in csv.reader(io.StringIO(text, newline=""), strict=True):
            for cell in line:
                seen += 1
                assert NUMBER.fullmatch(cell) or not cell.startswith(FORMULA), (path.name, cell)
    assert seen > len(TEXTS) * 10
    entries = list(csv.DictReader(io.StringIO(text_of(built, "catalogue.csv"), newline="")))
    assert len(entries) == len(list(left(built))) + 1, "no text broke a line in two"
    data = json.loads((built.output / "catalogue.json").read_bytes())["entries"]
    for one, entry in zip(entries, data, strict=True):
        # A quote before it is all that was added.
        assert one["名称"].removeprefix("'") == entry["title"].removeprefix("'")


def text_of(made: Project, url: str) -> str:
    return (made.output / url).read_bytes().decode("utf-8-sig")


def test_the_canary_sings(tmp_path: Path, watched: tuple[Page, list[str]]) -> None:
    """What is looked for would be found: a page that escapes nothing is told of."""
    page, heard = watched
    path = tmp_path / "careless.html"
    sung = 0
    for text in TEXTS:
        path.write_text(f'<!doctype html><meta charset=utf-8><p title="{text}">{text}</p>', "utf-8")
        try:
            sung += bool([*opened(page, path), *heard])
        except PlaywrightError:  # it led the browser away
            sung += 1
        heard.clear()
    assert sung > 200, f"only {sung} of {len(TEXTS)} strings do anything at all"
