"""Rules on what a screen reader needs: headings, pictures, links, tables."""

from site_builder.model.rule import Anchor, Rule

RULES = (
    Rule(
        f"{__name__}.x001_headings",
        "标题的层级",
        "text",
        anchors=(Anchor.HEADING, "**", "__"),
        codes=("bold", "empty", "level"),
    ),
    Rule(
        f"{__name__}.x002_image_text",
        "图片的替代文字",
        "text",
        anchors=(Anchor.IMAGE,),
        codes=("file-name", "missing"),
    ),
    Rule(
        f"{__name__}.x003_link_text",
        "链接的文字",
        "text",
        anchors=(Anchor.LINK,),
        codes=("address", "empty", "same-words", "vague"),
    ),
    Rule(
        f"{__name__}.x004_table_headers",
        "表格的表头",
        "text",
        anchors=(Anchor.TABLE,),
        codes=("headers",),
    ),
)
