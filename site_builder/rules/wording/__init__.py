"""Rules on characters, punctuation and words."""

from site_builder.model.rule import Anchor, Rule

RULES = (
    Rule(
        f"{__name__}.w001_punctuation",
        "标点符号",
        "text",
        codes=(
            "between",
            "dash",
            "ellipsis",
            "half-width",
            "number",
            "repeated",
            "straight-quotes",
            "title-end",
        ),
    ),
    Rule(
        f"{__name__}.w002_numbers",
        "数字用法",
        "text",
        codes=(
            "about-twice",
            "fewer-times",
            "leading-zero",
            "maybe-no-such-date",
            "no-such-date",
            "percent-range",
            "short-year",
            "wide-digits",
            "year",
        ),
    ),
    Rule(
        f"{__name__}.w003_brackets",
        "六角括号",
        "text",
        anchors=(Anchor.BRACKETED_NUMBER,),
        codes=("hexagonal",),
    ),
    Rule(
        f"{__name__}.w004_wording",
        "错误的和过时的用语",
        "text",
        anchors=(Anchor.BANNED_TERM,),
        codes=("wording",),
    ),
    Rule(
        f"{__name__}.w005_confusables",
        "形近的特殊字符",
        "text",
        anchors=(Anchor.CONFUSABLE,),
        judges_passages=True,
        codes=("character", "wide-letters"),
    ),
    Rule(
        f"{__name__}.w006_traditional",
        "繁体字、异体字",
        "text",
        anchors=(Anchor.TRADITIONAL,),
        codes=("character", "text"),
    ),
    Rule(f"{__name__}.w007_doubled", "重复的字词", "text", codes=("word",)),
    Rule(f"{__name__}.w008_pairs", "成对的标点", "text", codes=("mixed", "nested", "unpaired")),
)
