"""Three-level review through the real command line: order, persons, and texts that change after."""

from collections.abc import Callable

import pytest

from tests.properties.small_site import CONFIG, as_text, document, figures, small_site
from tests.tools import Project, ProjectFactory, run_cli

REPORT = "content/2020/report.md"
MUST = CONFIG + "审核: 必须\n"

Sign = Callable[..., tuple[int, str]]


@pytest.fixture
def site(project: ProjectFactory) -> Project:
    files = {path: text for path, text in small_site(0).items() if "2021" not in path}
    return project(as_text({**files, "config.yaml": MUST}))


def sign(site: Project, level: str, name: str, file: str = REPORT) -> tuple[int, str]:
    code, out, _ = run_cli(
        "sign", file, "--project", str(site.path), "--level", level, "--by", name,
        "--today", "2021-01-20",
    )  # fmt: skip
    return code, out


def sign_all(site: Project) -> None:
    for path in sorted((site.path / "content").rglob("*.md")):
        file = path.relative_to(site.path).as_posix()
        for level, name in (("初审", "张三"), ("复审", "李四"), ("终审", "王五")):
            code, out = sign(site, level, name, file)
            assert code == 0, out


def test_unsigned_documents_stop_a_build_and_show_in_drafts(site: Project) -> None:
    refused = site.build()
    assert refused.code == 1
    assert "还没有初审、复审、终审" in refused.out
    assert not refused.files
    drafts = site.build(drafts=True)
    assert drafts.code == 0, drafts.out
    assert "只供内部查看，不得公开" in drafts.text("2020/report.html")
    assert "不得公开" not in drafts.text("reports/index.html")


def test_signed_at_every_level_is_published_without_names(site: Project) -> None:
    sign_all(site)
    outcome = site.build()
    assert outcome.code == 0, outcome.out
    everything = b"".join(outcome.files.values()).decode("utf-8", "replace")
    assert "张三" not in everything
    assert not [url for url in outcome.files if "sign" in url]
    assert "不得公开" not in outcome.text("2020/report.html")
    site.edit("config.yaml", MUST + "公开审签人: 是\n")
    assert "终审 王五（2021年1月20日）" in site.build().text("2020/report.html")


def test_levels_go_in_order_and_a_person_holds_one(site: Project) -> None:
    assert sign(site, "终审", "王五") == (
        1,
        "还没有初审，不能终审。请按初审、复审、终审的顺序审签。\n",
    )
    assert sign(site, "初审", "张三")[0] == 0
    code, out = sign(site, "初审", "李四")
    assert (code, "已经由张三签过" in out) == (1, True)
    code, out = sign(site, "复审", "张三")
    assert (code, "一人不能签两级" in out) == (1, True)
    code, out = sign(site, "二审", "张三")
    assert (code, "没有审核级别“二审”" in out) == (1, True)
    site.edit("config.yaml", MUST + "一人一级: 否\n")
    assert sign(site, "复审", "张三")[0] == 0


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda site: site.edit(REPORT, site.read(REPORT).replace("现将", "兹将")),
         "“现将情况报告如下。”改成了“兹将情况报告如下。”"),
        (lambda site: site.edit("content/2020/figures.yaml",
                                figures(2020, {("proactive", "rules", "public"): "1"})),
         "figures.yaml 第 3 行"),
    ],
)  # fmt: skip
def test_an_edit_voids_the_sign_offs_and_says_what_changed(
    site: Project, edit: Callable[[Project], None], told: str
) -> None:
    sign_all(site)
    assert site.build().code == 0
    edit(site)
    outcome = site.build()
    assert outcome.code == 1
    assert "审签之后又有改动，初审（张三，2021-01-20）、复审（李四，2021-01-20）" in outcome.out
    assert told in outcome.out
    # Signed anew, from the first level on; the void ones stay on record.
    assert sign(site, "终审", "王五")[0] == 1
    for level, name in (("初审", "张三"), ("复审", "李四"), ("终审", "王五")):
        assert sign(site, level, name)[0] == 0
    assert "已失效" in site.read("content/2020/report.sign.yaml")
    assert site.build().code == 0


def test_an_attachment_is_part_of_what_was_signed(site: Project) -> None:
    page = "content/2020/documents/d.md"
    site.edit("content/2020/files/a.csv", "甲\n1\n")
    text = document(2020, 5).replace(
        "有效性: 有效\n", "有效性: 有效\n附件: [{文件: ../files/a.csv}]\n"
    )
    site.edit(page, text)
    sign_all(site)
    assert site.build().code == 0
    site.edit("content/2020/files/a.csv", "甲\n2\n")
    outcome = site.build()
    assert outcome.code == 1
    assert "../files/a.csv：附件换过" in outcome.out


def test_what_has_errors_is_not_signed_and_nothing_is_written(site: Project) -> None:
    site.edit(REPORT, site.read(REPORT).replace("## 一、总体情况", "## 一、总的情况"))
    code, out = sign(site, "初审", "张三")
    assert code == 1
    assert "还有错误" in out
    assert "report/heading" in out
    assert not list(site.path.rglob("*.sign.yaml*"))


@pytest.mark.parametrize(
    "file", ["content/2030/report.md", "../outside.md", "config.yaml", "", "/"]
)
def test_no_such_document(site: Project, file: str) -> None:
    code, out = sign(site, "初审", "张三", file)
    assert (code, "没有文稿" in out, "Traceback" in out) == (1, True, False)


def test_a_damaged_or_stray_record_is_a_finding(site: Project) -> None:
    sign_all(site)
    site.edit("content/2020/report.sign.yaml", "审签: 都签了\n")
    outcome = site.build()
    assert outcome.code == 1
    assert "sign/damaged" in outcome.out
    site.remove("content/2020/report.sign.yaml")
    site.edit("content/2020/gone.sign.yaml", "审签: []\n内容: {}\n")
    assert "sign/orphan" in site.build().out
