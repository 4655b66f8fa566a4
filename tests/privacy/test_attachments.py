"""Attachments of published documents: read once, published without names, reported when unclean."""

import pytest

from site_builder.attachments.extract import attachment_text
from site_builder.attachments.extract.attachment_text import read_attachment
from site_builder.build import attachment_checks
from site_builder.model.extras import install_command
from site_builder.model.rule_context import AttachmentText
from site_builder.model.source import Source
from tests.helpers import ProjectFactory, sample_files
from tests.privacy.personal_numbers import CONFIG, document, findings


def test_attachments_are_read_once(
    make_project: ProjectFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_project(f"--- config.yaml\n{CONFIG}")
    site.edit("content/2021/files/a.txt", "13911115678\n")
    site.edit("content/2021/files/b.txt", "x\n")
    first = findings(site)
    read: list[str] = []

    def counted(source: Source, data: bytes) -> AttachmentText:
        read.append(source.path)
        return read_attachment(source, data)

    monkeypatch.setattr(attachment_text, "read_attachment", counted)
    assert findings(site) == first
    (site.path / "content/2021/files/a.txt").touch()
    assert findings(site) == first
    assert read == []
    site.edit("content/2021/files/b.txt", "13911115678\n")
    assert len(findings(site)) == 2
    assert len(read) == 1


def test_published_copies_hold_no_names(make_project: ProjectFactory) -> None:
    files = {
        "2021/files/a.docx": sample_files.word(["正文"], "张三", "李四"),
        "2021/files/a.xlsx": sample_files.sheet([["正文"]], "张三"),
        "2021/files/a.pdf": sample_files.pdf([["Notice"]], {"/Author": "Zhang San"}),
        "2021/files/a.jpg": sample_files.picture("JPEG", comment=b"Zhang San"),
    }
    site = make_project(f"--- config.yaml\n{CONFIG}")
    site.edit("content/2021/documents/d.md", document(1, ["正文"]))
    for path, data in files.items():
        site.edit(f"content/{path}", data)
    first = site.build(today="2026-06-01")
    assert first.exit_code == 0, first.output
    for path, data in files.items():
        assert first.files[path] != data
        assert (site.path / "content" / path).read_bytes() == data
    assert first.files == site.build(clean=True, today="2026-06-01").files
    site.edit("config.yaml", f"{CONFIG}清理附件: 否\n")
    outcome = site.build(today="2026-06-01")
    assert {path: outcome.files[path] for path in files} == files
    site.edit("config.yaml", f"{CONFIG}清理附件: 也许\n")
    assert "请写“是”或“否”" in site.build().output


def test_what_cannot_be_cleaned_is_told_at_each_build(make_project: ProjectFactory) -> None:
    broken = sample_files.picture("JPEG")[:-20]
    site = make_project(f"--- config.yaml\n{CONFIG}")
    site.edit("content/2021/documents/d.md", document(1, ["正文"]))
    site.edit("content/2021/files/a.jpg", broken)
    message = "content/2021/files/a.jpg 提醒 write/clean  没有清除作者信息，照原样公布：图片不完整"
    for _ in range(2):
        outcome = site.build(today="2026-06-01")
        assert outcome.exit_code == 0
        assert message in outcome.output
        assert outcome.files["2021/files/a.jpg"] == broken
        site.edit("content/guide.md", f"---\n标题: 指南\n---\n{_}\n")


def test_the_extra_is_asked_for_once(
    make_project: ProjectFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachment_checks, "find_spec", lambda _: None)
    site = make_project(f"--- config.yaml\n{CONFIG}")
    for name in ("a", "b"):
        site.edit(f"content/2021/files/{name}.pdf", sample_files.pdf([["x"]]))
    out = site.check(today="2026-06-01").output
    assert out.count("attachment/extra") == 1
    assert install_command("attachments") in out
