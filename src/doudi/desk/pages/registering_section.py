"""申请登记, one section: shown, kept at every press of any button, and passed on to the next."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.cases.actions import save_draft
from doudi.cases.assessment import income_window
from doudi.desk.forms.registering import BY_CODE, CHECK, OVERVIEW, SECTIONS, following, form_for
from doudi.desk.forms.registering_papers import Asked, PapersForm
from doudi.desk.pages.registering_answers import value_of
from doudi.desk.pages.registering_standing import look_around, nav, standing
from doudi.desk.pages.registering_typed import Fields, Opened, as_query, grown, questions, settle
from doudi.papers.actions import store
from doudi.papers.uploads import UploadRefused, clean
from doudi.ui.errors import AnyForm
from doudi.ui.forms import adding, hush
from doudi.ui.words import hour

Refused = dict[str, list[str]]


def show(opened: Opened, code: str) -> HttpResponse:
    """A section as it was left; what is wrong is said only when asked for (`?check=1`), not to somebody mid-way."""
    return _page(opened, code, silent="check" not in opened.request.GET)


def keep(opened: Opened, code: str) -> HttpResponse:
    """Keep what was typed, whatever is wrong with it, then do what the pressed button says."""
    typed, posted = opened.typed, opened.request.POST
    if posted.get("act") == "auto" and posted.get("seen", "") != typed.stamp(code):
        return HttpResponse(status=204)  # an automatic save that comes late never takes anything back
    fields = settle(typed, code, posted, opened.around)
    if typed.overtaken(code, opened.acting, posted.get("seen", ""), fields):
        return _overtaken(opened, code, fields)
    if adding(posted, code):
        fields = grown(fields, code)
    refused = _keep_files(opened, fields) if code == "papers" else {}
    typed.sections[code], typed.savers[code] = fields, opened.acting.login
    _save(opened)
    return _page(opened, code, refused=refused) if refused else _answer(opened, code)


def _save(opened: Opened) -> None:
    draft, typed, acting = opened.draft, opened.typed, opened.acting
    wanted = typed.village(draft)
    draft.village = wanted if wanted in dict(opened.around.villages) else draft.village
    save_draft(
        key=draft.key, town=draft.town, village=draft.village, label=typed.applicant()[:50],
        payload=typed.as_payload(), acting=acting,
    )  # fmt: skip
    draft.saved_at = acting.at


def _answer(opened: Opened, code: str) -> HttpResponse:
    if pressed := _pressed(opened, code):
        return pressed
    found = standing(opened.typed, opened.around)
    if code == "family":
        look_around(found, opened.draft.town)
    if found[code].faults:
        return _page(opened, code)
    return redirect(opened.url(CHECK if _back(opened) else following(code)))


def _pressed(opened: Opened, code: str) -> HttpResponse | None:
    """Where a button other than 下一步 leads; None for that one, before which the section is looked through."""
    posted = opened.request.POST
    if posted.get("act") == "auto":
        return _saved(opened, code)
    if adding(posted, code):
        return redirect(f"{opened.url(code)}{_back(opened)}#{_newest(opened, code)}")
    if "drop" in posted:
        return redirect(opened.url(code) + _back(opened))
    if (wanted := posted.get("go", "")) in (*BY_CODE, CHECK, OVERVIEW):
        return redirect(opened.url(wanted))
    if posted.get("act") == "save":
        said = _("草稿已存（%s）。可以关掉页面，下次从“申请登记”接着填") % hour(opened.draft.saved_at)
        messages.success(opened.request, said)
        return redirect(opened.url(OVERVIEW))
    return None


def _saved(opened: Opened, code: str) -> HttpResponse:
    """What an automatic save puts into the page: the time, and the stamp for the next save."""
    context = {"saved": hour(opened.draft.saved_at), "seen": opened.typed.stamp(code), "swap": True}
    return render(opened.request, "desk/registering/_saved.html", context)


def _page(opened: Opened, code: str, *, silent: bool = False, refused: Refused | None = None) -> HttpResponse:
    found = standing(opened.typed, opened.around)
    if code == "family" and not silent:
        look_around(found, opened.draft.town)
    form = found[code].form
    rows = nav(found, opened, code)
    if silent:
        hush(form)
    for name, sentences in (refused or {}).items():
        form.add_error(name, sentences)  # type: ignore[union-attr]
    return _rendered(opened, code, form, nav=rows)


def _overtaken(opened: Opened, code: str, fields: Fields) -> HttpResponse:
    """Somebody else saved this section meanwhile: the differences are said, nothing is overwritten (N11)."""
    now = opened.around
    theirs, mine = form_for(code, opened.typed.data(code), now), form_for(code, as_query(fields), now)
    rows, changes = nav(standing(opened.typed, now), opened, code), differences(theirs, mine)
    hush(mine)
    return _rendered(opened, code, mine, nav=rows, changes=changes, status=409)


def differences(theirs: AnyForm, mine: AnyForm) -> list[str]:
    """How two versions of a section differ, one sentence an answer."""
    now, typed = _told(theirs), _told(mine)
    return [
        _("%(label)s：现在是“%(now)s”，您填的是“%(typed)s”")
        % {"label": label, "now": now.get(label, ""), "typed": typed.get(label, "")}
        for label in {**now, **typed}
        if now.get(label, "") != typed.get(label, "")
    ]


def _told(form: AnyForm) -> dict[str, str]:
    return {f"{where}{bound.label}": value_of(bound) for where, bound in questions(form)}


def _rendered(
    opened: Opened, code: str, form: AnyForm, *, nav: Sequence[Any], changes: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    context = {
        "draft": opened.draft, "section": BY_CODE[code], "number": list(BY_CODE).index(code) + 1,
        "count": len(SECTIONS), "seen": opened.typed.stamp(code), "nav": nav, "changes": changes,
        "back": bool(_back(opened)), "last": following(code) == CHECK, "saved": hour(opened.draft.saved_at),
        "lines" if isinstance(form, BaseFormSet) else "form": form, "faulty": form, "files": opened.typed.files,
        "overview": opened.url(OVERVIEW), "check": opened.url(CHECK),
        "window": income_window(opened.acting.on, opened.draft.town) if code == "income" else 0,
    }  # fmt: skip
    return render(opened.request, "desk/registering/section.html", context, status=status)


def _keep_files(opened: Opened, fields: Fields) -> Refused:
    """Store what was uploaded, drop what was taken away; sentences for what could not be kept."""
    posted, typed = opened.request.POST, opened.typed
    typed.files = [one for one in typed.files if one["key"] != posted.get("drop")]
    form = PapersForm(as_query(fields), opened.request.FILES, around=opened.around)
    refused = _wrong(form)
    for asked in form.asked:
        if posted.get("act") == "all" and asked.required:
            fields[f"got-{asked.slot}"] = ["on"]
        name = f"file-{asked.slot}"
        if wrong := _store_each(opened, asked, form.cleaned_data.get(name) or []):
            refused.setdefault(name, []).extend(wrong)
    return refused


def _wrong(form: PapersForm) -> Refused:
    return {name: [str(text) for text in texts] for name, texts in form.errors.items()}


def _store_each(opened: Opened, asked: Asked, files: Iterable[Any]) -> list[str]:
    """Keep the files of one paper; a sentence for each that could not be."""
    refused = []
    for file in files:
        try:
            opened.typed.files.append(_stored(opened, asked, file.name or "", file.read()))
        except UploadRefused as why:
            refused.append(f"“{file.name}”：{why}")
    return refused


def _stored(opened: Opened, asked: Asked, name: str, body: bytes) -> dict[str, str]:
    acting, draft, label = opened.acting, opened.draft, asked.kind.title
    file = store(
        clean=clean(name, body), object_kind="draft", object_key=str(draft.key), label=label,
        town=draft.town, village=draft.village, on=acting.on, at=acting.at, by_login=acting.login,
    )  # fmt: skip
    facts = {"label": label, "file": str(file.key), "digest": file.sha256}
    note(acting, Verb.FILE_STORED, "draft", str(draft.key), facts, draft.town)
    return {"key": str(file.key), "slot": asked.slot, "name": name[-60:], "digest": file.sha256}


def _newest(opened: Opened, code: str) -> str:
    """The id of the first question of the line just added."""
    lines: Any = form_for(code, opened.typed.data(code), opened.around)
    return str(lines.forms[-1].visible_fields()[0].id_for_label)


def _back(opened: Opened) -> str:
    """Where the person came from, kept through every button: `?back=check` when from the check, else nothing."""
    asked = opened.request.POST.get("back") or opened.request.GET.get("back")
    return "?back=check" if asked == CHECK else ""
