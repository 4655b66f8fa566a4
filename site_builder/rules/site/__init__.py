"""Rules on the site as a whole: settings, guide, remedies, links."""

from site_builder.model.rule import Rule
from site_builder.rules.placeholders.anchor_words import UNFINISHED

RULES = (
    Rule(
        f"{__name__}.s001_settings",
        "设置里没有填好的内容",
        "site",
        codes=("personal", "placeholder", "required"),
        required_to_publish=("required",),
    ),
    Rule(
        f"{__name__}.s002_placeholder",
        "文稿里没有写完的地方",
        "text",
        anchors=UNFINISHED,
        judges_passages=True,
        codes=("placeholder",),
        required_to_publish=("placeholder",),
    ),
    Rule(f"{__name__}.s003_external_links", "链接到政府网站以外的网站", "site", codes=("host",)),
    Rule(f"{__name__}.s004_same_title", "两个页面的标题相同", "site", codes=("title",)),
    Rule(
        f"{__name__}.s005_purpose",
        "申请公开不要求说明用途",
        "text",
        kinds=("page",),
        codes=("needs", "purpose"),
    ),
    Rule(
        f"{__name__}.s006_answer_period",
        "答复期限是20个工作日",
        "text",
        kinds=("page",),
        codes=("missing", "old"),
    ),
    Rule(
        f"{__name__}.s007_remedies",
        "不服怎么办要写全",
        "text",
        kinds=("page",),
        codes=("first", "missing"),
    ),
    Rule(
        f"{__name__}.s008_regulation_cited",
        "引用的是现行的政府信息公开条例",
        "text",
        kinds=("page", "report"),
        anchors=("492", "４９２", "四百九十二"),
        codes=("old",),
    ),
    Rule(
        f"{__name__}.s009_official_site",
        "网站的名称、域名和标识",
        "site",
        codes=("domain", "mark", "name"),
    ),
)
