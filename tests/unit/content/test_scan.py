"""What may lie below content/, by its name."""

from pathlib import Path

import pytest

from site_builder.content.scan import scan


@pytest.mark.parametrize(
    "name",
    [
        *("con.md", "NUL.md", "aux.tar.md", "com1.md", "lpt9.md", "a..b.md"),
        *("prn/a.md", "rules./a.md", "2021/documents/con.md"),
    ],
)
def test_names_that_windows_refuses(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("甲", encoding="utf-8")
    sources, (finding,) = scan(tmp_path, ())
    assert sources == []
    assert finding.code == "scan/name"
    assert "在 Windows 上不能用" in finding.message


@pytest.mark.parametrize("name", ["console.md", "com.md", "com10.md", "a.b.md", "nul-2.md"])
def test_names_that_work_everywhere(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("甲", encoding="utf-8")
    sources, findings = scan(tmp_path, ())
    assert (len(sources), findings) == (1, [])


def test_content_is_a_folder_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "index.md").write_text("甲", encoding="utf-8")
    (tmp_path / "content").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    sources, (finding,) = scan(tmp_path / "content", ())
    assert (sources, finding.code, str(finding.location)) == ([], "scan/link", "content")
