"""Three-level review through the real command line: order, persons, and texts that change after."""

from collections.abc import Callable

import pytest

from tests.helpers import Project
from tests.properties.small_site import document, figures
from tests.sign.sign_site import DAY, MUST, REPORT, sign, sign_all


def test_unsigned_documents_stop_a_build_and_show_in_drafts(site: Project) -> None:
    refused = site.build()
    assert refused.exit_code == 1
    assert "还没有初审、复审、终审" in refused.output
    assert not refused.files
    drafts = site.build(drafts=True, output=site.path / "drafts")
    assert drafts.exit_code == 0, drafts.output
    assert "只供内部查看，不得公开" in drafts.text("2020/report.html")
    assert '<meta name="robots" content="noindex">' in drafts.text("2020/report.html")
    assert "noindex" not in drafts.text("reports/index.html")
    assert "不得公开" not in drafts.text("reports/index.html")


def test_drafts_are_never_written_where_the_site_is_published(site: Project) -> None:
    drafts = site.build(drafts=True)
    assert drafts.exit_code == 0, drafts.output
    assert f"未审的网站在 {site.path / 'drafts'}，只供内部查看" in drafts.output
    assert (site.path / "drafts" / "2020" / "report.html").is_file()
    assert not drafts.files
    refused = site.build(drafts=True, output=site.path / "public")
    assert (refused.exit_code, "不能写进 public" in refused.output, dict(refused.files)) == (
        1,
        True,
        {},
    )


@pytest.mark.parametrize("place", ["public", "public/x", "."])
def test_drafts_keep_away_from_the_published_folder(site: Project, place: str) -> None:
    refused = site.build(drafts=True, output=site.path / place)
    assert (refused.exit_code, "不能写进 public" in refused.output) == (1, True)
    assert not site.output.exists()


def test_index_numbers_of_drafts_were_never_published(site: Project) -> None:
    page = "content/2020/documents/d.md"
    text = document(2020, 5)
    number = text.partition("索引号: ")[2].partition("\n")[0]
    site.edit(page, text)
    assert site.build(drafts=True).exit_code == 0
    changed = text.replace(number, number[:-1] + "8")
    site.edit(page, changed)
    assert "c002" not in site.build(drafts=True).output
    sign_all(site)
    assert site.build().exit_code == 0
    site.edit(page, text)
    assert "c002/changed" in site.build(drafts=True).output


def test_what_is_not_signed_cannot_be_let_stand(site: Project) -> None:
    accept = f"接受: [{{文件: {REPORT}, 问题: 'v001/missing:初审、复审、终审', 理由: 来不及。}}]\n"
    site.edit("config.yaml", MUST + accept)
    outcome = site.build()
    assert outcome.exit_code == 1
    assert f"{REPORT} 错误 v001/missing" in outcome.output


def test_signed_at_every_level_is_published_without_names(site: Project) -> None:
    sign_all(site)
    outcome = site.build()
    assert outcome.exit_code == 0, outcome.output
    everything = b"".join(outcome.files.values()).decode("utf-8", "replace")
    assert "张三" not in everything
    assert not [url for url in outcome.files if "sign" in url]
    assert "不得公开" not in outcome.text("2020/report.html")
    site.edit("config.yaml", MUST + "公开审签人: 是\n")
    assert f"终审 王五（{DAY.year}年{DAY.month}月{DAY.day}日）" in site.build().text(
        "2020/report.html"
    )


def test_levels_go_in_order_and_a_person_holds_one(site: Project) -> None:
    assert sign(site, "终审", "王五") == (
        1,
        "还没有初审，不能终审。请按初审、复审、终审的顺序审签。\n",
    )
    assert sign(site, "初审", "张三")[0] == 0
    exit_code, output = sign(site, "初审", "李四")
    assert (exit_code, "已经由张三签过" in output) == (1, True)
    exit_code, output = sign(site, "复审", "张三")
    assert (exit_code, "一人不能签两级" in output) == (1, True)
    exit_code, output = sign(site, "二审", "张三")
    assert (exit_code, "没有审核级别“二审”" in output) == (1, True)
    site.edit("config.yaml", MUST + "一人一级: 否\n")
    assert sign(site, "复审", "张三")[0] == 0


def test_only_who_is_named_in_the_settings_signs(site: Project) -> None:
    site.edit("config.yaml", MUST + "审签人: [张三, 欧阳·李四]\n")
    exit_code, output = sign(site, "初审", "王五")
    assert exit_code == 1
    assert "“王五”不在审签人名单里" in output
    assert "张三、欧阳·李四" in output
    assert not list(site.path.rglob("*.sign.yaml"))
    assert sign(site, "初审", "張三")[0] == 0
    assert sign(site, "复审", "欧阳李四")[0] == 0


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            lambda site: site.edit(REPORT, site.read(REPORT).replace("现将", "兹将")),
            "“现将情况报告如下。”改成了“兹将情况报告如下。”",
        ),
        (
            lambda site: site.edit(
                "content/2020/figures.yaml", figures(2020, {("proactive", "rules", "public"): "1"})
            ),
            "figures.yaml 第 3 行",
        ),
    ],
)
def test_an_edit_voids_the_sign_offs_and_says_what_changed(
    site: Project, edit: Callable[[Project], None], message: str
) -> None:
    sign_all(site)
    assert site.build().exit_code == 0
    edit(site)
    outcome = site.build()
    assert outcome.exit_code == 1
    assert f"审签之后又有改动，初审（张三，{DAY}）、复审（李四，{DAY}）" in outcome.output
    assert message in outcome.output
    # Signed anew, from the first level on; the void ones stay on record.
    assert sign(site, "终审", "王五")[0] == 1
    for level, name in (("初审", "张三"), ("复审", "李四"), ("终审", "王五")):
        assert sign(site, level, name)[0] == 0
    assert "已失效" in site.read("content/2020/report.sign.yaml")
    assert site.build().exit_code == 0


def test_an_attachment_is_part_of_what_was_signed(site: Project) -> None:
    page = "content/2020/documents/d.md"
    site.edit("content/2020/files/a.csv", "甲\n1\n")
    text = document(2020, 5).replace(
        "有效性: 有效\n", "有效性: 有效\n附件: [{文件: ../files/a.csv}]\n"
    )
    site.edit(page, text)
    sign_all(site)
    assert site.build().exit_code == 0
    site.edit("content/2020/files/a.csv", "甲\n2\n")
    outcome = site.build()
    assert outcome.exit_code == 1
    assert "2020/files/a.csv：附件换过" in outcome.output


def test_what_has_errors_is_not_signed_and_nothing_is_written(site: Project) -> None:
    site.edit(REPORT, site.read(REPORT).replace("## 一、总体情况", "## 一、总的情况"))
    exit_code, output = sign(site, "初审", "张三")
    assert exit_code == 1
    assert "还有错误" in output
    assert "report/heading" in output
    assert not list(site.path.rglob("*.sign.yaml*"))


@pytest.mark.parametrize(
    "file", ["content/2030/report.md", "../outside.md", "config.yaml", "", "/"]
)
def test_no_such_document(site: Project, file: str) -> None:
    exit_code, output = sign(site, "初审", "张三", file)
    assert (exit_code, "没有文稿" in output, "Traceback" in output) == (2, True, False)


def test_what_has_errors_in_its_attachment_is_not_signed(site: Project) -> None:
    site.edit("content/2020/files/list.txt", "张三 身份证 11010519491231002X\n")
    site.edit(REPORT, site.read(REPORT) + "\n见[名单](files/list.txt)。\n")
    exit_code, output = sign(site, "初审", "张三")
    assert (exit_code, "p001" in output, "还有错误" in output) == (1, True, True)


def test_files_the_text_links_to_are_part_of_what_was_signed(site: Project) -> None:
    page = "content/2020/documents/d.md"
    site.edit("content/2020/files/b.csv", "甲\n1\n")
    site.edit(page, f"{document(2020, 5)}\n详见[办理情况表](../files/b.csv)。\n")
    sign_all(site)
    assert site.build().exit_code == 0
    site.edit("content/2020/files/b.csv", "甲\n2\n")
    assert "2020/files/b.csv：附件换过" in site.build().output


def test_a_report_s_parts_link_to_files_as_well(site: Project) -> None:
    site.edit("content/2020/files/b.csv", "甲\n1\n")
    link = "现将情况报告如下，详见[办理情况表](files/b.csv)。"
    site.edit(REPORT, site.read(REPORT).replace("现将情况报告如下。", link))
    sign_all(site)
    assert "2020/files/b.csv" in site.read("content/2020/report.sign.yaml")


@pytest.mark.parametrize(
    ("levels", "message"), [("[初审, 终审, 初审]", "“初审”写了两次"), ("[]", "“审核级别”是空的")]
)
def test_levels_are_some_and_each_is_there_once(site: Project, levels: str, message: str) -> None:
    site.edit("config.yaml", f"{MUST}审核级别: {levels}\n")
    outcome = site.build()
    assert outcome.exit_code == 1
    assert message in outcome.output
