"""Word files, new and old, spoilt: each is read or refused with a cure; nothing else gets out."""

import re
import traceback
from pathlib import Path
from random import Random

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import old_word, word
from tests.fuzz.mutations import raw
from tests.fuzz.runs import Tally, generator, time_limit
from tests.helpers import ROOT
from tests.helpers.word_files import PNG, cell, paragraph, row, run, table, word_file

DOC = ROOT / "tests" / "unit" / "importing" / "readers" / "word" / "files" / "report.doc"
FEW = 40
SECONDS = 20
MERGED = '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'
LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BODY = paragraph("一、总体情况", properties=LISTED) + paragraph(
    run("共", "<w:b/>"),
    MARK.format("begin"),
    "<w:r><w:instrText>EQ x</w:instrText></w:r>",
    MARK.format("separate"),
    run("3"),
    MARK.format("end"),
    '<w:r><w:footnoteReference w:id="1"/><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
    "<w:ins>" + run("4") + "</w:ins><w:del><w:r><w:delText>5</w:delText></w:r></w:del>",
    '<w:r><w:drawing><a:blip r:embed="a"/></w:drawing></w:r>',
)
BODY += table(
    row(cell("甲", properties=MERGED), "1"),
    row(cell(properties=MERGED), cell(table(row("2")))),
)
PARTS = {
    "numbering": '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1">'
    '<w:abstractNumId w:val="0"/></w:num>',
    "footnotes": '<w:footnote w:id="1">' + paragraph("注") + "</w:footnote>",
    "styles": '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="a"/></w:style>',
}
_VALUE = re.compile(r'="[^"]*"')
_ELEMENT = re.compile(r"<w:(?:tc|tr|p|r)\b(?: [^<>]*)?>.*?</w:\w+>|<w:\w+[^<>]*/>")
_NAME = re.compile(r"(?<=[</])w:\w+")
VALUES = ("0", "-1", "99999", "abc", "", "continue", "999999999999", "1.5", "a", "甲")


def spoilt_word_file(random: Random) -> bytes:
    """Build a Word file with odd values, elements lost, repeated, or under another name."""
    body = BODY
    for _ in range(random.choice((1, 1, 3, 10))):
        pattern = random.choice((_VALUE, _ELEMENT, _NAME))
        matches = list(pattern.finditer(body))
        if not matches:
            break
        match = random.choice(matches)
        if pattern is _VALUE:
            new = f'="{random.choice(VALUES)}"'
        elif pattern is _ELEMENT:
            new = match[0] * random.choice((0, 0, 2, 20))
        else:
            other = random.choice(matches)[0]
            name = re.compile(rf"(?<=[</]){match[0]}\b")
            body = name.sub(other, body)
            continue
        body = body[: match.start()] + new + body[match.end() :]
    parts = {key: xml for key, xml in PARTS.items() if random.random() < 0.9}
    data = word_file(body, parts, {"a.png": PNG})
    return data if random.random() < 0.8 else raw(data, data, random)


def test_word_files(tally: Tally, budget: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Another program's opinion costs seconds, and its own robustness is not ours.
    monkeypatch.setenv("PATH", "")
    doc = Path(DOC).read_bytes()
    while tally.inputs < (budget or FEW):
        random = generator(tally.seed, tally.inputs)
        is_old = random.random() < 0.4
        data = raw(doc, doc, random) if is_old else spoilt_word_file(random)
        inputs = {"甲.doc" if is_old else "甲.docx": data}
        tally.count(inputs)
        tally.runs += 1
        try:
            with time_limit(SECONDS):
                (old_word if is_old else word).read("甲", data)
            tally.survived += 1
        except UnsupportedFileError as exc:
            if not exc.hint:
                tally.record_failure(inputs, f"no hint: {exc}")
        except BaseException:  # noqa: BLE001 - that is what is looked for
            tally.record_failure(inputs, traceback.format_exc())
    tally.assert_no_failures()
