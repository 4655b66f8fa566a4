"""A target of 部署 as a form: added, changed, taken out."""

import json
from collections.abc import Mapping
from urllib.parse import quote

from site_builder.content.edit_verification import FieldGroup
from site_builder.content.typed_fields import FieldValue
from site_builder.core.errors import SaveConflictError, UsageError
from site_builder.deploy.paths import unusable_folder
from site_builder.editor.fields_form import control_groups
from site_builder.editor.pages import Action, Answer, Arguments, Page, Request, render
from site_builder.editor.plain_hints import plain_hint
from site_builder.editor.session import Session
from site_builder.editor.unsaved_edits import forget_edit, unsaved_edit
from site_builder.model.saved_version import SourceText
from site_builder.model.target import TARGET_TYPES, FolderTarget
from site_builder.usecases.edit_target import (
    TargetChanges,
    TargetProblem,
    TypedTarget,
    read_target,
    remove_target,
    save_target,
    target_fields,
)
from site_builder.usecases.edit_text import SETTINGS
from site_builder.usecases.save_source import read_source
from site_builder.usecases.unsaved_edits import TARGET_FORM


def _target_page(session: Session, _rest: str, arguments: Arguments) -> str:
    name, kind = arguments.get("name", ""), arguments.get("kind", "")
    source = read_source(session.project, SETTINGS)
    typed = TypedTarget("", "", {}, ())
    if name:
        typed = read_target(source, name, session.standards)
    kind = kind if kind in TARGET_TYPES else typed.kind if typed.kind in TARGET_TYPES else ""
    fields = target_fields(kind, session.standards) if kind else ()
    values: dict[str, FieldValue | None] = {
        field.id: typed.values.get(field.id, "") for field in fields
    }
    group = FieldGroup((), fields)
    problems = [_problem_answer(problem) for problem in typed.problems if kind == typed.kind]
    if kind == typed.kind and not problems:
        problems += map(_problem_answer, _folder_problems(session, typed.kind, typed.values))
    return render(
        session,
        "target.html",
        name=name,
        kind=kind,
        is_changed=bool(name) and kind != typed.kind,
        kinds=tuple(TARGET_TYPES.values()),
        base=source.digest,
        groups=control_groups((group,), values, session.standards, {}) if kind else (),
        lists={},
        problems=json.dumps(problems, ensure_ascii=False),
        form_path=TARGET_FORM,
        query=quote(name),
        **unsaved_edit(session, TARGET_FORM),
    )


def _folder_problems(
    session: Session, kind: str, values: Mapping[str, object]
) -> tuple[TargetProblem, ...]:
    """Return why a folder cannot be used yet: it may be saved, for a share comes and goes."""
    folder = values.get("folder")
    if kind != FolderTarget.kind or not isinstance(folder, str) or not folder.strip():
        return ()
    problem = unusable_folder(session.project, folder.strip())
    if problem is None:
        return ()
    message = f"现在还不能发布：{problem.message.rstrip('。')}"
    return (TargetProblem("folder", message, problem.hint),)


def _problem_answer(problem: TargetProblem) -> Mapping[str, str]:
    hint = plain_hint(problem.hint)
    return {"field": problem.field, "message": problem.message, "hint": hint}


def _save_target(session: Session, request: Request) -> Answer:
    """Write a target; answer what is wrong with it where it is none."""
    values, name, kind = request["fields"], str(request["name"]).strip(), str(request["kind"])
    if not isinstance(values, dict) or kind not in TARGET_TYPES:
        raise TypeError
    if not name:
        raise UsageError("请写上名称", "名称是自己起的，如“正式”。")
    changes = TargetChanges(name, kind, values, is_new=bool(request["is_new"]))
    try:
        _, problems = save_target(
            session.project, _base(request), changes, session.standards, session.now()
        )
    except SaveConflictError as exc:
        raise UsageError(*_CONFLICT) from exc
    if problems:
        return {"problems": [_problem_answer(problem) for problem in problems]}
    forget_edit(session, TARGET_FORM, request)
    saved = read_target(read_source(session.project, SETTINGS), name, session.standards)
    # What cannot be used yet is told beside its field, where it can be corrected.
    page = (
        "target?name" if _folder_problems(session, saved.kind, saved.values) else "publish?target"
    )
    return {"problems": [], "page": f"{page}={quote(name)}"}


def _remove_target(session: Session, request: Request) -> Answer:
    """Take a target out of the settings."""
    try:
        remove_target(
            session.project,
            _base(request),
            str(request["name"]),
            session.standards,
            session.now(),
        )
    except SaveConflictError as exc:
        raise UsageError(*_CONFLICT) from exc
    return {"page": "publish"}


_CONFLICT = (
    "没有保存：别的程序刚改过设置",
    "填的内容还留着：请重新打开这个网页，看一遍再保存。",
)


def _base(request: Request) -> SourceText:
    return SourceText(SETTINGS, b"", str(request["base"]))


PAGES: Mapping[str, Page] = {"target": _target_page}
ACTIONS: Mapping[str, Action] = {"save-target": _save_target, "remove-target": _remove_target}
