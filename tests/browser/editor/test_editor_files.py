"""Files put into a text in a real browser: dropped, pasted and chosen, by mouse and by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.body_pages import DOCUMENT, hand_over, open_body, put_caret, written
from tests.browser.editor_pages import assert_accessible, save, small_project
from tests.helpers import Project
from tests.helpers.sample_files import picture, word
from tests.preview.preview_client import PreviewServer

WORD = word(["关于停水的通知"], author="张三")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PNG = picture("PNG")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("files"))


@pytest.fixture(autouse=True)
def _restored(site: Project) -> Iterator[None]:
    """Take away the files that a test put in."""
    before = files(site)
    yield
    for name in files(site).keys() - before.keys():
        site.remove(f"content/2020/files/{name}")


def files(site: Project) -> dict[str, bytes]:
    folder = site.path / "content/2020/files"
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else {}


def settle(page: Page) -> None:
    """Wait until all files are in the text, or refused."""
    expect(page.locator('.body-notes[aria-busy="false"]')).to_be_attached()


def drop(page: Page, *dropped: tuple[str, str, bytes]) -> None:
    hand_over(page, "drop", *dropped)
    settle(page)


def notes(page: Page) -> list[str]:
    return page.locator(".body-notes li").all_text_contents()


def test_a_dropped_file_is_named_linked_and_its_author_told(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    """Before the text is saved; a second one of another content gets a number."""
    before = files(site)
    open_body(site, editor, page, "见。\n")
    put_caret(page, "。")
    drop(page, ("2020年停水通知.docx", DOCX, WORD))
    assert written(page) == "见[2020年停水通知](../files/2020.docx)。\n"
    (note,) = notes(page)
    assert note.startswith("“2020年停水通知.docx”已放进 content/2020/files/2020.docx。")
    assert note.endswith("公布时自动清除：作者“张三”。这里的原件不变。")
    assert files(site) == {**before, "2020.docx": WORD}
    drop(page, ("另一个名字.docx", DOCX, WORD))
    expect(page.locator(".body-notes li").first).to_contain_text("原来就有同样的文件")
    other = word(["另一份"])
    drop(page, ("2020.docx", DOCX, other))
    expect(page.locator(".body-notes li").first).to_contain_text("2020-2.docx")
    assert files(site) == {**before, "2020.docx": WORD, "2020-2.docx": other}
    assert "[另一个名字](../files/2020.docx)[2020](../files/2020-2.docx)" in written(page)
    save(page)
    reply = editor.wait_for("/2020/documents/d0000.html", "2020-2.docx")
    assert 'href="../files/2020.docx"' in reply.text


def test_a_pasted_picture_is_asked_what_it_shows(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_body(site, editor, page, "先。\n\n前。\n\n后。\n")
    put_caret(page, "前")
    hand_over(page, "paste", ("image.png", "image/png", PNG))
    expect(page.get_by_label("图上是什么")).to_be_focused()
    expect(page.get_by_role("img", name="要放进正文的图片")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#body-picture .body-answer")).to_contain_text("请写明图上是什么")
    page.keyboard.type("位置图[")
    page.keyboard.press("Enter")
    expect(page.locator("#body-picture .body-answer")).to_contain_text("方括号")
    assert "image.png" not in files(site)
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    settle(page)
    assert written(page) == "先。\n\n前。\n\n![位置图](../files/image.png)\n\n后。\n"
    assert files(site)["image.png"] == PNG
    page.keyboard.press("Control+z")
    assert written(page) == "先。\n\n前。\n\n后。\n"


def test_a_picture_is_left_out_or_taken_as_a_file(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    before = files(site)
    open_body(site, editor, page, "前。\n")
    hand_over(page, "drop", ("a.png", "image/png", PNG))
    page.get_by_role("button", name="不要这张").click()
    assert files(site) == before
    hand_over(page, "drop", ("a.png", "image/png", PNG))
    page.get_by_role("button", name="只当附件").click()
    settle(page)
    assert "[a](../files/a.png)" in written(page)


def test_several_files_are_chosen_and_what_cannot_be_published_says_why(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    # Choosers are handed over before one can open: the driver does not wait for the browser.
    page.on("filechooser", lambda _: None)
    open_body(site, editor, page, "前。\n")
    put_caret(page, "前")
    page.get_by_role("button", name="小标题").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="附件")).to_be_focused()
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Enter")
    chosen: list[FilePayload] = [
        {"name": "甲.docx", "mimeType": DOCX, "buffer": WORD},
        {"name": "乙.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\0\0\0"},
        {"name": "丙.exe", "mimeType": "", "buffer": b"MZ"},
        {"name": "丁.txt", "mimeType": "text/plain", "buffer": "文字".encode()},
        {"name": "空.pdf", "mimeType": "application/pdf", "buffer": b""},
    ]
    choosing.value.set_files(chosen)
    settle(page)
    expect(page.locator("#text .editor-answer")).to_contain_text("3 个文件没有放进来")
    refusals = "\n".join(notes(page))
    assert "认不出里面是什么" in refusals
    assert "不能公开这种类型的附件" in refusals
    assert "文件是空的" in refusals
    assert written(page) == "前。\n\n- [甲](../files/file.docx)\n- [丁](../files/file.txt)\n"


def test_a_file_that_is_too_large_is_not_sent(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    before = files(site)
    open_body(site, editor, page, "前。\n")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(28000001)], "大.pdf"));
            document.body.dispatchEvent(new DragEvent("drop",
                {dataTransfer: data, bubbles: true, cancelable: true}));
        }"""
    )
    expect(page.locator(".body-note--error")).to_contain_text("29 MB，超过 28 MB")
    assert files(site) == before


def test_words_of_a_file_run_nowhere(site: Project, editor: PreviewServer, page: Page) -> None:
    open_body(site, editor, page, "前。\n")
    put_caret(page, "前")
    name = "<img src=x onerror=alert(1)>](javascript:alert(1)) `x.txt"
    drop(page, (name, "text/plain", b"x"))
    assert page.locator(".body-notes img").count() == 0
    save(page)
    text = site.read(DOCUMENT)
    assert "](javascript" not in text
    reply = editor.wait_for("/2020/documents/d0000.html", "img-src-x")
    assert "<img src=x" not in reply.text


def test_the_question_about_a_picture_can_be_used_by_anybody(
    site: Project, editor: PreviewServer, page: Page, axe_source: str
) -> None:
    open_body(site, editor, page, "前。\n")
    hand_over(page, "drop", ("a.png", "image/png", PNG))
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page, axe_source)
