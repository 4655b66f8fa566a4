"""Cells of the statutory tables that each kind of claim is about. Used by n003_narrative.py."""

from collections.abc import Mapping

_OUTCOMES = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
}
_SUBJECTS = {
    "review": "行政复议",
    "direct": "未经复议直接起诉",
    "after-review": "复议后起诉",
    "suit": "行政诉讼",
}

CELLS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "new": (("requests new",),),
    "received": (("requests new",), ("requests new", "requests carried-in")),
    "carried-in": (("requests carried-in",),),
    "carried-out": (("requests carried-out",),),
    "carried": (("requests carried-out",), ("requests carried-in",)),
    "finished": (("requests results.total",),),
    "answered": (
        ("requests results.total",),
        ("requests new",),
        ("requests new", "requests carried-in"),
    ),
    "granted": (("requests results.granted",),),
    "partial": (("requests results.partial",),),
    "refused": (("requests results.refused",),),
    "unable": (("requests results.unable",),),
    "not-processed": (("requests results.not-processed",),),
    "other": (("requests results.other",),),
    "done": (("requests carried-out",),),
    "review": (("remedies value review.total",),),
    "direct": (("remedies value suit.direct.total",),),
    "after-review": (("remedies value suit.after-review.total",),),
    "suit": (("remedies value suit.direct.total", "remedies value suit.after-review.total"),),
    "both": (
        (
            "remedies value review.total",
            "remedies value suit.direct.total",
            "remedies value suit.after-review.total",
        ),
    ),
    "whole": (("requests new", "requests carried-in"),),
    "opened": (("requests results.granted", "requests results.partial"),),
    "made": (("proactive normative made",),),
    "repealed": (("proactive normative repealed",),),
    "valid": (("proactive normative valid",),),
    "licence": (("proactive licence decisions",),),
    "penalty": (("proactive penalty decisions",),),
    "compulsion": (("proactive compulsion decisions",),),
    "fee": (("proactive fee amount",),),
    **{f"review-{outcome}": ((f"remedies value review.{outcome}",),) for outcome in _OUTCOMES},
    **{f"direct-{outcome}": ((f"remedies value suit.direct.{outcome}",),) for outcome in _OUTCOMES},
    **{
        f"after-review-{outcome}": ((f"remedies value suit.after-review.{outcome}",),)
        for outcome in _OUTCOMES
    },
    **{
        f"suit-{outcome}": (
            (
                f"remedies value suit.direct.{outcome}",
                f"remedies value suit.after-review.{outcome}",
            ),
        )
        for outcome in _OUTCOMES
    },
}
"""Cells a kind of claim may be about: any of the groups, each added up. The first is quoted."""

PARTIAL_CELLS: Mapping[str, tuple[str, ...]] = {
    "suit": ("remedies value suit.direct.total", "remedies value suit.after-review.total"),
    **{
        f"suit-{outcome}": (
            f"remedies value suit.direct.{outcome}",
            f"remedies value suit.after-review.{outcome}",
        )
        for outcome in _OUTCOMES
    },
}
"""Cells that a number may stand for alone, where the kind means their sum: that is only asked."""

LABELS = {
    "granted": "（一）予以公开",
    "partial": "（二）部分公开",
    "refused": "（三）不予公开",
    "unable": "（四）无法提供",
    "not-processed": "（五）不予处理",
    "other": "（六）其他处理",
    "received": "一、本年新收政府信息公开申请数量",
    "review": "行政复议 总计",
    "direct": "未经复议直接起诉 总计",
    "after-review": "复议后起诉 总计",
    "suit": "行政诉讼 总计",
    "made": "规范性文件（本年制发）",
    "repealed": "规范性文件（本年废止）",
    "valid": "规范性文件（现行有效）",
    "both": "行政复议、行政诉讼 总计",
    "whole": "第一项加第二项",
    "opened": "予以公开加部分公开",
    **{
        f"{kind}-{outcome}": f"{label} {printed}"
        for kind, label in _SUBJECTS.items()
        for outcome, printed in _OUTCOMES.items()
    },
}
