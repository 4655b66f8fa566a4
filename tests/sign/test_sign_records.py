"""Records of sign-offs that were damaged, moved or edited by hand are not believed."""

import pytest

from site_builder.content.sign_offs import encode_signoffs, read_signoffs
from site_builder.model.frozendict import frozendict
from site_builder.model.review import SignOffRecord
from tests.helpers import Project, run_cli
from tests.properties.small_site import document
from tests.sign.sign_site import DAY, REPORT, sign, sign_all


def test_a_damaged_or_stray_record_is_a_finding(site: Project) -> None:
    sign_all(site)
    site.edit("content/2020/report.sign.yaml", "审签: 都签了\n")
    outcome = site.build()
    assert outcome.exit_code == 1
    assert "sign/damaged" in outcome.output
    site.remove("content/2020/report.sign.yaml")
    site.edit("content/2020/gone.sign.yaml", "审签: []\n内容: {}\n")
    assert "sign/orphan" in site.build().output


def test_findings_of_a_record_are_told_with_its_document(site: Project) -> None:
    assert sign(site, "初审", "张三")[0] == 0
    record = "content/2020/report.sign.yaml"
    site.edit(record, site.read(record).replace("张三", "张3"))
    for path in (REPORT, "content/2020/figures.yaml", record, "content/2020"):
        exit_code, output, _ = run_cli("check", path, "--project", str(site.path))
        assert (exit_code, "v001/forged" in output) == (1, True), path
    assert "v001/forged" not in run_cli("check", "content/guide.md", "--project", str(site.path))[1]


def test_a_damaged_record_is_not_written_over(site: Project) -> None:
    assert sign(site, "初审", "张三")[0] == 0
    record = "content/2020/report.sign.yaml"
    for broken in ("", "- 甲\n", "审签: [\n"):
        site.edit(record, broken)
        for level in ("初审", "复审"):
            exit_code, output = sign(site, level, "王五")
            assert (exit_code, "审签记录损坏" in output, site.read(record)) == (1, True, broken)


def test_a_document_moved_with_its_record_is_void(site: Project) -> None:
    site.edit("content/2020/documents/d.md", document(2020, 5))
    sign_all(site)
    folder = site.path / "content" / "2020" / "documents"
    for extension in (".md", ".sign.yaml"):
        (folder / f"d{extension}").rename(folder / f"e{extension}")
    out = site.build().output
    assert "content/2020/documents/e.md 错误 v001/void" in out
    assert "2020/documents/e.md：新增了这个文件" in out


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("姓名: 王五", "姓名: 張三", "張三签了初审和终审两级（设置“一人一级”）"),
        ("姓名: 王五", "姓名: ''", "终审没有姓名"),
        ("姓名: 王五", "姓名: 局长5", "终审的姓名“局长5”不是姓名"),
        ("级别: 终审", "级别: 复审", "复审签了两次"),
        ("级别: 初审", "级别: 甲审", ""),
        (f'日期: "{DAY}"', '日期: "9999-01-01"', "初审的日期 9999-01-01 还没有到"),
        ("现将", "兹将", "终审的摘要与记录的内容不符"),
    ],
)
def test_a_record_edited_by_hand_is_not_believed(
    site: Project, old: str, new: str, message: str
) -> None:
    sign_all(site)
    record = "content/2020/report.sign.yaml"
    assert old in site.read(record)
    site.edit(record, site.read(record).replace(old, new, 1))
    outcome = site.build()
    assert outcome.exit_code == 1
    if message:
        assert f"{record} 错误 v001/forged" in outcome.output
        assert message in outcome.output
        assert "审签记录被改动过" in sign(site, "终审", "王五")[1]
    else:
        assert "还没有初审" in outcome.output


def test_levels_in_another_order_are_not_believed(site: Project) -> None:
    sign_all(site)
    record = "content/2020/report.sign.yaml"
    text = site.read(record).replace("初审", "甲").replace("终审", "初审").replace("甲", "终审")
    site.edit(record, text)
    assert "审签的顺序不是初审、复审、终审" in site.build().output


def test_both_copies_edited_alike_do_not_pass(site: Project) -> None:
    sign_all(site)
    for path in (REPORT, "content/2020/report.sign.yaml"):
        site.edit(path, site.read(path).replace("现将", "兹将"))
    assert "摘要与记录的内容不符" in site.build().output


@pytest.mark.parametrize("name", ["張 三", "张\u200b三", "张·三", "\u202e张三"])
def test_one_person_is_known_however_the_name_is_written(site: Project, name: str) -> None:
    assert sign(site, "初审", "张三")[0] == 0
    assert "一人不能签两级" in sign(site, "复审", name)[1]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("张三1", "姓名里不能有“1”"),
        ("张三（代）", "姓名里不能有“()”"),
        ("Иван", "只写汉字、拉丁字母和间隔号"),
        ("\u200b", "请写审核人的姓名"),
        ("·", "请写审核人的姓名"),
    ],
)
def test_what_is_no_name_is_refused(site: Project, name: str, message: str) -> None:
    exit_code, output = sign(site, "初审", name)
    assert (exit_code, message in output) == (1, True), output
    assert not list(site.path.rglob("*.sign.yaml*"))


def test_the_day_is_the_real_one(site: Project) -> None:
    exit_code, output, _ = run_cli(
        "sign",
        REPORT,
        "--project",
        str(site.path),
        "--level",
        "初审",
        "--signer",
        "张三",
        "--today",
        "2020-01-01",
    )
    assert (exit_code, "--today" in output) == (2, True)
    assert sign(site, "初审", "阿卜杜拉·Li")[0] == 0
    assert f'日期: "{DAY}"' in site.read("content/2020/report.sign.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a",
        "1",
        "null",
        "~",
        "  前\n后  \n\n",
        "\t甲\n乙\t",
        "甲\n\n\n",
        "# 甲\n---\n...\n",
        "甲\u2028乙\n丙",
        "甲\x85乙\n",
        "😀\n",
        "\u3000甲\n",
        "- [ ]: {}\n",
        "甲\u00a0\n",
        "'\"\n",
    ],
)
def test_a_text_is_kept_to_the_letter(text: str) -> None:
    record = SignOffRecord((), (), frozendict({"2020/report.md": text}))
    read, wrong = read_signoffs(encode_signoffs(record), "x.sign.yaml")
    assert not wrong
    assert dict(read.contents) == {"2020/report.md": text}
