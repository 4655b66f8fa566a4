"""Only our own bytes are removed, only what was checked is published, whoever came between."""

import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from site_builder.build import manifest as manifests
from site_builder.build import staging as outputs
from site_builder.build.checked_site import check_and_plan
from site_builder.build.context import BuildContext, find_templates
from site_builder.build.options import Options, Result
from site_builder.build.output_commit import commit_staging
from site_builder.build.output_scan import scan_output
from site_builder.build.outputs import write_outputs
from site_builder.content.scan import scan
from site_builder.core.hashing import digest
from site_builder.core.safe_files import open_below, read_below
from tests.helpers import ROOT, Project, read_tree
from tests.helpers.standards import STANDARDS

LIST = "public/.site-builder-files"
CSV = "content/2021/files/phones.csv"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("base") / "site")
    shutil.copytree(ROOT / "tests" / "bad" / "base", project.path)
    assert project.build().exit_code == 0
    return project


@pytest.fixture
def site(base: Project, tmp_path: Path) -> Project:
    shutil.copytree(base.path, tmp_path / "site", symlinks=True)
    project = Project(tmp_path / "site")
    assert project.build().exit_code == 0
    return project


def _without(start: str) -> Callable[[str], str]:
    return lambda text: "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith(start)
    )


EDITS: dict[str, Callable[[str], str]] = {
    "gone": lambda _: "",
    "no head": _without("# site-builder "),
    "no site": _without("# site "),
    "a line less": lambda text: text[: text.rindex("\n", 0, -1) + 1],
    "another digest": lambda text: text[:-60].replace("a", "b") + text[-60:],
    "Windows": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_list_that_was_edited_is_mended(site: Project, name: str) -> None:
    before = read_tree(site.output)
    text = site.read(LIST)
    site.edit(LIST, EDITS[name](text))
    outcome = site.build()
    assert (outcome.exit_code, dict(outcome.files)) == (0, before), outcome.output
    shutil.rmtree(site.path / ".build")
    outcome = site.build()
    assert (outcome.exit_code, dict(outcome.files)) == (0, before), outcome.output


@pytest.mark.parametrize("deleted", [False, True])
@pytest.mark.parametrize("line", ["{digest} site mine.html", "{digest}  mine.html", "mine.html"])
def test_a_list_that_claims_a_strangers_file(site: Project, line: str, *, deleted: bool) -> None:
    site.edit("public/mine.html", "mine")
    site.edit(LIST, site.read(LIST) + line.format(digest=digest(b"mine")) + "\n")
    if deleted:
        shutil.rmtree(site.path / ".build")
    outcome = site.build(clean=True)
    # Without any record, a list that was changed claims nothing: all files are somebody's.
    assert (outcome.exit_code, "mine.html" in outcome.output or deleted) == (1, True), (
        outcome.output
    )
    assert outcome.files["mine.html"] == b"mine"


def test_a_record_that_claims_a_strangers_file(site: Project) -> None:
    site.edit("public/mine.html", "mine")
    path = manifests.manifest_path(site.path / ".build", site.output)
    last = manifests.load_manifest(path)
    records = {**last.records, "mine.html": last.records["guide.html"]}
    manifests.save_manifest(path, replace(last, records=records, site_key=""))
    outcome = site.build()
    assert (outcome.exit_code, "mine.html" in outcome.output) == (1, True), outcome.output
    assert outcome.files["mine.html"] == b"mine"


def test_a_page_that_somebody_wrote_over_is_not_removed(site: Project) -> None:
    site.edit("content/rules/more.md", site.read("content/rules/review.md"))
    assert site.build().exit_code == 0
    site.remove("content/rules/more.md")
    site.edit("public/rules/more.html", "mine")
    outcome = site.build()
    assert (outcome.exit_code, "rules/more.html" in outcome.output) == (1, True), outcome.output
    assert outcome.files["rules/more.html"] == b"mine"


def test_a_file_nobody_can_read_is_mended(site: Project) -> None:
    page = site.output / "guide.html"
    for mode in (0, stat.S_IRUSR | stat.S_IWUSR):
        page.chmod(mode)
        assert site.build().exit_code == 0
        assert page.stat().st_mode & stat.S_IROTH


def test_a_page_that_became_a_link_is_made_anew(site: Project, tmp_path: Path) -> None:
    page = site.output / "guide.html"
    shutil.copy2(page, tmp_path / "elsewhere.html")
    page.unlink()
    page.symlink_to(tmp_path / "elsewhere.html")
    outcome = site.build()
    assert (outcome.exit_code, "guide.html" in outcome.output) == (1, True), outcome.output


def test_a_strangers_file_is_reported_although_nothing_else_changed(site: Project) -> None:
    site.edit("public/mine.txt", "mine")
    outcome = site.build()
    assert (outcome.exit_code, "mine.txt" in outcome.output) == (1, True), outcome.output
    site.remove("public/mine.txt")
    outcome = site.build()
    assert (outcome.exit_code, "写入 0 个" in outcome.output) == (0, True), outcome.output


def test_two_projects_do_not_share_a_folder(site: Project, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    assert site.build(output=shared).exit_code == 0
    before = read_tree(shared)
    for name in ("other", "copy"):
        other = Project(tmp_path / name)
        shutil.copytree(ROOT / "tests" / "bad" / "base", other.path)
        other.remove("content/2021/documents/plan.md")
        if name == "other":
            text = other.read("config.yaml").replace("样例园区", "别的园区")
            other.edit("config.yaml", text)
        outcome = other.build(output=shared)
        assert (
            outcome.exit_code,
            "另一个项目" in outcome.output,
            "样例园区" in outcome.output,
        ) == (1, True, True)
        outcome = other.build(output=site.output)
        assert (outcome.exit_code, "另一个项目" in outcome.output) == (1, True)
    assert read_tree(shared) == before
    site.edit("content/guide.md", site.read("content/guide.md") + "\n再加一句。\n")
    assert site.build(output=shared).exit_code == 0


def run_of(site: Project) -> BuildContext:
    options = Options(site.path, site.output, date(2022, 2, 1), clean=True, jobs=1)
    build = site.path / ".build"
    path = manifests.manifest_path(build, site.output)
    last = manifests.load_manifest(path)
    content = site.path / "content"
    return BuildContext(
        options, STANDARDS, content, build, find_templates(site.path), path, last, 1
    )


def build_interrupted(site: Project, between: Callable[[], object]) -> Result:
    """Build, with something happening after all was read and checked."""
    run = run_of(site)
    sources, _ = scan(run.content, STANDARDS.formats)
    examined = check_and_plan(run, sources)
    assert examined is not None
    between()
    output_scan = scan_output(str(site.output))
    return write_outputs(run, examined.plan, examined.assets.files, output_scan)


def test_what_was_not_checked_is_not_published(site: Project, tmp_path: Path) -> None:
    file, secret = site.path / CSV, tmp_path / "secret.csv"
    before, data = read_tree(site.output), file.read_bytes()
    secret.write_bytes(data.replace(b"1", b"2"))

    def relink(path: Path, target: Path) -> None:
        path.rename(path.with_name("away"))
        path.symlink_to(target)

    def make_pipe() -> None:
        file.unlink()
        os.mkfifo(file)

    def rewrite() -> None:
        facts = file.stat()
        file.write_bytes(bytes(len(data)))
        os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))

    betweens: dict[str, Callable[[], object]] = {
        "link": lambda: relink(file, secret),
        "pipe": make_pipe,
        "other words": rewrite,
        "folder": lambda: relink(file.parent, tmp_path / "elsewhere"),
    }
    for name, between in betweens.items():
        result = build_interrupted(site, between)
        assert result.failed, name
        assert any(diagnostic.location.file == CSV for diagnostic in result.diagnostics), name
        assert read_tree(site.output) == before, name
        if name == "folder":
            continue
        file.unlink()
        file.with_name("away").unlink(missing_ok=True)
        file.write_bytes(data)


def test_an_output_folder_that_is_swapped_is_not_followed(tmp_path: Path) -> None:
    for what in ("public", "public/2021"):
        output, elsewhere = tmp_path / what.replace("/", "-") / "public", tmp_path / f"{what}-x"
        (output / "2021").mkdir(parents=True)
        elsewhere.mkdir(parents=True)
        folder = outputs.open_staging(output)
        outputs.stage_file(output, "2021/a.html", b"new", "key")
        swapped = output.parent / what
        swapped.rename(tmp_path / f"moved-{swapped.name}")
        swapped.symlink_to(elsewhere)
        with pytest.raises(OSError, match="swapped"):
            outputs.check_same_folder(output, folder, ["2021/a.html"])
        with pytest.raises(OSError, match=r"swapped|No such"):
            commit_staging(output, ["2021/a.html"], ["2021/b.html"])
        if what == "public":
            with pytest.raises(OSError, match="swapped"):
                outputs.stage_file(output, "2021/c.html", b"new", "key")
        assert list(elsewhere.iterdir()) == []


def test_reading_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"data")
    (tmp_path / "c").symlink_to("a")
    (tmp_path / "a" / "d").symlink_to("b")
    os.mkfifo(tmp_path / "a" / "pipe")
    assert read_below(tmp_path, "a/b") == b"data"
    for path in ("c/b", "a/d", "a/pipe", "a", "a/none"):
        with pytest.raises(OSError, match=r".") as exc, open_below(tmp_path, path):
            pass
        assert "符号链接" in str(exc.value) or path in ("a/pipe", "a", "a/none")
