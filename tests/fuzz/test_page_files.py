"""PDF and OFD files, spoilt: each is read or refused with a cure; nothing else gets out."""

import traceback
from random import Random

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import ofd, pdf
from tests.fuzz.mutations import raw
from tests.fuzz.runs import Tally, generator, time_limit
from tests.helpers.drawn_ofd import DrawnOfdPage, draw_ofd
from tests.helpers.drawn_pdf import DrawnPage, draw_pdf

FEW = 60
SECONDS = 20
COLUMNS, HEIGHTS = [60, 160, 260, 360], [100, 120, 140, 160]
ROWS = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "12", ""], ["文件", "/", "1,204"]]


def _seeds() -> list[tuple[str, bytes]]:
    pages = []
    drawn = []
    for number in (1, 2):
        page, other = DrawnPage(), DrawnOfdPage()
        page.picture(100, 300, 300, 500)
        page.text(60, 250, "透明", mode=3)
        page.grid(COLUMNS, HEIGHTS, ROWS)
        other.grid(COLUMNS, HEIGHTS, ROWS)
        page.text(280, 790, f"- {number} -")
        other.text(280, 790, f"- {number} -")
        pages.append(page)
        drawn.append(other)
    packed = draw_pdf(*pages)
    return [
        ("报告.pdf", packed),
        ("报告.pdf", draw_pdf(*pages, compress=False)),
        ("报告.ofd", draw_ofd(*drawn)),
    ]


def test_files_of_pages(tally: Tally, budget: int) -> None:
    seeds = _seeds()
    while tally.inputs < (budget or FEW):
        name, data = _spoilt(seeds, generator(tally.seed, tally.inputs))
        inputs = {name: data}
        tally.count(inputs)
        tally.runs += 1
        try:
            with time_limit(SECONDS):
                (ofd if name.endswith(".ofd") else pdf).read(name, data)
            tally.survived += 1
        except UnsupportedFileError as exc:
            if not exc.hint:
                tally.record_failure(inputs, f"no hint: {exc}")
        except BaseException:  # noqa: BLE001 - that is what is looked for
            tally.record_failure(inputs, traceback.format_exc())
    tally.assert_no_failures()


def _spoilt(seeds: list[tuple[str, bytes]], random: Random) -> tuple[str, bytes]:
    name, data = random.choice(seeds)
    if random.random() < 0.5:
        changed = bytearray(data)
        for _ in range(random.choice((1, 1, 8))):
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
        return name, bytes(changed)
    return name, raw(data, random.choice(seeds)[1], random)
