"""A sign-off: one person, one level, bound to the very text that stands in the file now."""

from collections.abc import Iterable
from pathlib import Path

from site_builder.build.context import BuildContext
from site_builder.build.documents import read_texts
from site_builder.build.manifest import EMPTY_MANIFEST
from site_builder.build.options import Options
from site_builder.build.project_settings import read_project_settings
from site_builder.build.reviews import reviewed_contents
from site_builder.content.reviewer_names import checked_name, name_key
from site_builder.content.scan import scan
from site_builder.content.sign_offs import content_digest, sign_path
from site_builder.core.errors import (
    ChangedError,
    SignRefusedError,
    UnknownDocumentError,
    ValueProblem,
)
from site_builder.core.nearest_path import nearest_path
from site_builder.core.text.suggest import did_you_mean
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.document import Document
from site_builder.model.review import Reviewer, SignOff, SignOffRecord
from site_builder.model.settings import Settings
from site_builder.model.standards import Standards
from site_builder.render.template_folder import Templates
from site_builder.usecases.check import check
from site_builder.usecases.sign_off_record import add_sign_off

_IGNORED_CODES = ("v001/", "c005/future")
"""What the review itself will resolve, and what a later day will."""


def sign(
    options: Options, standards: Standards, file: str, reviewer: Reviewer, expected: str = ""
) -> tuple[str, tuple[str, ...]]:
    """Record a sign-off. Returns the record's path and the levels still to come.

    `expected`: digest of what the reviewer had before him; where it is not known, whatever stands
    there now is signed. Raises SignRefusedError when it cannot be taken, and OSError when it cannot
    be written; the record then stands as it was.
    """
    level, name = reviewer.level, _reviewer_name(reviewer.name)
    settings = _load_settings(options, standards)
    _check_reviewer(settings, level, name, standards)
    path = _document_path(options.project, file)
    document, checked_digests = _read_document(options, standards, path, settings)
    diagnostics = check(options, standards).diagnostics
    _check_no_errors(diagnostics, (path, path.replace("report.md", "figures.yaml")))
    content = options.project / "content"
    try:
        current = reviewed_contents(content, document, checked_digests)
    except ChangedError as exc:
        raise SignRefusedError(
            f"content/{exc.path} 刚刚改动过。请等它改完、保存好，再审签。"
        ) from None
    _check_no_errors(diagnostics, current)
    digest = content_digest(current)
    _check_expected(digest, expected)
    new_sign_off = SignOff(level, name, options.today, digest)
    updated = add_sign_off(options, standards, settings, path, (new_sign_off, current))
    return f"content/{sign_path(path)}", _remaining_levels(settings, updated)


def _reviewer_name(typed_name: str) -> str:
    try:
        return checked_name(typed_name)
    except ValueProblem as exc:
        raise SignRefusedError(str(exc)) from None


def _load_settings(options: Options, standards: Standards) -> Settings:
    if standards.form_errors:
        raise SignRefusedError("表式文件有错误，先改正再审签。", standards.form_errors)
    settings, diagnostics = read_project_settings(options.project, standards)
    if settings is None or _errors(diagnostics):
        raise SignRefusedError("config.yaml 有错误，先改正再审签。", _errors(diagnostics))
    return settings


def _document_path(project: Path, file: str) -> str:
    """Return a document's path below `content/`, however the file was named."""
    content = (project / "content").resolve()
    for candidate in (Path(file).resolve(), (project / file).resolve(), (content / file).resolve()):
        if candidate.is_file() and candidate.is_relative_to(content):
            path = candidate.relative_to(content).as_posix()
            return path.replace("figures.yaml", "report.md")
    raise UnknownDocumentError(file, nearest_path(file, Path(), project, content))


def _check_no_errors(diagnostics: Iterable[Diagnostic], paths: Iterable[str]) -> None:
    """Reject what has errors: what must still change is not ready to be signed."""
    files = {f"content/{path}" for path in paths}
    in_document = tuple(
        diagnostic for diagnostic in diagnostics if diagnostic.location.file in files
    )
    errors = tuple(
        diagnostic
        for diagnostic in _errors(in_document)
        if not diagnostic.code.startswith(_IGNORED_CODES)
    )
    if errors:
        raise SignRefusedError("这份文稿还有错误，改正后再审签。", errors)


def _errors(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(diagnostic for diagnostic in diagnostics if diagnostic.is_error)


def _read_document(
    options: Options, standards: Standards, path: str, settings: Settings
) -> tuple[Document, dict[str, str]]:
    """Read the document, with the digests of all that was read."""
    content = options.project / "content"
    sources, _ = scan(content, standards.formats)
    context = BuildContext(
        options=options,
        standards=standards,
        content=content,
        build=options.project / ".build",
        templates=Templates(content, ""),
        manifest_path=content,
        previous_manifest=EMPTY_MANIFEST,
        jobs=1,
    )
    for document in read_texts(context, sources, settings).documents():
        if document.source.path == path:
            return document, context.checked_digests
    raise SignRefusedError(f"“{path}”不是可以审签的文稿。")


def _remaining_levels(settings: Settings, record: SignOffRecord) -> tuple[str, ...]:
    signed_levels = {sign_off.level for sign_off in record.signoffs}
    return tuple(level for level in settings.review_levels if level not in signed_levels)


def _check_expected(digest: str, expected: str) -> None:
    if expected and digest != expected:
        raise SignRefusedError("打开网页以后，文稿又改过。请刷新网页，看过改动再审签。")


def _check_reviewer(settings: Settings, level: str, name: str, standards: Standards) -> None:
    levels = settings.review_levels
    if level not in levels:
        raise SignRefusedError(f"没有审核级别“{level}”。{did_you_mean(level, levels)}")
    simple = standards.characters.traditional
    named = {name_key(reviewer, simple) for reviewer in settings.reviewers}
    if named and name_key(name, simple) not in named:
        raise SignRefusedError(
            f"“{name}”不在审签人名单里（config.yaml 的“审签人”：{'、'.join(settings.reviewers)}）。"
        )
