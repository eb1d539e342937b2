"""Values of parameters: entered by one, confirmed by another, never changed, withdrawn by two; nearer before wider."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cast import DISTRICT, OTHER_TOWN, TOWN, acting
from doudi.accounts import parameter_rows
from doudi.accounts.edited import look_again
from doudi.accounts.models import ParameterValue
from doudi.accounts.parameter_rows import CannotSet, ValueEntry, ask_withdrawal, decide, decide_withdrawal, enter
from doudi.accounts.replay import compare
from doudi.audit.models import Entry
from doudi.cases.assessment import registry
from factories import golden

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)
STANDARD = ValueEntry(
    "allowance_standard",
    "680.00",
    DISTRICT,
    "rural",
    DAY,
    "晋城市民政局公布",
    "农村低保标准每人每年8160元",
    DAY,
    "年度提标",
)


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def confirmed(entry: ValueEntry) -> ParameterValue:
    row = decide(row=enter(entry=entry, acting=acting("data")), accept=True, acting=acting("supervisor"))
    look_again()
    return row


def withdrawn(row: ParameterValue) -> ParameterValue:
    ask_withdrawal(row=row, reason="文件数字看错", acting=acting("supervisor"))
    row = decide_withdrawal(row=row, accept=True, acting=acting("data"))
    look_again()
    return row


def standard(day: date = DAY, division: str = TOWN, area: str = "rural") -> Fraction | int | None:
    dated = registry().in_force(day, division, area).values.get("allowance_standard")
    return dated.value if dated else None


def refused(entry: ValueEntry) -> tuple[str, str]:
    with pytest.raises(CannotSet) as wrong:
        enter(entry=entry, acting=acting("data"))
    return wrong.value.field, str(wrong.value)


def test_a_value_counts_once_a_second_person_has_confirmed_and_from_its_day_on() -> None:
    row = enter(entry=STANDARD, acting=acting("data"))
    look_again()
    assert standard() == 655
    with pytest.raises(CannotSet, match="录入和确认须是两个人"):
        decide(row=row, accept=True, acting=acting("data"))
    decide(row=row, accept=True, acting=acting("data2"))
    look_again()
    assert (standard(), standard(date(2026, 11, 30)), standard(area="urban")) == (680, 655, 790)
    assert registry().in_force(DAY, TOWN, "rural").values["allowance_standard"].source == "晋城市民政局公布"
    with pytest.raises(CannotSet, match="已经处理过"):
        decide(row=row, accept=False, acting=acting("supervisor"))


def test_a_value_that_is_not_taken_up_changes_nothing_and_may_be_entered_again() -> None:
    row = enter(entry=STANDARD, acting=acting("data"))
    decide(row=row, accept=False, acting=acting("supervisor"))
    look_again()
    assert standard() == 655
    confirmed(replace(STANDARD, raw="690.00"))
    assert standard() == 690


def test_nearer_before_wider_and_later_before_earlier() -> None:
    confirmed(STANDARD)
    confirmed(replace(STANDARD, division=TOWN, raw="700.00"))
    confirmed(replace(STANDARD, since=date(2027, 1, 1), raw="710.00"))
    assert (standard(), standard(division=OTHER_TOWN)) == (700, 680)
    later = date(2027, 2, 1)
    assert (standard(later), standard(later, OTHER_TOWN)) == (700, 710)
    assert registry().in_force(later, "140581", "rural").values["allowance_standard"].value == 655


def test_a_row_goes_before_a_files_value_of_the_same_place_and_day() -> None:
    assert registry().in_force(DAY, TOWN, "rural").flat["grace_months"] == 6
    confirmed(ValueEntry("grace_months", 3, DISTRICT, "", date(2025, 7, 1), "某文", "一"))
    assert registry().in_force(DAY, TOWN, "rural").flat["grace_months"] == 3


def test_an_end_is_a_value_too() -> None:
    confirmed(ValueEntry("minimum_gap_ratio", "0.20", DISTRICT, "", DAY, "某文", "一"))
    confirmed(ValueEntry("minimum_gap_ratio", None, DISTRICT, "", date(2027, 1, 1), "某文", "二"))
    assert registry().in_force(DAY, TOWN, "rural").flat["minimum_gap_ratio"] == Fraction(1, 5)
    assert registry().in_force(date(2027, 1, 1), TOWN, "rural").flat["minimum_gap_ratio"] is None


def test_a_wrong_value_is_withdrawn_by_two_people() -> None:
    row = confirmed(STANDARD)
    asked = ask_withdrawal(row=row, reason="文件数字看错", acting=acting("supervisor"))
    look_again()
    assert standard() == 680  # in force until the second person agrees
    with pytest.raises(CannotSet, match="须是两个人"):
        decide_withdrawal(row=asked, accept=True, acting=acting("supervisor"))
    decide_withdrawal(row=asked, accept=False, acting=acting("data"))
    look_again()
    assert standard() == 680
    row = withdrawn(row)
    assert (standard(), row.state, row.ended_by) == (655, "withdrawn", "data")
    with pytest.raises(CannotSet, match="只有已生效的值可以撤销"):
        ask_withdrawal(row=row, reason="再撤", acting=acting("data"))
    confirmed(replace(STANDARD, raw="685.00"))
    assert standard() == 685


def test_the_database_refuses_a_change_a_deletion_and_a_single_person() -> None:
    row = confirmed(STANDARD)
    for change in (
        lambda: ParameterValue.objects.update(value='"900.00"'),
        lambda: ParameterValue.objects.update(since="2026-01-01"),
        lambda: ParameterValue.objects.update(state="proposed", decided_by=""),
        lambda: ParameterValue.objects.update(decided_by="somebody"),
        lambda: ParameterValue.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match="never changed or deleted"), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        ParameterValue.objects.create(
            name="house_limit", division=DISTRICT, since=DAY, value="2", source="甲", clause="一", state="confirmed",
            entered_by="data", entered_name="甲", entered_on=DAY, decided_by="data", decided_name="甲",
        )  # fmt: skip
    row.refresh_from_db()
    assert row.state == "confirmed"


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"name": "generosity"}, "name", "没有这个参数"),
        ({"name": "hardship_floor", "raw": "1.4"}, "name", "不由本地设定"),
        ({"raw": "680"}, "value", "须有两位小数"),
        ({"raw": "-5.00"}, "value", "不能是负数"),
        ({"raw": 680}, "value", "数额请写成带引号的文字"),
        ({"name": "allowance_rounding", "raw": "down"}, "value", "不在可用的取值之内"),
        ({"name": "care_standard", "raw": {"home": {"most": "1.00"}}}, "value", "没有这一项"),
        ({"division": "140581"}, "division", "范围须是本区"),
        ({"division": "1405"}, "division", "范围须是本区"),
        ({"division": "140502999"}, "division", "范围须是本区"),
        ({"area": "town"}, "area", "请从列出的选项里选"),
        ({"since": date(2206, 12, 1)}, "since", "请核对年份"),
        ({"name": "publicity_order", "raw": "national"}, "area", "全区、城乡一样"),
        ({"name": "publicity_order", "raw": "national", "area": "", "division": TOWN}, "division", "全区、城乡一样"),
    ],
)
def test_what_cannot_be_entered_says_where_and_why(change: dict, field: str, says: str) -> None:
    told = refused(replace(STANDARD, **change))
    assert told[0] == field
    assert says in told[1]
    assert not ParameterValue.objects.exists()


def test_the_same_day_and_place_is_entered_once() -> None:
    enter(entry=STANDARD, acting=acting("data"))
    assert "待他人确认" in refused(replace(STANDARD, raw="681.00"))[1]
    decide(row=ParameterValue.objects.get(), accept=True, acting=acting("supervisor"))
    assert "请先撤销" in refused(replace(STANDARD, raw="681.00"))[1]


def test_of_two_who_enter_the_same_at_once_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    enter(entry=STANDARD, acting=acting("data"))
    monkeypatch.setattr(parameter_rows, "_refuse_same", lambda entry: None)  # both had looked before either wrote
    assert "刚刚有人录入" in refused(replace(STANDARD, raw="681.00"))[1]
    assert ParameterValue.objects.get().value == '"680.00"'


def test_each_act_is_one_entry_and_the_log_rebuilds_the_rows() -> None:
    row = confirmed(STANDARD)
    withdrawn(row)
    enter(entry=replace(STANDARD, note="电话 13900000000"), acting=acting("data"))
    found = Entry.objects.filter(chain="parameter/allowance_standard").order_by("number")
    assert [entry.verb for entry in found] == [
        *["parameter.entered", "parameter.decided", "parameter.withdrawal_asked", "parameter.withdrawal_decided"],
        "parameter.entered",
    ]
    assert found[1].facts["words"] == "680.00 元/人/月"
    assert "13900000000" not in ParameterValue.objects.latest("pk").note
    assert list(compare()) == []
    ParameterValue.objects.create(
        name="house_limit", division=DISTRICT, since=DAY, value="2", source="甲", clause="一", state="confirmed",
        entered_by="a", entered_name="甲", entered_on=DAY, decided_by="b", decided_name="乙",
    )  # fmt: skip
    assert {each.field for each in compare()} >= {"value", "state"}


def test_looking_again_takes_one_statement_where_nothing_changed() -> None:
    confirmed(STANDARD)
    before = registry()
    with CaptureQueriesContext(connection, ) as captured:  # fmt: skip
        look_again()
        assert registry() is before
    assert len(captured) == 1
    withdrawn(ParameterValue.objects.get())
    assert registry() is not before
