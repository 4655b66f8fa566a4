"""The preview in a real browser: it follows edits, keeps the place, and can be used by anybody."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desktop import UNFOLD_ALL
from tests.browser.test_axe import TAGS, axe_violations
from tests.browser.test_reflow import OUTSIDE
from tests.helpers import Project, format_list, split_files
from tests.preview.preview_client import PreviewServer, run_preview
from tests.properties.small_site import as_text, document, small_site

DOC = "content/2020/documents/d0000.md"
URL = "2020/documents/d0000.html"
# The same line of text at the same height of the window, whatever stands above the text.
PLACE = "() => Math.round(-document.querySelector('main').getBoundingClientRect().top)"
AT = f"place => Math.abs(({PLACE})() - place) < 3"
LONG = "\n\n".join(f"第 {number} 段。" for number in range(120))
MISTAKES = "见[清单](none.md)，的的。\n\n" + LONG


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("preview"))
    for path, text in split_files(as_text(small_site())).items():
        project.edit(path, text)
    return project


@pytest.fixture(scope="module")
def preview(site: Project) -> Iterator[PreviewServer]:
    with run_preview(site.path) as running:
        yield running


@pytest.fixture
def console_page(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Open a page and collect its console messages."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    yield page, messages
    context.close()


def test_follows_edits_and_keeps_the_place(
    site: Project, preview: PreviewServer, console_page: tuple[Page, list[str]]
) -> None:
    page, messages = console_page
    site.edit(DOC, document(2020, 0, body=LONG))
    preview.wait_for(f"/{URL}", "第 119 段。")
    preview.wait_until_quiet()
    page.goto(preview.url(URL))
    page.get_by_text("第 60 段。").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    before = page.evaluate(PLACE)
    assert before > 500
    site.edit(DOC, document(2020, 0, body=LONG + "\n\n新的一段。"))
    expect(page.get_by_text("新的一段。")).to_be_attached(timeout=5000)
    page.wait_for_function(AT, arg=before)

    site.edit(DOC, "没有说明的文件\n")
    expect(page.get_by_role("heading", name="这一页显示不出来")).to_be_visible(timeout=5000)
    expect(page.get_by_text(f"{DOC}:1")).to_be_visible()
    site.edit(DOC, document(2020, 0, body=LONG + "\n\n改好了。"))
    expect(page.get_by_text("改好了。")).to_be_attached(timeout=5000)
    preview.wait_until_quiet()  # what depends on other files is reported a moment later
    page.wait_for_function(AT, arg=before)
    assert not messages, format_list(messages)


def test_a_page_that_did_not_change_is_not_loaded_again(
    site: Project, preview: PreviewServer, console_page: tuple[Page, list[str]]
) -> None:
    page, messages = console_page
    page.goto(preview.url("guide.html"))
    page.evaluate("() => { window.kept = true }")
    site.edit(DOC, document(2020, 0, title="另一个名称"))
    preview.wait_for("/", "另一个名称")
    preview.wait_until_quiet()
    assert page.evaluate("() => window.kept")
    style = site.read("config.yaml").replace("测试园区政府", "又改名园区政府")
    site.edit("config.yaml", style)
    expect(page).to_have_title("政府信息公开指南 - 又改名园区政府信息公开", timeout=5000)
    assert not messages, format_list(messages)


@pytest.mark.parametrize("url", [URL, "", "_preview/", "_preview/components/", "2021/report.html"])
def test_axe_and_reflow(
    url: str, site: Project, preview: PreviewServer, page: Page, axe_source: str
) -> None:
    site.edit(DOC, document(2020, 0, body=MISTAKES))
    site.edit("content/2021/figures.yaml", "表式: 2021\n")
    preview.wait_for(f"/{URL}", "none.md")
    preview.wait_for("/2021/report.html", "这一页显示不出来")
    preview.wait_until_quiet()
    violations = []
    for width, scheme in ((320, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
        page.goto(preview.url(url))
        page.evaluate(UNFOLD_ALL)
        page.evaluate(axe_source)
        tags = [tag for tag in TAGS if "best" not in tag and "aaa" not in tag]
        violations += [f"{width}px {scheme}: {line}" for line in axe_violations(page, tags)]
        violations += [f"{width}px: {line}" for line in page.evaluate(OUTSIDE)]
    # axe takes a heading that goes across a table for the data of the last column above it.
    wide = 'undecided th-has-data-cells  section[aria-labelledby="component-narrow-table"]'
    violations = [line for line in violations if wide not in line]
    assert not violations, format_list(violations)


def test_a_broken_sum_is_marked_at_its_cell(
    site: Project, preview: PreviewServer, page: Page, axe_source: str
) -> None:
    path = "content/2020/figures.yaml"
    good = site.read(path)
    site.edit(path, good.replace("本年新收: [0,", "本年新收: [4,"))
    preview.wait_for("/2020/report.html", "核对 2")
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(preview.url("2020/report.html"))
    page.locator("#preview-finding-1").get_by_role("link").click()
    cell = page.locator("td.preview-cell--main")
    expect(cell).to_have_count(1)
    expect(cell).to_be_in_viewport()
    expect(cell).to_contain_text("4")
    expect(cell.get_by_role("link")).to_have_text(["核对 1", "核对 2"])
    page.evaluate(axe_source)
    violations = axe_violations(
        page, [tag for tag in TAGS if "best" not in tag and "aaa" not in tag]
    )
    assert not violations, format_list(violations)
    site.edit(path, good)
    preview.wait_for("/2020/report.html", lambda reply: "核对 1" not in reply.text)


def test_the_panel_can_be_put_away_and_is_not_printed(
    site: Project, preview: PreviewServer, page: Page
) -> None:
    site.edit(DOC, document(2020, 0, body=MISTAKES))
    preview.wait_for(f"/{URL}", "none.md")
    preview.wait_until_quiet()
    page.goto(preview.url(URL))
    panel = page.get_by_role("complementary", name="预览：检查结果")
    expect(panel).to_contain_text(f"{DOC}:11:")
    box, text = panel.bounding_box(), page.locator("main").bounding_box()
    assert box
    assert text
    assert box["y"] + box["height"] <= text["y"], "it covers the page"
    page.emulate_media(media="print")
    expect(panel).to_be_hidden()
    page.emulate_media(media="screen")
    panel.get_by_role("button", name="收起预览提示").click()
    expect(panel).to_be_hidden()
    page.reload()
    expect(page.locator(".preview-panel")).to_be_hidden()
    site.edit(DOC, document(2020, 0, body="又[一处](gone.md)。\n\n" + LONG))
    expect(page.get_by_text("gone.md")).to_be_visible(timeout=5000)


def test_the_component_page_shows_every_example(preview: PreviewServer, page: Page) -> None:
    page.goto(preview.url("_preview/components/"))
    names = page.locator(".preview-component > h2").all_inner_texts()
    assert len(names) > 20
    assert page.locator(".preview-example").count() > len(names)
    assert page.locator(".preview-trouble").count() == 0
    font = (
        "() => getComputedStyle(document.querySelector('.preview-example .callout')).borderTopWidth"
    )
    assert page.evaluate(font) == "1px", "the site's own styles"


MEASURE = """() => {
    const {backgroundColor, fontSize} = getComputedStyle(document.body);
    const {display} = getComputedStyle(document.querySelector(".fold"));
    return [backgroundColor, fontSize, display !== "none", innerWidth];
}"""


def test_the_gallery_shows_a_component_in_every_look(preview: PreviewServer, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    page.goto(preview.url("_preview/components/"))
    page.locator("a[href$='/document-facts/']").click()
    page.wait_for_url("**/document-facts/")
    frames = {frame.url.rpartition("/")[2]: frame for frame in page.frames if frame.parent_frame}
    appearances = {
        name.partition(".")[0]: frame.evaluate(MEASURE) for name, frame in frames.items()
    }
    white, black, width = "rgb(255, 255, 255)", "rgb(0, 0, 0)", appearances["normal"][3]
    assert appearances == {
        "normal": [white, "18px", True, width],
        "phone": [white, "18px", True, 373],
        "elder": [white, "24px", True, width],
        "contrast": [black, "18px", True, width],
        "dark": ["rgb(15, 22, 30)", "18px", True, width],
        "paper": [white, "16px", False, 678],
    }


def test_the_gallery_opens_for_every_component(preview: PreviewServer, page: Page) -> None:
    page.goto(preview.url("_preview/components/"))
    links = page.locator(".preview-component a[href^='/_preview/components/']")
    addresses = [link.get_attribute("href") or "" for link in links.all()]
    assert len(addresses) == page.locator(".preview-component").count()
    for address in addresses:
        response = page.request.get(preview.url(f"{address.removeprefix('/')}elder.html"))
        assert response.ok, address
        assert "preview-example" in response.text(), address
    assert page.request.get(preview.url("_preview/components/none/")).status == 404
