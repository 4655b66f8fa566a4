"""What the tests of a text's body open, type and drop."""

import shutil
from base64 import b64encode

from playwright.sync_api import Page, expect

from tests.helpers import Project
from tests.preview.preview_client import PreviewServer

DOCUMENT = "content/2020/documents/d0000.md"
FRONT = """---
索引号: CS-2020-00000
名称: 关于第0号事项的通知
内容概述: 第0号事项的概述。
生成日期: 2020-03-01
发布日期: 2020-03-02
公开事项: 1
主题分类: 综合政务\\政务公开
有效性: 有效
---
"""
PASTE = """(field, items) => {
    const data = new DataTransfer();
    for (const [type, text] of items) data.setData(type, text);
    const options = {clipboardData: data, bubbles: true, cancelable: true};
    field.dispatchEvent(new ClipboardEvent("paste", options));
}"""
HAND_OVER = """(field, [kind, files]) => {
    const data = new DataTransfer();
    for (const [name, type, base64] of files) {
        const bytes = Uint8Array.from(atob(base64), sign => sign.charCodeAt(0));
        data.items.add(new File([bytes], name, {type}));
    }
    const options = {bubbles: true, cancelable: true};
    const event = kind === "paste"
        ? new ClipboardEvent(kind, {...options, clipboardData: data})
        : new DragEvent(kind, {...options, dataTransfer: data});
    field.dispatchEvent(event);
}"""


def open_body(site: Project, editor: PreviewServer, page: Page, body: str) -> None:
    """Open a document of a few words, with nothing left of other tests."""
    shutil.rmtree(site.path / ".build" / "edits", ignore_errors=True)
    site.edit(DOCUMENT, f"{FRONT}{body}")
    page.goto(editor.url(f"_edit/text?path={DOCUMENT}"))
    expect(page.locator('.body-toolbar [tabindex="0"]').first).to_be_attached()


def written(page: Page) -> str:
    """Return the body as it stands in the page."""
    return page.locator("#source").input_value()


def put_caret(page: Page, at: str, selected: str = "") -> None:
    """Put the caret before some words, or select words that begin there."""
    page.locator("#source").focus()
    page.locator("#source").evaluate(
        """(field, [words, length]) => {
            const at = field.value.lastIndexOf(words);
            field.setSelectionRange(at, at + length);
        }""",
        [at, len(selected)],
    )


def hand_over(page: Page, kind: str, *files: tuple[str, str, bytes]) -> None:
    """Drop or paste files into the body."""
    packed = [[name, media_type, b64encode(data).decode()] for name, media_type, data in files]
    page.locator("#source").evaluate(HAND_OVER, [kind, packed])


def cells(page: Page) -> list[list[str]]:
    """Return what stands in the form of a table, row by row."""
    return [
        [str(value) for value in row]
        for row in page.locator("#body-grid tr").evaluate_all(
            "rows => rows.map(row => [...row.querySelectorAll('textarea')].map(x => x.value))"
        )
    ]


def put_in(page: Page) -> None:
    """Write a table back into the text."""
    page.get_by_role("button", name="写进正文").click()
    expect(page.locator("#body-table")).to_be_hidden()
