"""Replaying the log gives the awards, runs, lines and files as the tables have them; anything else is named."""

import pytest
from django.db import connection

from doudi.payments.awards import award_facts, hold_award, open_awards
from doudi.payments.bank_file import export
from doudi.payments.models import Award, RosterConfirmation, Run
from doudi.payments.replay import compare
from doudi.payments.runs import create_run
from payments.making import HERE, MONTH, NEXT, PROGRAMME, approved, computed, delivered, maker, opened

pytestmark = pytest.mark.django_db


def paid_month() -> Run:
    delivered()
    run = approved()
    export(number=run.number, version=run.version, acting=maker())
    return run


def test_a_month_done_by_the_actions_replays() -> None:
    paid_month()
    (award,) = Award.objects.all()
    hold_award(award=award, hold="death", acting=maker())
    computed(NEXT)
    assert compare() == []


def test_a_changed_award_is_named() -> None:
    delivered()
    (award,) = open_awards(acting=maker())
    Award.objects.filter(pk=award.pk).update(base="1870.00")
    found = {(each.kind, each.field, each.expected, each.actual) for each in compare()}
    assert found == {("award", "base", "870.00", "1870.00"), ("award", "amount", "870.00", "1870.00")}


def test_an_award_that_nobody_opened_is_named() -> None:
    (award,) = opened([HERE])
    assert [(each.kind, each.key, each.expected) for each in compare()] == [("award", str(award.pk), "无")]
    assert award_facts(award)["amount"] == "400.00"


def test_a_changed_line_run_and_roster_are_named() -> None:
    run = paid_month()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table payments_runline disable trigger lines_stand")
        cursor.execute("update payments_runline set amount = 871")
        cursor.execute("alter table payments_runline enable trigger lines_stand")
    assert [(each.kind, each.field) for each in compare()] == [("run", "lines_digest")]
    RosterConfirmation.objects.update(total=1)
    Run.objects.filter(pk=run.pk).update(version=99)
    assert {(each.kind, each.field) for each in compare()} == {
        ("run", "lines_digest"), ("run", "version"), ("roster", "total"),
    }  # fmt: skip


def test_a_run_cut_short_replays_too() -> None:
    opened([HERE])
    Award.objects.all().update(state="ended", until=MONTH)
    create_run(month=MONTH, programme=PROGRAMME, acting=maker())
    assert {each.kind for each in compare()} == {"award"}
