"""A paper or form as an editable .docx: a template that the bureau may replace, filled with the same content."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.conf import settings
from django.utils.translation import gettext as _
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from doudi.law.papers import PaperKind
from doudi.papers.rendering import CannotPrint

PACKAGED = Path(__file__).parents[1] / "word"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORD = (
    PaperKind.OBLIGOR_CONSENT,
    PaperKind.DECLARATION,
    PaperKind.SELF_CARE_FORM,
    PaperKind.DELEGATION,
    PaperKind.APPLICATION,
    PaperKind.MANDATE,
    PaperKind.WITHDRAWAL,
    PaperKind.PROMISE_AND_CONSENT,
    PaperKind.SURVEY_FORM,
    PaperKind.APPRAISAL_RECORD,
    PaperKind.REVIEW_FORM,
    PaperKind.GRANT_NOTICE,
    PaperKind.REFUSAL_NOTICE,
    PaperKind.TERMINATION_NOTICE,
    PaperKind.STOP_NOTICE,
    PaperKind.EXTENSION_NOTICE,
    PaperKind.TRANSFER_NOTICE,
    PaperKind.REOPENING_NOTICE,
    PaperKind.OBJECTION_ANSWER,
    PaperKind.RELATIVE_FILING,
    PaperKind.PAYMENT_LIST,
)
# What a file that is no .docx, or asks for what isn't there, may end in.
_BROKEN = (TemplateError, BadZipFile, OpcError, SyntaxError, ValueError, KeyError, TypeError, ArithmeticError)


def template_of(kind: PaperKind) -> Path:
    """The .docx template of a kind: the bureau's own where its folder has one, else the packaged one.

    Errors: KeyError for a kind that has no .docx.
    """
    if kind not in WORD:
        raise KeyError(kind)
    own = [Path(settings.DOUDI_DOCX_TEMPLATES) / f"{kind}.docx"] if settings.DOUDI_DOCX_TEMPLATES else []
    return next((file for file in own if file.is_file()), PACKAGED / f"{kind}.docx")


def word(kind: PaperKind, data: dict[str, Any]) -> bytes:
    """The .docx of a kind with these values. Errors: CannotPrint naming the template that can't be filled."""
    file = template_of(kind)
    try:
        made = DocxTemplate(file)
        made.render(data, jinja_env=SandboxedEnvironment(autoescape=True))
        out = BytesIO()
        made.save(out)
    except _BROKEN as wrong:
        says = _("Word 模板 %(name)s 填不进去：%(why)s。请系统管理员改好模板再试。")
        raise CannotPrint(says % {"name": file.name, "why": wrong}) from wrong
    return out.getvalue()
