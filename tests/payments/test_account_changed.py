"""变更账户: a family in payment gets another account though nothing came back, entered by one and confirmed by another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from doudi.accounts.actions import SYSTEM, register_relative
from doudi.accounts.areas import walled
from doudi.accounts.models import Officer
from doudi.audit.models import Entry
from doudi.cases.steps import NotNow
from doudi.households.batches import open_many
from doudi.households.entries import AccountEntry
from doudi.households.models import Household, PaymentAccount
from doudi.law.posts import Post
from doudi.payments.bank_file import export, payments_of
from doudi.payments.corrections import decide_correction, enter_correction
from doudi.payments.models import AccountCorrection, Award, Run
from doudi.payments.queries import Wanted, accounts_to_do, failed_counts, on_their_way, open_changes
from doudi.payments.replay import compare
from doudi.payments.runs import check
from households.making import OTHER_TOWN, OTHER_VILLAGE, acting, family
from payments.making import (
    HERE,
    NEXT,
    PROGRAMME,
    RUN_DAY,
    approved,
    checker,
    computed,
    delivered,
    leader,
    maker,
    opened,
)
from payments.returning import but, clerk, corrected, entered, exported, head_account, sent_again, taken

pytestmark = pytest.mark.django_db
NEW = "6228000000000000123"


def in_payment() -> Household:
    """A family that is paid, of which nothing came back."""
    return Household.objects.get(pk=opened([HERE])[0].household_id)


def number_in(run: Run) -> str:
    (payment,) = payments_of(run)
    return payment.account


def test_a_family_in_payment_gets_another_account_by_two_people() -> None:
    home = in_payment()
    found = entered(home)
    assert (found.bank_return_id, [row.household for row in open_changes(leader())]) == (None, [home.pk])
    with pytest.raises(NotNow, match="须由另一人确认"):
        decide_correction(correction=found.pk, accept=True, number=NEW, acting=acting(Post.LEADER, login="clerk"))
    decide_correction(correction=found.pk, accept=True, number=NEW, acting=leader())
    assert PaymentAccount.objects.get(household=home, until=None).number == NEW
    assert not open_changes(leader())
    assert number_in(computed()) == NEW
    chains = set(Entry.objects.filter(object_kind="correction").values_list("chain", flat=True))
    assert chains == {f"import/{Award.objects.get().import_row.ledger.number}"}
    assert [each for each in compare() if each.kind == "correction"] == []


def test_a_run_not_yet_approved_takes_it_and_a_signed_one_keeps_what_was_signed() -> None:
    home = in_payment()
    old = PaymentAccount.objects.get(household=home).number
    run = computed()
    corrected(home)
    with pytest.raises(NotNow, match="重新计算"):
        check(number=run.number, version=run.version, acting=checker())
    signed = approved()
    assert number_in(signed) == NEW
    assert on_their_way(home, RUN_DAY) == [signed.number]
    assert on_their_way(home, RUN_DAY, besides=PaymentAccount.objects.get(household=home, until=None)) == []
    corrected(home, "6228000000000000777")
    assert on_their_way(home, RUN_DAY, besides=PaymentAccount.objects.get(household=home, until=None)) == [
        signed.number
    ]
    export(number=signed.number, version=signed.version, acting=maker())
    assert number_in(signed) == NEW != old
    assert on_their_way(home, RUN_DAY + timedelta(40)) == []
    assert number_in(computed(NEXT)) == "6228000000000000777"


def test_what_comes_back_while_a_change_waits_is_answered_by_it() -> None:
    home = in_payment()
    found = entered(home)
    run = exported()
    taken(run, but(0))
    assert ({*failed_counts(Wanted())}, open_changes(leader())) == ({"confirm"}, [])
    with pytest.raises(NotNow, match="还等另一人确认"):
        entered(home, "6228000000000000777")
    decided = decide_correction(correction=found.pk, accept=True, number=NEW, acting=leader())
    assert decided.bank_return_id == run.returns.get().pk
    assert {*failed_counts(Wanted())} == {"ready"}
    assert number_in(sent_again()) == NEW
    assert [each for each in compare() if each.kind == "correction"] == []


def test_a_change_handed_back_leaves_what_came_back_to_be_corrected() -> None:
    home = in_payment()
    found = entered(home)
    taken(exported(), but(0))
    refused = decide_correction(correction=found.pk, accept=False, note="尾号不对", acting=leader())
    assert (refused.bank_return_id, {*failed_counts(Wanted())}) == (None, {"open"})
    assert corrected(home).bank_return_id


def test_a_change_handed_back_is_told_to_who_entered_it_until_it_is_entered_anew() -> None:
    home = in_payment()
    assert accounts_to_do(RUN_DAY) == {}
    found = entered(home)
    assert accounts_to_do(RUN_DAY) == {"change": (1, 0)}
    decide_correction(correction=found.pk, accept=False, note="尾号不对", acting=leader())
    assert (accounts_to_do(RUN_DAY), [row.is_refused for row in open_changes(clerk())]) == ({"refused": (1, 0)}, [True])
    assert accounts_to_do(RUN_DAY + timedelta(31)) == {}
    entered(home)
    assert (accounts_to_do(RUN_DAY), [row.is_refused for row in open_changes(clerk())]) == ({"change": (1, 0)}, [False])
    taken(exported(), but(0))
    assert {*accounts_to_do(RUN_DAY)} == {"confirm"}


def test_what_may_not_be_entered() -> None:
    home = in_payment()
    now = PaymentAccount.objects.get(household=home)
    same = AccountEntry(now.owner_name, now.bank, now.number, now.custody)
    for account, reason, sentence in (
        (same, "换卡", "没有要改的"), (head_account(home), " ", "理由"),
        (replace(head_account(home), owner_name="另有其人"), "换卡", "须有代管协议"),
    ):  # fmt: skip
        with pytest.raises(NotNow, match=sentence):
            enter_correction(household=home.pk, account=account, reason=reason, acting=clerk())
    (unpaid,) = open_many(entries=[family("王五")], programme=PROGRAMME, acting=acting())
    with pytest.raises(NotNow, match="没有待遇"):
        entered(unpaid)
    assert not AccountCorrection.objects.exists()


def test_a_grant_that_no_award_was_opened_for_is_enough() -> None:
    case = delivered()
    corrected(case.household)
    assert set(Entry.objects.filter(object_kind="correction").values_list("chain", flat=True)) == {
        f"case/{case.number}"
    }


def test_nobody_enters_or_confirms_for_a_relative() -> None:
    home = in_payment()
    head = home.members.get(relation="head").id_number
    officer = Officer.objects.create(pk=9001, login="kin", name="亲属")
    register_relative(
        officer=officer, relation="配偶", id_number=head, by=SYSTEM, at=acting().at - timedelta(days=1), on=RUN_DAY
    )
    kin = replace(clerk(), officer_id=officer.pk)
    with pytest.raises(NotNow, match="近亲属"):
        enter_correction(household=home.pk, account=head_account(home), reason="换卡", acting=kin)
    found = entered(home)
    with pytest.raises(NotNow, match="近亲属"):
        decide_correction(correction=found.pk, accept=True, number=NEW, acting=replace(leader(), officer_id=officer.pk))


def test_a_town_sees_its_own_only_and_the_list_keeps_its_statements(django_assert_num_queries) -> None:
    homes = [Household.objects.get(pk=each.household_id) for each in opened([HERE, HERE, (OTHER_TOWN, OTHER_VILLAGE)])]
    with walled(clerk()):
        entered(homes[0])
    for expected in (1, 2):
        with walled(leader()), django_assert_num_queries(2):
            assert len(open_changes(leader())) == expected
        if expected == 1:
            entered(homes[1])
    with walled(leader(OTHER_TOWN)):
        assert not open_changes(leader(OTHER_TOWN))
