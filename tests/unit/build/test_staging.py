"""The output folder: all moves or none, foreign files stay, only files of a build go."""

import os
from pathlib import Path

import pytest

from site_builder.build import staging as outputs
from site_builder.build.output_scan import STAGING_FOLDER
from site_builder.core.hashing import digest
from site_builder.model.manifest import OutputRecord


def read_texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_files(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def stage_files(folder: Path, **files: str) -> list[str]:
    outputs.open_staging(folder)
    urls = [name.replace("__", "/").replace("_", ".") for name in files]
    for url, text in zip(urls, files.values(), strict=True):
        outputs.stage_file(folder, url, text.encode(), "key")
    return urls


def test_staging_shows_nothing_yet(tmp_path: Path) -> None:
    write_files(tmp_path, a_html="old")
    outputs.open_staging(tmp_path)
    record = outputs.stage_file(tmp_path, "b/c.html", b"new", "key")
    assert (record.cache_key, record.size, record.digest) == ("key", 3, digest(b"new"))
    assert not (tmp_path / "b").exists()
    outputs.close_staging(tmp_path)
    assert read_texts(tmp_path) == {"a.html": "old"}
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_a_commit_moves_changes_and_removes(tmp_path: Path) -> None:
    write_files(tmp_path, a_html="old", b__gone_html="gone", c_html="kept")
    urls = stage_files(tmp_path, a_html="new", d__e_html="fresh")
    outputs.commit_staging(tmp_path, urls, ["b/gone.html", "never.html"])
    outputs.close_staging(tmp_path)
    assert read_texts(tmp_path) == {"a.html": "new", "c.html": "kept", "d/e.html": "fresh"}
    assert not (tmp_path / "b").exists()


def test_a_moved_file_is_intact_and_a_touched_one_is_not(tmp_path: Path) -> None:
    outputs.open_staging(tmp_path)
    record = outputs.stage_file(tmp_path, "a.html", b"new", "key")
    outputs.commit_staging(tmp_path, ["a.html"], [])
    assert outputs.is_unchanged(tmp_path, "a.html", record)
    os.utime(tmp_path / "a.html", ns=(1, record.mtime_ns + 1))
    assert not outputs.is_unchanged(tmp_path, "a.html", record)
    assert not outputs.is_unchanged(tmp_path, "b.html", record)


@pytest.mark.parametrize("place", ["first", "middle", "last", "removal"])
def test_a_failure_on_the_way_puts_everything_back(tmp_path: Path, place: str) -> None:
    write_files(tmp_path, a_html="old a", c_html="old c", gone_html="gone", sub__x_html="old x")
    before = read_texts(tmp_path)
    urls = stage_files(tmp_path, a_html="new a", b_html="new b", c_html="new c")
    # What cannot be moved: a file whose place is taken by a folder that is not empty.
    blocked = {"first": "a0.html", "middle": "b0.html", "last": "z.html"}.get(place)
    removed = ["gone.html", "sub/x.html"]
    if blocked:
        outputs.stage_file(tmp_path, blocked, b"no", "key")
        write_files(tmp_path, **{f"{blocked.replace('.', '_')}__in_the_way": ""})
        before = {**before, f"{blocked}/in.the.way": ""}
        urls = sorted([*urls, blocked])
    else:
        # Nothing can be restored any more once the first removal is under way.
        urls = ["b.html"]
        (tmp_path / STAGING_FOLDER / "old").write_text("", encoding="utf-8")
    with pytest.raises(OSError, match=r"exist|[Dd]irector"):
        outputs.commit_staging(tmp_path, urls, removed)
    outputs.close_staging(tmp_path)
    assert read_texts(tmp_path) == before


def test_a_file_becomes_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    write_files(tmp_path, a="file", b__c="1", b__d__e="2", z="z")
    (tmp_path / "b" / "d" / ".DS_Store").write_text("", encoding="utf-8")
    before = read_texts(tmp_path)
    urls, removed = stage_files(tmp_path, a__x__y="new", b="new"), ["a", "b/c", "b/d/e"]
    outputs.commit_staging(tmp_path, urls, removed)
    outputs.close_staging(tmp_path)
    assert read_texts(tmp_path) == {"a/x/y": "new", "b": "new", "z": "z"}
    urls = stage_files(tmp_path, a="file", b__c="1", b__d__e="2")
    outputs.commit_staging(tmp_path, urls, ["a/x/y", "b"])
    outputs.close_staging(tmp_path)
    assert read_texts(tmp_path) == {name: data for name, data in before.items() if "DS" not in name}


def test_a_failure_undoes_files_that_became_folders(tmp_path: Path) -> None:
    write_files(tmp_path, a="file", b__c="1", z__stranger="mine", removed="g")
    before = read_texts(tmp_path)
    urls = stage_files(tmp_path, a__x__y="new", b="new", z="blocked")
    with pytest.raises(OSError, match="not empty"):
        outputs.commit_staging(tmp_path, urls, ["a", "b/c", "removed"])
    outputs.close_staging(tmp_path)
    assert read_texts(tmp_path) == before


def test_what_stands_in_place_of_the_stage_leads_nowhere(tmp_path: Path) -> None:
    write_files(tmp_path, mine__x="mine")
    (tmp_path / STAGING_FOLDER).symlink_to(tmp_path / "mine", target_is_directory=True)
    outputs.commit_staging(tmp_path, stage_files(tmp_path, a="new"), [])
    outputs.close_staging(tmp_path)
    assert read_texts(tmp_path) == {"mine/x": "mine", "a": "new"}
    (tmp_path / STAGING_FOLDER).write_text("", encoding="utf-8")
    stage_files(tmp_path, b="new")
    outputs.close_staging(tmp_path)
    assert not (tmp_path / STAGING_FOLDER).exists()


def test_hidden_files_of_somebody_stay(tmp_path: Path) -> None:
    write_files(tmp_path, a__x="1")
    for name in (
        "a/.htaccess",
        f"{STAGING_FOLDER}/mine.txt",
        ".site-builder-files/mine.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine", encoding="utf-8")
    before = read_texts(tmp_path)
    assert outputs.find_foreign_files(tmp_path, ["a/x"]) == [".site-builder-files"]
    urls = stage_files(tmp_path, a="file")
    with pytest.raises(OSError, match="not empty") as caught:
        outputs.commit_staging(tmp_path, urls, ["a/x"])
    assert "请把文件夹 a 里的文件" in outputs.write_error("public", caught.value).hint
    outputs.close_staging(tmp_path)
    assert read_texts(tmp_path) == before


def test_strangers_are_found_and_crumbs_are_not(tmp_path: Path) -> None:
    write_files(tmp_path, ours_html="", sub__theirs_txt="", sub__ours_html="")
    for crumb in (".DS_Store", "Thumbs.db", "sub/desktop.ini", ".git/config"):
        path = tmp_path / crumb
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
    foreign = outputs.find_foreign_files(tmp_path, ["ours.html", "sub/ours.html"])
    assert foreign == ["sub/theirs.txt"]
    assert outputs.find_foreign_files(tmp_path / "nowhere", []) == []


def test_strangers_are_told_by_name_and_number() -> None:
    diagnostic = outputs.foreign_files_error("public", [f"{n}.txt" for n in range(7)])
    assert "7 个" in diagnostic.message
    assert diagnostic.message.endswith("0.txt、1.txt、2.txt、3.txt、4.txt等")


def test_pruning_stops_at_the_output_and_at_other_peoples_files(tmp_path: Path) -> None:
    output = tmp_path / "public"
    write_files(output, a__b__c_html="", d__mine_txt="", d__ours_html="")
    outputs.open_staging(output)
    outputs.commit_staging(output, [], ["a/b/c.html", "d/ours.html"])
    outputs.close_staging(output)
    assert read_texts(output) == {"d/mine.txt": ""}
    assert [path.name for path in output.iterdir()] == ["d"]
    outputs.open_staging(output)
    outputs.commit_staging(output, [], ["d/mine.txt"])
    outputs.close_staging(output)
    assert output.is_dir()


def test_what_differs(tmp_path: Path) -> None:
    outputs.open_staging(tmp_path)
    records: dict[str, OutputRecord] = {
        url: outputs.stage_file(tmp_path, url, b"x", "key")
        for url in ("same.html", "new-key.html", "touched.html", "gone.html")
    }
    outputs.commit_staging(tmp_path, list(records), [])
    (tmp_path / "touched.html").write_text("y" * 2, encoding="utf-8")
    (tmp_path / "gone.html").unlink()
    planned = dict.fromkeys(records, "key") | {"new-key.html": "other", "fresh.html": "key"}
    assert sorted(outputs.stale_outputs(tmp_path, planned, records)) == [
        "fresh.html",
        "gone.html",
        "new-key.html",
        "touched.html",
    ]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "x"), "没有写入权限"),
        (OSError(28, "x"), "磁盘满了"),
        (OSError(30, "x"), "只读"),
        (OSError(36, "x"), "路径太长"),
        (OSError(5, "Input/output error"), "系统没有说明原因"),
        (OSError(), "系统没有说明原因"),
    ],
)
def test_a_failing_disk_is_told(error: OSError, words: str) -> None:
    diagnostic = outputs.write_error("public", error)
    assert words in diagnostic.message
    assert "--output" in diagnostic.hint
