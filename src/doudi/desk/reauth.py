"""谁签字、谁负责: the password once more before a signature, and an end to guessing it."""

from django.contrib.auth import logout
from django.utils.translation import gettext as _

from doudi.accounts.actions import note
from doudi.accounts.models import Officer
from doudi.audit.verbs import Verb
from doudi.desk.guard import DeskRequest
from doudi.ui.forms import Form

MOST_WRONG = 5
WRONG = "wrong_passwords"


def reauthenticated(request: DeskRequest, form: Form) -> bool:
    """Whether the form's `password` is the person's own. Wrong ones are logged; the fifth ends the session."""
    officer = Officer.objects.get(pk=request.acting.officer_id)
    if officer.check_password(form.cleaned_data["password"]):
        request.session.pop(WRONG, None)
        return True
    note(request.acting, Verb.ACCESS_FAILED, "officer", officer.login, {})
    wrong = request.session.get(WRONG, 0) + 1
    request.session[WRONG] = wrong
    if wrong >= MOST_WRONG:
        logout(request)
    form.add_error("password", _("密码不对，没有签批"))
    return False
