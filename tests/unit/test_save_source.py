"""Saving: never over what somebody else wrote, never without a way back."""

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from site_builder.core.errors import SaveConflictError, UsageError
from site_builder.model.saved_version import SourceText
from site_builder.usecases.save_source import (
    list_versions,
    read_source,
    read_version,
    save_source,
)

PATH = "content/2024/report.md"
NOW = datetime(2026, 1, 12, 10, 32, 5)  # noqa: DTZ001 - the clock on the wall


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content/2024").mkdir(parents=True)
    (tmp_path / PATH).write_text("一\n", encoding="utf-8")
    (tmp_path / "config.yaml").write_text("网站: {}\n", encoding="utf-8")
    return tmp_path


def test_a_saved_text_replaces_what_was_edited_and_the_old_comes_back(project: Path) -> None:
    first = read_source(project, PATH)
    second = save_source(project, first, "二\n".encode(), NOW)
    third = save_source(project, second, "三\n".encode(), NOW + timedelta(seconds=1))
    assert read_source(project, PATH) == third
    versions = list_versions(project, PATH)
    assert [version.replaced_at for version in versions] == [
        "2026-01-12T10:32:06",
        "2026-01-12T10:32:05",
    ]
    assert read_version(project, PATH, versions[1].id).decode() == "一\n"
    save_source(project, third, read_version(project, PATH, versions[1].id), NOW)
    assert read_source(project, PATH).data.decode() == "一\n"


def test_what_somebody_else_wrote_stays(project: Path) -> None:
    base = read_source(project, PATH)
    (project / PATH).write_text("别人写的\n", encoding="utf-8")
    with pytest.raises(SaveConflictError) as caught:
        save_source(project, base, "我写的\n".encode(), NOW)
    assert caught.value.current.decode() == "别人写的\n"
    assert read_source(project, PATH).data.decode() == "别人写的\n"
    assert list_versions(project, PATH) == ()
    (project / PATH).unlink()
    with pytest.raises(SaveConflictError):
        save_source(project, base, "我写的\n".encode(), NOW)
    assert not (project / PATH).exists()


def test_a_new_text_is_written_where_there_is_none(project: Path) -> None:
    path = "content/2025/documents/new.md"
    base = read_source(project, path)
    assert base == SourceText(path, b"", "")
    save_source(project, base, b"x\n", NOW)
    with pytest.raises(SaveConflictError):
        save_source(project, base, b"y\n", NOW)


def test_only_so_many_versions_stay(project: Path) -> None:
    text = read_source(project, PATH)
    for second in range(230):
        text = save_source(project, text, f"{second}\n".encode(), NOW + timedelta(seconds=second))
    versions = list_versions(project, PATH)
    assert len(versions) == 200
    assert read_version(project, PATH, versions[0].id) == b"228\n"


@pytest.mark.parametrize(
    "path",
    [
        "../x.md",
        "content/../config.yaml",
        "/etc/passwd.md",
        "content/2024/files/a.pdf",
        "templates/base.html",
        "content/.hidden/a.md",
        "content//a.md",
        "content\\a.md",
        "content/a.md\0",
        ".build/history/content/a.md",
        "C:/x.md",
        "content/link/a.md",
        "",
    ],
)
def test_nothing_else_is_read_or_written(project: Path, tmp_path: Path, path: str) -> None:
    (project / "content/link").symlink_to(tmp_path)
    for action in (read_source, list_versions):
        with pytest.raises(UsageError):
            action(project, path)
    with pytest.raises(UsageError):
        save_source(project, SourceText(path, b"", ""), b"x", NOW)
    with pytest.raises(UsageError):
        read_version(project, PATH, "../../../config.yaml")


def test_who_may_write_a_file_stays_and_a_read_only_one_is_not_replaced(project: Path) -> None:
    file = project / PATH
    file.chmod(0o664)
    saved = save_source(project, read_source(project, PATH), b"x\n", NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o664
    file.chmod(0o444)
    with pytest.raises(PermissionError):
        save_source(project, saved, b"y\n", NOW)
    assert file.read_bytes() == b"x\n"
