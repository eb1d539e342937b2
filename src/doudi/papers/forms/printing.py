"""A form as PDF: its layout filled with a content, set by the same press as the numbered papers."""

from datetime import date
from typing import Any

from doudi.papers.forms.catalogue import LAYOUTS
from doudi.papers.forms.content import FormContent
from doudi.papers.forms.layout import filled, look_up, places
from doudi.papers.rendering import fit_for_lines, press


def laid_out(content: FormContent) -> dict[str, Any]:
    """All that the template of forms prints, as plain values."""
    layout, data = LAYOUTS[content.kind], content.as_data()
    foot = places(layout.foot, lambda path: str(look_up(data, path)))
    return {
        "kind": "form",
        "title": content.title,
        "wide": layout.wide,
        "foot": foot,
        "blocks": fit_for_lines(filled(layout, data)),
    }


def pdf(content: FormContent, *, on: date) -> bytes:
    """The form as PDF/A-2b, created on the day. Errors: rendering.CannotPrint."""
    return press().pdf(laid_out(content), on=on)
