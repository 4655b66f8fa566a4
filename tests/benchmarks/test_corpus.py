"""The corpus of the benchmarks: the same bytes for a seed, and a site without an error."""

from pathlib import Path

import pytest

from benchmarks.competitors import Builder
from benchmarks.corpus import TODAY, Corpus
from benchmarks.hugo_site import write_hugo_site
from benchmarks.page_sets import page_set
from benchmarks.project_layout import write_project
from benchmarks.results import table
from benchmarks.stages import STAGES, stage_of
from tests.helpers import ROOT, read_tree, run_cli

DOCUMENTS = 30


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    folder = tmp_path_factory.mktemp("benchmark")
    builder = Builder("builder", folder / "project", folder, Corpus(DOCUMENTS))
    builder.write_site()
    place = ("--project", str(builder.site), "--output", str(builder.output), "--today", TODAY)
    exit_code, output, _ = run_cli("build", "--quiet", *place)
    assert (exit_code, output) == (0, ""), "no error, and no warning either"
    return builder


def test_the_corpus_builds_without_a_diagnostic(built: Builder) -> None:
    held = page_set(built, built.corpus)
    assert (held.documents, set(held.listed), held.reports) == (DOCUMENTS, {DOCUMENTS}, 7)


def test_an_output_that_lacks_a_page_is_no_result(built: Builder) -> None:
    page = built.page(built.corpus.entry(1))
    text = page.read_bytes()
    page.unlink()
    try:
        with pytest.raises(
            SystemExit, match=r"1 differences, first \W+2020/documents/d000001\.html"
        ):
            page_set(built, built.corpus)
    finally:
        page.write_bytes(text)


@pytest.mark.parametrize("write", [write_project, write_hugo_site])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, write: object) -> None:
    assert callable(write)
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write(tmp_path / name, Corpus(DOCUMENTS, seed))
    first, again, other = (read_tree(tmp_path / name) for name in ("one", "again", "other"))
    assert first == again
    assert first.keys() == other.keys()
    assert first != other


def test_a_larger_corpus_begins_with_the_smaller_and_no_title_comes_twice() -> None:
    small, large = list(Corpus(100).entries()), list(Corpus(700).entries())
    assert large[:100] == small
    assert len({entry.title for entry in large}) == len({entry.index for entry in large}) == 700
    size = sum(len(entry.body.encode()) for entry in large) / len(large)
    assert 1900 < size < 2200, "with its front matter, a document has 2.6 kB"


def test_each_stage_has_code() -> None:
    """What is moved or renamed is moved in the list of stages as well."""
    places = [place for _, prefixes in STAGES for place in prefixes if "<" not in place]
    missing = [place for place in places if not list(ROOT.glob(f"{place.rstrip('/')}*"))]
    assert not missing
    assert stage_of(None) == "other"


def test_tables_are_markdown_whose_columns_stand_below_each_other() -> None:
    assert table(["Work", "s"], [["one", "10.00"]]) == (
        "| Work |     s |\n| ---- | ----: |\n| one  | 10.00 |"
    )
