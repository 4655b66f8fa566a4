"""Rules on the levels of review."""

from site_builder.model.rule import Rule

RULES = (
    Rule(
        f"{__name__}.v001_review",
        "审签齐全",
        "site",
        codes=("forged", "missing", "remark", "void"),
        suppressible="none",
    ),
)
