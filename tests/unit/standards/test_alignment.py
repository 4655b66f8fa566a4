"""Forms laid over one another: what meets, in which order, and what one of them lacks."""

from site_builder.model.form import (
    Form,
    FormPart,
    Header,
    LabelWidths,
    SeriesDefinition,
    Table,
    TableSection,
)
from site_builder.standards.alignment import (
    AlignedRow,
    aligned_rows,
    comparable_series,
    newest_first,
    walk,
)
from tests.helpers.standards import STANDARDS


def make_header(name: str, *children: Header, label: str | None = None) -> Header:
    return Header(
        name.rpartition(".")[2], name, name if label is None else label, "", "count", "", children
    )


def make_form(year: int, *sections: TableSection) -> Form:
    table = Table("t", "表", "表", sections, LabelWidths())
    definition = SeriesDefinition("s", "对照", "t", "", "", ())
    part = FormPart("p", "部分", table, (), "")
    return Form(
        id=f"f{year}",
        key=str(year),
        title="",
        document_number="",
        first_year=year,
        last_year=None,
        parts=(part,),
        key_figures=(),
        series=(definition,),
        narrative=(),
        rulemaking_rows=(),
        instructions=(),
        deadline=(1, 31),
        government_deadline=(3, 31),
        digest="",
    )


def make_section(
    name: str, *rows: Header, columns: tuple[Header, ...] = (), title: str = ""
) -> TableSection:
    return TableSection(name, title, "", "", columns or (make_header("n"),), rows, ())


def aligned_lines(*forms: Form, row: str = "", column: str = "n") -> list[str]:
    newest = newest_first({entry.id: entry for entry in forms})
    rows = aligned_rows(SeriesDefinition("s", "", "t", row, column, ()), newest)
    return [_describe(line) for line in walk(rows)]


def _describe(line: AlignedRow) -> str:
    cells = "".join(sorted(form[-1] for form in line.cells))
    names = "".join(sorted(form[-1] for form in line.labels))
    return f"{'.'.join(line.path)} {names}:{cells}"


def test_what_only_the_older_form_has_stands_after_what_it_followed_there() -> None:
    old = make_form(
        2001,
        make_section("b", make_header("a"), make_header("x"), make_header("y"), make_header("b")),
    )
    new = make_form(2002, make_section("b", make_header("a"), make_header("b"), make_header("c")))
    assert aligned_lines(old, new) == ["a 12:12", "x 1:1", "y 1:1", "b 12:12", "c 2:2"]


def test_what_comes_first_in_the_older_form_comes_first() -> None:
    old = make_form(2001, make_section("b", make_header("x"), make_header("a")))
    assert aligned_lines(old, make_form(2002, make_section("b", make_header("a")))) == [
        "x 1:1",
        "a 12:12",
    ]


def test_three_forms_meet_by_ids() -> None:
    forms = [
        make_form(2001, make_section("b", make_header("a"), make_header("z"))),
        make_form(2002, make_section("b", make_header("a"), make_header("y"))),
        make_form(2003, make_section("b", make_header("a"), make_header("x"))),
    ]
    assert aligned_lines(*forms) == ["a 123:123", "z 1:1", "y 2:2", "x 3:3"]


def test_a_row_that_became_a_group_is_a_line_with_lines_below() -> None:
    old = make_form(2001, make_section("b", make_header("a")))
    new = make_form(
        2002, make_section("b", make_header("a", make_header("a.x"), make_header("a.y")))
    )
    assert aligned_lines(old, new) == ["a 12:1", "a.x 2:2", "a.y 2:2"]


def test_bands_keep_their_lines_together() -> None:
    old = make_form(
        2001,
        make_section("b", make_header("a"), title="甲"),
        make_section("c", make_header("d"), title="乙"),
    )
    new = make_form(2002, make_section("b", make_header("a"), make_header("e"), title="甲"))
    assert aligned_lines(old, new) == ["b 12:", "b.a 12:12", "b.e 2:2", "c 1:", "c.d 1:1"]


def test_a_level_without_a_label_takes_no_line() -> None:
    columns = (make_header("g", make_header("g.m"), make_header("g.n"), label=""),)
    older = make_form(2001, make_section("b", make_header("a"), columns=columns))
    assert aligned_lines(older, column="") == ["a 1:", "a.m 1:1", "a.n 1:1"]
    assert aligned_lines(older, column="", row="a") == ["m 1:1", "n 1:1"]
    assert aligned_lines(older, column="g.n") == ["a 1:1"]


def test_the_newest_form_says_what_is_compared() -> None:
    newest = newest_first(STANDARDS.forms)
    assert [item.first_year for item in newest] == [2021, 2019]
    assert [item.id for item in comparable_series(newest)] == [
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
    newest = newest_first(STANDARDS.forms)
    differences = {
        tuple(dict.fromkeys(line.labels.values()))
        for definition in comparable_series(newest)
        for line in walk(aligned_rows(definition, newest))
    }
    assert {names for names in differences if len(names) > 1} == set(RENAMED.items())


def test_every_cell_of_every_form_has_one_line() -> None:
    newest = newest_first(STANDARDS.forms)
    for table in ("proactive", "requests", "remedies"):
        rows = walk(aligned_rows(SeriesDefinition("", "", table, "", "", ()), newest))
        cells = [(name, key) for line in rows for name, (key, _) in line.cells.items()]
        expected = [
            (entry.id, (table, row.path, column.path))
            for entry in newest
            for candidate in entry.tables()
            if candidate.id == table
            for _, row, column in candidate.cells()
        ]
        assert sorted(cells) == sorted(expected)
