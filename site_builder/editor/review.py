"""Review: where each text stands, and one text with its changes, remarks and sign-offs."""

from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.build.options import Options, no_progress
from site_builder.content.reviewer_names import normalize_name
from site_builder.core.errors import SignRefusedError, UsageError
from site_builder.core.urls import page_url
from site_builder.editor.pages import Action, Answer, Arguments, Page, Request, render
from site_builder.editor.plain_hints import plainly
from site_builder.editor.review_file import review_file_page
from site_builder.editor.reviewed_texts import (
    documents_by_path,
    load_review,
    review_settings,
)
from site_builder.editor.session import Session
from site_builder.editor.unsaved_edits import unsaved_edit
from site_builder.model.review import Reviewer
from site_builder.usecases.remarks import (
    NewRemark,
    RemarkBook,
    answer_remark,
    close_remark,
    make_remark,
)
from site_builder.usecases.review_copy import text_findings
from site_builder.usecases.sign import sign
from site_builder.usecases.text_review import (
    TextReview,
    changes_since,
    find_anchor,
    review_state,
)
from site_builder.usecases.unsaved_edits import REMARKS

_MAX_LISTED = 500
_MAX_REASONS = 5


@dataclass(frozen=True, slots=True)
class _Line:
    """A text in the list."""

    path: str
    title: str
    state: str
    rank: int
    """What is to be done first stands first."""


def _review_page(session: Session, _rest: str, arguments: Arguments) -> str:
    if not arguments.get("path"):
        return _list_page(session)
    review = load_review(session, arguments["path"])
    settings = review_settings(session)
    levels = settings.review_levels
    next_level = next(iter(review.status.missing), levels[-1])
    level = arguments.get("level", next_level)
    if level not in levels:
        raise UsageError(f"没有审核级别“{level}”")
    source = review.document.source
    return render(
        session,
        "review.html",
        path=source.display_path,
        page=page_url(source.path),
        review=review,
        levels=levels,
        level=level,
        next_level=next_level,
        state=review_state(review.status, len(review.record.open_remarks)),
        changes=changes_since(review, level, session.standards),
        findings=plainly(text_findings(session.state().snapshot, review)),
        names=settings.reviewers or _names(review),
        file_name=f"{source.path.removesuffix('.md').replace('/', '-')}.html",
        year=source.year if source.kind == "report" else 0,
        edit_path=f"{REMARKS}{source.display_path}",
        **unsaved_edit(session, f"{REMARKS}{source.display_path}"),
    )


def _list_page(session: Session) -> str:
    checked_site = session.state().snapshot.checked_site
    statuses = {
        review.source.path: review for review in (checked_site.reviews if checked_site else ())
    }
    lines = []
    for path, document in documents_by_path(session).items():
        status = statuses.get(path)
        state, rank = review_state(status, len(status.open_remarks) if status else 0)
        lines.append(_Line(f"content/{path}", document.title or path, state, rank))
    lines.sort(key=lambda line: (line.rank, line.path))
    return render(
        session,
        "reviews.html",
        lines=lines[:_MAX_LISTED],
        rest=len(lines[_MAX_LISTED:]),
        is_required=review_settings(session).review_required,
    )


def _names(review: TextReview) -> tuple[str, ...]:
    """Return the names that stand in the text's records, to choose from."""
    signed = (*review.signed.signoffs, *review.signed.superseded)
    remarks = (remark.statement.name for remark in review.record.remarks)
    return tuple(dict.fromkeys((*(each.name for each in signed), *remarks)))


def _sign(session: Session, request: Request) -> Answer:
    """Sign a text, if it is still what was shown."""
    review = load_review(session, str(request["path"]))
    today = session.today()
    options = Options(session.project, session.project / "public", today, progress=no_progress)
    reviewer = Reviewer(str(request["name"]), str(request["level"]))
    if not normalize_name(reviewer.name):
        raise UsageError("没有写姓名")
    file = str(session.project / review.document.source.display_path)
    try:
        _, remaining = sign(options, session.standards, file, reviewer, str(request["base"]))
    except SignRefusedError as exc:
        reasons = "；".join(each.message for each in exc.diagnostics[:_MAX_REASONS])
        raise UsageError(exc.message.rstrip("。"), reasons and f"{reasons}。") from exc
    return {"remaining": list(remaining)}


def _make_remark(session: Session, request: Request) -> Answer:
    """Add a remark to what was shown."""
    review = load_review(session, str(request["path"]))
    if review.digest != str(request["base"]):
        raise UsageError("打开网页以后，文稿又改过", "请刷新网页再提意见；写的意见还在。")
    new = NewRemark(
        find_anchor(review, str(request["place"])), str(request["text"]), review.contents
    )
    remark = make_remark(_book(session, review), _reviewer(request), new, session.review_time())
    return {"number": remark.number}


def _answer_remark(session: Session, request: Request) -> Answer:
    """Answer a remark."""
    book = _book(session, load_review(session, str(request["path"])))
    number, text = int(request["number"]), str(request["text"])
    return {
        "number": answer_remark(
            book, _reviewer(request), number, text, session.review_time()
        ).number
    }


def _close_remark(session: Session, request: Request) -> Answer:
    """Close a remark."""
    book = _book(session, load_review(session, str(request["path"])))
    number, text = int(request["number"]), str(request["text"])
    return {
        "number": close_remark(book, _reviewer(request), number, text, session.review_time()).number
    }


def _book(session: Session, review: TextReview) -> RemarkBook:
    return RemarkBook(
        session.project,
        review.document.source.path,
        review_settings(session),
        session.standards.characters.traditional,
    )


def _reviewer(request: Request) -> Reviewer:
    return Reviewer(str(request["name"]), str(request["level"]))


PAGES: Mapping[str, Page] = {"review": _review_page, "review-file": review_file_page}
ACTIONS: Mapping[str, Action] = {
    "sign": _sign,
    "make-remark": _make_remark,
    "answer-remark": _answer_remark,
    "close-remark": _close_remark,
}
