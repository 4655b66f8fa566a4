"""Forms laid over one another: what meets, in which order, and what one of them lacks."""

from site_builder.forms.across import (
    AlignedRow,
    aligned_rows,
    comparable_series,
    newest_first,
    walk,
)
from site_builder.forms.load import load_forms
from site_builder.model.form import Form, FormPart, Header, SeriesDefinition, Table, TableSection


def head(name: str, *children: Header, label: str | None = None) -> Header:
    return Header(
        name.rpartition(".")[2], name, name if label is None else label, "", "count", "", children
    )


def form(year: int, *bands: TableSection) -> Form:
    table = Table("t", "表", "表", bands)
    strand = SeriesDefinition("s", "对照", "t", "", "", ())
    part = FormPart("p", "部分", table, ())
    return Form(f"f{year}", str(year), "", "", year, None, (part,), (), (strand,), "")


def band(
    name: str, *rows: Header, columns: tuple[Header, ...] = (), title: str = ""
) -> TableSection:
    return TableSection(name, title, "", "", columns or (head("n"),), rows, ())


def laid(*known: Form, row: str = "", column: str = "n") -> list[str]:
    newest = newest_first({one.id: one for one in known})
    found = aligned_rows(SeriesDefinition("s", "", "t", row, column, ()), newest)
    return [_told(line) for line in walk(found)]


def _told(line: AlignedRow) -> str:
    cells = "".join(sorted(form[-1] for form in line.cells))
    names = "".join(sorted(form[-1] for form in line.labels))
    return f"{'.'.join(line.path)} {names}:{cells}"


def test_what_only_the_older_form_has_stands_after_what_it_followed_there() -> None:
    old = form(2001, band("b", head("a"), head("x"), head("y"), head("b")))
    new = form(2002, band("b", head("a"), head("b"), head("c")))
    assert laid(old, new) == ["a 12:12", "x 1:1", "y 1:1", "b 12:12", "c 2:2"]


def test_what_comes_first_in_the_older_form_comes_first() -> None:
    old = form(2001, band("b", head("x"), head("a")))
    assert laid(old, form(2002, band("b", head("a")))) == ["x 1:1", "a 12:12"]


def test_three_forms_meet_by_ids() -> None:
    made = [
        form(2001, band("b", head("a"), head("z"))),
        form(2002, band("b", head("a"), head("y"))),
        form(2003, band("b", head("a"), head("x"))),
    ]
    assert laid(*made) == ["a 123:123", "z 1:1", "y 2:2", "x 3:3"]


def test_a_row_that_became_a_group_is_a_line_with_lines_below() -> None:
    old = form(2001, band("b", head("a")))
    new = form(2002, band("b", head("a", head("a.x"), head("a.y"))))
    assert laid(old, new) == ["a 12:1", "a.x 2:2", "a.y 2:2"]


def test_bands_keep_their_lines_together() -> None:
    old = form(2001, band("b", head("a"), title="甲"), band("c", head("d"), title="乙"))
    new = form(2002, band("b", head("a"), head("e"), title="甲"))
    assert laid(old, new) == ["b 12:", "b.a 12:12", "b.e 2:2", "c 1:", "c.d 1:1"]


def test_a_level_without_a_label_takes_no_line() -> None:
    columns = (head("g", head("g.m"), head("g.n"), label=""),)
    one = form(2001, band("b", head("a"), columns=columns))
    assert laid(one, column="") == ["a 1:", "a.m 1:1", "a.n 1:1"]
    assert laid(one, column="", row="a") == ["m 1:1", "n 1:1"]
    assert laid(one, column="g.n") == ["a 1:1"]


def test_the_newest_form_says_what_is_compared() -> None:
    newest = newest_first(load_forms())
    assert [one.first_year for one in newest] == [2021, 2019]
    assert [one.id for one in comparable_series(newest)] == [
        "proactive",
        "requests",
        "applicants",
        "remedies",
    ]


RENAMED = {
    "本年制发件数": "本年新制作数量",
    "行政规范性文件": "规范性文件",
    "本年处理决定数量": "处理决定数量",
}
"""What the form of 2021 calls otherwise: 制发 for 新制作, 行政规范性文件, 本年 before 处理决定."""


def test_the_two_forms_call_everything_else_the_same() -> None:
    newest = newest_first(load_forms())
    found = {
        tuple(dict.fromkeys(line.labels.values()))
        for strand in comparable_series(newest)
        for line in walk(aligned_rows(strand, newest))
    }
    assert {names for names in found if len(names) > 1} == set(RENAMED.items())


def test_every_cell_of_every_form_has_one_line() -> None:
    newest = newest_first(load_forms())
    for table in ("proactive", "requests", "remedies"):
        whole = walk(aligned_rows(SeriesDefinition("", "", table, "", "", ()), newest))
        cells = [(name, key) for line in whole for name, (key, _) in line.cells.items()]
        wanted = [
            (one.id, (table, row.path, column.path))
            for one in newest
            for known in one.tables()
            if known.id == table
            for _, row, column in known.cells()
        ]
        assert sorted(cells) == sorted(wanted)
