"""The application form is filled in on the page, printed whole, and sent nowhere."""

import re
from pathlib import Path

from lxml import html
from playwright.sync_api import Browser

from tests.browser.browser_pages import visit
from tests.browser.page_types import SiteOf
from tests.browser.test_print import normalize, print_to_pdf
from tests.helpers.standards import STANDARDS

URL = "apply-form.html"
FIELDS = [field for group in STANDARDS.application.groups for field in group.fields]
ADDRESS = "示范省示范市示范区示范大道一百二十三号示范小区十五幢二单元一千六百零一室（请寄门卫室）末"
LONG = "".join(
    f"第{number:02}项：绿化养护工程招标结果以及中标单位的合同金额；" for number in range(80)
)


def test_every_line_can_be_filled_in_without_scripts(
    site_of: SiteOf, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    visit(page, site_of("built_example"), URL)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    typed = {}
    for field in FIELDS:
        if field.options or field.handwritten:
            continue
        typed[field.id] = {"street-address": ADDRESS}.get(field.autofill.split(" ")[-1], field.id)
        typed[field.id] = LONG if field.lines > 1 else typed[field.id]
        page.locator(f"#{field.id}").fill(typed[field.id])
        page.keyboard.press("End")
        page.keyboard.press("Enter")
    for option in ("科研机构", "电子邮件", "身份证明"):
        page.get_by_role("checkbox", name=option, exact=True).check()
    paper = "".join(print_to_pdf(page, tmp_path / "form.pdf"))
    # A sheet's number may stand within the long text.
    words = [word for what in typed.values() for word in what.split("；") if word]
    assert [word for word in words if normalize(word) not in re.sub(r"—\d+—", "", paper)] == []
    assert paper.count("✓") == 3
    assert "请在打印后" not in paper
    assert page.url.endswith(URL), "Enter leads nowhere"
    # A browser asks for the icon when it likes.
    assert [url for url in requests if "/assets/icon." not in url] == []
    context.close()


def test_every_line_has_its_name(site_of: SiteOf, browser: Browser) -> None:
    site = site_of("built_example")
    context = browser.new_context()
    page = context.new_page()
    visit(page, site, URL)
    for group in STANDARDS.application.groups:
        block = page.get_by_role("group", name=group.title, exact=True)
        for field in group.fields:
            if field.options:
                choices = block.get_by_role("group", name=field.label, exact=True)
                assert choices.get_by_role("checkbox").count() == len(field.options)
            elif not field.handwritten:
                box = block.get_by_role("textbox", name=field.label, exact=True)
                assert box.get_attribute("id") == field.id
                assert (box.get_attribute("autocomplete") or "") == field.autofill
    context.close()
    main = html.document_fromstring(site.outcome.text(URL)).find(".//main")
    assert main is not None
    assert not list(main.iter("form", "script", "button"))
    assert "不会发送" in main.text_content()
