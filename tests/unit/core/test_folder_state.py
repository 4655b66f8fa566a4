import os
from pathlib import Path

import pytest

from site_builder.core.folder_state import folder_state


def _names(folder: Path, suffixes: tuple[str, ...] = ()) -> list[str]:
    lines, _ = folder_state(str(folder), suffixes)
    return [line.split("\0")[0] for line in lines]


def test_a_link_that_leads_nowhere_hides_nothing_beside_it(tmp_path: Path) -> None:
    for name in ("a.md", "z.md"):
        (tmp_path / name).write_text("文")
    try:
        (tmp_path / "m.md").symlink_to(tmp_path / "gone.md")
    except OSError:
        pytest.skip("links cannot be created here")
    before, _ = folder_state(str(tmp_path))
    (tmp_path / "z.md").write_text("改过的文")
    after, _ = folder_state(str(tmp_path))
    assert _names(tmp_path) == ["a.md", "m.md", "z.md"]
    assert next(line for line in after if line not in before).startswith("z.md\0")


def test_what_a_link_leads_to_is_looked_at(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("文")
    folder = tmp_path / "folder"
    folder.mkdir()
    try:
        (folder / "link").symlink_to(target)
    except OSError:
        pytest.skip("links cannot be created here")
    before, _ = folder_state(str(folder))
    target.write_text("改过的文")
    assert folder_state(str(folder))[0] != before


def test_the_newest_time_is_of_any_file_below(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "old").write_text("")
    (inner / "new").write_text("")
    os.utime(inner / "new", (4_000_000_000, 4_000_000_000))
    assert folder_state(str(tmp_path))[1] == 4_000_000_000 * 10**9


def test_only_files_with_the_suffixes_are_listed(tmp_path: Path) -> None:
    for name in ("a.py", "b.txt"):
        (tmp_path / name).write_text("")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "c.py").write_text("")
    assert _names(tmp_path, (".py",)) == ["a.py"]


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert folder_state(str(tmp_path / "nowhere")) == ([], 0)


def test_a_linked_folder_is_looked_into_where_asked_and_a_circle_ends(tmp_path: Path) -> None:
    """An office's templates may stand elsewhere, folder by folder."""
    (tmp_path / "pages").mkdir()
    page = tmp_path / "pages" / "home.html"
    page.write_text("页")
    own = tmp_path / "own"
    own.mkdir()
    try:
        (own / "pages").symlink_to(tmp_path / "pages")
        (own / "circle").symlink_to(own)
    except OSError:
        pytest.skip("links cannot be created here")
    before, _ = folder_state(str(own), follow_links=True)
    page.write_text("改过的页")
    after, _ = folder_state(str(own), follow_links=True)
    assert any(line.startswith("pages/home.html\0") for line in before)
    assert before != after


def test_a_folder_and_where_a_link_leads_show(tmp_path: Path) -> None:
    """An empty folder may have a name that no site allows; a link may lead to its like."""
    states: list[list[str]] = []
    (tmp_path / "a").mkdir()
    states.append(folder_state(str(tmp_path))[0])
    (tmp_path / "a" / "__pycache__").mkdir()
    states.append(folder_state(str(tmp_path))[0])
    try:
        (tmp_path / "link").symlink_to("a")
    except OSError:
        pytest.skip("links cannot be created here")
    states.append(folder_state(str(tmp_path))[0])
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to("../" + tmp_path.name + "/a")
    states.append(folder_state(str(tmp_path))[0])
    (tmp_path / "other").symlink_to(tmp_path)
    states.append(folder_state(str(tmp_path / "other"))[0])
    assert len({"\n".join(state) for state in states}) == len(states)
