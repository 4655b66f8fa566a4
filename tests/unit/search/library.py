"""Documents to index, without a site around them."""

from random import Random

from site_builder.model.search import SearchDocument, SearchEntry
from site_builder.model.views.parts import StatusView

LETTERS = "政府信息公开工作年度报告行政处罚复议当事人对本决定不服的园区管理委员会"


def search_entry(number: int, year: int = 2021, month: int = 1) -> SearchEntry:
    """Return the entry of a document."""
    return SearchEntry(
        path=f"{year}/documents/d{number}.md",
        year=year,
        url=f"{year}/documents/d{number}.html",
        title=f"关于第{number}号事项的通知",
        identifiers=(f"CS-{year}-{number:05}", f"测管发〔{year}〕{number}号"),
        summary="摘要。",
        date=f"{year}-{month:02}-15",
        facets=(str(year), "", "", "通知", "有效"),
        status=StatusView(label="有效", kind="valid"),
    )


def search_document(entry: SearchEntry, text: str = "") -> SearchDocument:
    """Return a document with a text of its own, the same every time."""
    random = Random(entry.path)  # noqa: S311 - test data, the same every time
    body = "".join(random.choices(LETTERS, k=200))
    return SearchDocument(entry, (entry.summary, text or body), ("2021年1月15日",))
