"""What was typed when a session had ended: kept sealed for the same person, and handed back after logging in again."""

import json
import re
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from doudi.law.divisions import tree
from doudi.vault.crypto import DecryptionError, provider

WHO, KEPT, AAD = "desk-who", "kept", b"desk.kept"
MOST_BYTES = 256 * 1024
NEVER = frozenset({"csrfmiddlewaretoken"})
CODE = re.compile(r"[a-z_:-]+")
UNSEEN = frozenset({"version", "seen", "digest", "next", "preview", "case"})


@dataclass(frozen=True)
class Typed:
    """One form as it was sent: where to, every field in order (never a password), whether files were among them."""

    who: str
    path: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def written(self) -> list[str]:
        """What was chosen and written, short answers left out."""
        return [text for name, text in self.fields if name not in UNSEEN and len(text.strip()) > 3]

    @property
    def shown(self) -> list[str]:
        """What a person wrote: texts worth copying, without the codes of what was chosen from a list."""
        return [text for text in self.written if not (CODE.fullmatch(text) or text in tree())]


def typed_in(request: HttpRequest, who: str = "") -> Typed:
    """The form of this request."""
    fields = [
        (name, text)
        for name, texts in request.POST.lists()
        for text in texts
        if name not in NEVER and "password" not in name
    ]
    return Typed(who, request.get_full_path(), fields, bool(request.FILES))


def remember_who(response: HttpResponse, officer_id: int) -> None:
    """Know at this browser, until log-out, whose forms these are; the value is signed and names nobody."""
    response.set_signed_cookie(
        WHO, str(officer_id), salt=WHO, httponly=True, samesite="Lax", path="/desk/",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip


def keep(request: HttpRequest) -> None:
    """Seal what was typed into the (nameless) session. Only where somebody had logged in at this browser before."""
    who = request.get_signed_cookie(WHO, default="", salt=WHO) or ""
    typed = typed_in(request, who)
    if not who or not typed.written:
        return
    plain = json.dumps(asdict(typed)).encode()
    if len(plain) <= MOST_BYTES:
        request.session[KEPT] = b64encode(provider().encrypt(plain, AAD)).decode()


def kept_for(request: HttpRequest, officer_id: int) -> Typed | None:
    """What this person typed before; None, and gone, when it was another's or can't be read."""
    stored = request.session.get(KEPT)
    if not stored:
        return None
    try:
        read: dict[str, Any] = json.loads(provider().decrypt(b64decode(stored), AAD))
    except (DecryptionError, ValueError):
        read = {"who": ""}
    if read["who"] != str(officer_id):
        request.session.pop(KEPT, None)
        return None
    return Typed(read["who"], read["path"], [(name, text) for name, text in read["fields"]], read["had_files"])
