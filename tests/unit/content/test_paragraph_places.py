"""What a reader calls the place of a paragraph: its field, its heading, or its number."""

from site_builder.content.paragraphs import paragraph_places, split_paragraphs

TEXT = """---
# 由 a.docx 导入
名称: 关于停水的通知
主题词:
  - 水
---

# 一、时间

第一段
还是第一段

## （一）楼号

- 三号楼
"""


def test_places() -> None:
    places = paragraph_places(TEXT)
    assert len(places) == len(split_paragraphs(TEXT))
    assert places == (
        "说明里的注释",
        "“名称”一项",
        "“主题词”一项",
        "“主题词”一项",
        "标题“一、时间”",
        "第 1 段",
        "标题“（一）楼号”",
        "第 2 段",
    )


def test_a_text_without_a_description() -> None:
    assert paragraph_places("一段\n\n又一段\n") == ("第 1 段", "第 2 段")
