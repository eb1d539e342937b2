"""Every form by kind: what it says and how it is laid out."""

from collections.abc import Mapping

from doudi.law.papers import PaperKind
from doudi.papers.forms import sheets_family, sheets_notices, sheets_office, sheets_turns
from doudi.papers.forms.content import (
    ApplicationForm,
    DeclarationForm,
    DelegationForm,
    FormContent,
    MandateForm,
    ObligorForm,
    PaymentListForm,
    PromiseForm,
    RelativeForm,
    WithdrawalForm,
)
from doudi.papers.forms.findings import AppraisalForm, ReviewForm, SelfCareForm, SurveyForm
from doudi.papers.forms.layout import Layout

_FORMS: tuple[type[FormContent], ...] = (
    ApplicationForm,
    PromiseForm,
    MandateForm,
    ObligorForm,
    DeclarationForm,
    SurveyForm,
    SelfCareForm,
    AppraisalForm,
    ReviewForm,
    RelativeForm,
    WithdrawalForm,
    PaymentListForm,
    DelegationForm,
)
FORMS: Mapping[PaperKind, type[FormContent]] = {made.kind: made for made in _FORMS}
LAYOUTS: Mapping[PaperKind, Layout] = {
    layout.kind: layout
    for layout in (
        sheets_family.APPLICATION,
        sheets_family.PROMISE,
        sheets_family.OBLIGOR,
        sheets_family.DECLARATION,
        sheets_family.MANDATE,
        sheets_family.WITHDRAWAL,
        sheets_office.SURVEY,
        sheets_office.SELF_CARE_FORM,
        sheets_office.APPRAISAL,
        sheets_office.REVIEW,
        sheets_office.RELATIVE,
        sheets_office.PAYMENT_LIST,
        sheets_office.DELEGATION,
    )
}
NOTICE_LAYOUTS: Mapping[PaperKind, Layout] = {
    layout.kind: layout
    for layout in (
        sheets_notices.GRANT,
        sheets_notices.REFUSAL,
        sheets_notices.TERMINATION,
        sheets_notices.STOP,
        sheets_turns.EXTENSION,
        sheets_turns.TRANSFER,
        sheets_turns.REOPENING,
        sheets_turns.OBJECTION,
    )
}
