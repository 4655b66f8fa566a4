"""Rules on personal data, secrecy and the traces in attachments."""

from site_builder.model.rule import Anchor, Rule
from site_builder.rules.privacy.anchor_words import PERSONAL, SECRECY

RULES = (
    Rule(
        f"{__name__}.p001_identity_number",
        "居民身份证号码",
        "content",
        anchors=(Anchor.LONG_NUMBER,),
        judges_passages=True,
        codes=("identity-number", "maybe-identity-number", "old-number", "wrong-check-digit"),
    ),
    Rule(
        f"{__name__}.p002_mobile_number",
        "手机号码",
        "content",
        anchors=(Anchor.LONG_NUMBER,),
        codes=("maybe-mobile", "mobile"),
    ),
    Rule(
        f"{__name__}.p003_bank_card",
        "银行卡号",
        "content",
        anchors=(Anchor.LONG_NUMBER,),
        judges_passages=True,
        codes=("card", "maybe-card", "wrong-check-digit"),
    ),
    Rule(
        f"{__name__}.p004_home_address",
        "家庭住址",
        "content",
        anchors=(Anchor.DOOR_NUMBER,),
        judges_passages=True,
        codes=("address",),
    ),
    Rule(
        f"{__name__}.p005_secrecy_mark",
        "密级标志和内部文件字样",
        "content",
        anchors=SECRECY,
        codes=("inner-mark", "maybe-mark", "quoted-mark", "secrecy-mark"),
    ),
    Rule(
        f"{__name__}.p006_other_personal",
        "其他个人信息",
        "content",
        anchors=(Anchor.LETTERED_NUMBER, Anchor.MASKED_NUMBER, *PERSONAL),
        judges_passages=True,
        codes=(
            "account",
            "home-phone",
            "mail",
            "paper",
            "passport",
            "permit",
            "plate",
            "sensitive",
            "thin-mask",
        ),
    ),
    Rule(
        f"{__name__}.p007_attachment_author",
        "附件里的作者信息",
        "file",
        codes=("comments", "properties"),
    ),
    Rule(
        f"{__name__}.p008_unreadable_attachment", "附件的内容没有检查到", "file", codes=("unread",)
    ),
)
