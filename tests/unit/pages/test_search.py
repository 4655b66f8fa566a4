"""What is searched is what pages show: no withdrawn text, but attachments' names and labels."""

from tests.helpers import ProjectFactory
from tests.helpers.search_reference import search_documents
from tests.properties.small_site import as_text, document, small_site


def test_searched_as_shown(make_project: ProjectFactory) -> None:
    files = small_site()
    status = "有效性: 撤回\n撤回日期: 2020-09-01\n状态说明: 决定已被撤销。\n"
    attached = f"{status}附件:\n  - ../files/secret.csv"
    withdrawn = document(2020, 0, body="不再公开的正文。").replace("有效性: 有效", attached)
    files["content/2020/documents/d0000.md"] = withdrawn
    files["content/2020/files/secret.csv"] = "甲\n"
    attachments = "附件:\n  - {文件: ../../2021/files/list.csv, 名称: 清单附表}\n有效性: 有效"
    files["content/2021/documents/d0001.md"] = document(2021, 1).replace(
        "有效性: 有效", attachments
    )
    project = make_project(as_text(files))
    documents = search_documents(project)
    texts = {item.entry.url: "\n".join((*item.body, *item.properties)) for item in documents}
    assert "决定已被撤销" in texts["2020/documents/d0000.html"]
    assert "不再公开" not in texts["2020/documents/d0000.html"]
    assert "附件：清单附表（list.csv）" in texts["2021/documents/d0001.html"]
    assert "行政处罚" in texts["2021/report.html"], "labels of the statutory tables"
    assert "其余各列" not in texts["2021/report.html"], "the figures are there once already"
    assert "公开方式" not in texts["2021/documents/d0001.html"], "every document has the label"
    assert "secret.csv" not in repr(documents)
