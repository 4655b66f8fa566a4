"""Days as people type them."""

from datetime import date
from functools import lru_cache

from site_builder.core.errors import ValueProblem
from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.model.lazy_pattern import lazy_pattern

FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2100, 12, 31)
"""No office publishes anything older or later; such a date is a typing error."""
_DATE = lazy_pattern(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")


@lru_cache(maxsize=4096)
def parse_date(text: str) -> date:
    """Read 2021-01-28, 2021/1/28, 2021.1.28 or 2021年1月28日. Raises ValueProblem."""
    match = _DATE.fullmatch(to_halfwidth(text).strip())
    if not match:
        raise ValueProblem(f"“{text}”不是日期", "请写成 2021-01-28 这样。")
    year, month, day = (int(part) for part in match.groups())
    try:
        parsed = date(year, month, day)
    except ValueError:
        raise ValueProblem(f"没有“{text}”这一天", "请核对月份和日期。") from None
    if not FIRST_DAY <= parsed <= LAST_DAY:
        between = f"{FIRST_DAY.isoformat()} 到 {LAST_DAY.isoformat()}"
        raise ValueProblem(
            f"“{text}”的年份是 {year} 年", f"请核对年份，日期应当在 {between} 之间。"
        )
    return parsed
