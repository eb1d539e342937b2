"""标准与参数: works · wrong post · wrong area · wrong method · number of statements; and a standard from desk to decision."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from cast import DISTRICT, OTHER_TOWN, TOWN, acting
from crowd import statements
from doors import client_of, set_day
from doudi.accounts.models import ParameterValue
from doudi.accounts.parameter_rows import ValueEntry, decide, enter
from doudi.audit.models import Entry
from doudi.cases import actions, replay_decisions
from doudi.cases.assessment import answer_of, parameters_of, recomputed
from doudi.cases.models import Case, Decision
from factories import golden

pytestmark = pytest.mark.django_db
NEW = "/desk/parameters/new/?name="
SCOPE = {
    "division": DISTRICT,
    "area": "urban",
    "since": "2026-11-10",
    "source": "晋市民发〔2026〕10号",
    "clause": "第二条",
}


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-10")


def told(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def entered(name: str = "allowance_standard", who: str = "data", **typed: Any) -> ParameterValue:
    form = SCOPE | ({"value": "800"} if name == "allowance_standard" else {}) | typed
    answer = client_of(who).post(NEW + name, form)
    assert answer.status_code == 302, told(answer)
    return ParameterValue.objects.latest("pk")


def confirmed(name: str = "allowance_standard", **typed: Any) -> ParameterValue:
    row = entered(name, **typed)
    assert client_of("supervisor").post(f"/desk/parameters/rows/{row.pk}/decide/", {"accept": "1"}).status_code == 302
    row.refresh_from_db()
    return row


def refused(name: str, **typed: Any) -> str:
    answer = client_of("data").post(NEW + name, SCOPE | typed)
    assert answer.status_code == 200
    assert not ParameterValue.objects.exists()
    return told(answer)


def test_the_sheet_shows_values_sources_samples_and_what_is_not_set() -> None:
    page = told(client_of("clerk").get("/desk/parameters/"))
    assert "北石店镇，" in page
    for words in ("790.00 元/人/月", "655.00 元/人/月", "晋城市民政局公布", "民发〔2021〕57号", "示例参数（非官方）"):
        assert words in page, words
    unset = page[page.index("分档发放标准") :][:700]
    assert "未设定" in unset
    assert "按分档发放的，低保金算不出" in unset
    assert "已按“货币财产人均限额（倍月低保标准）”设定" in page
    assert "录入一项" not in page
    assert "录入一项" in told(client_of("data").get("/desk/parameters/"))


def test_filters_choose_place_area_and_day() -> None:
    confirmed(division=OTHER_TOWN)
    supervisor = client_of("supervisor")
    assert "800.00 元/人/月" not in told(supervisor.get("/desk/parameters/"))
    assert "800.00 元/人/月" in told(supervisor.get(f"/desk/parameters/?place={OTHER_TOWN}"))
    assert "800.00 元/人/月" not in told(supervisor.get(f"/desk/parameters/?place={OTHER_TOWN}&area=rural"))
    earlier = told(supervisor.get(f"/desk/parameters/?place={OTHER_TOWN}&day=2025-08-01"))
    assert "790.00 元/人/月" in earlier
    assert "自 2026-11-10 起：800.00 元/人/月" in earlier
    early = told(supervisor.get("/desk/parameters/?day=2025-06-30"))
    assert "低保、特困的测算都停下" in early


def test_one_enters_another_confirms_and_the_page_says_who() -> None:
    row = entered(note="年度提标")
    own = told(client_of("data").get(f"/desk/parameters/rows/{row.pk}/"))
    assert "由另一人确认，录入人自己不能" in own
    assert client_of("data").post(f"/desk/parameters/rows/{row.pk}/decide/", {"accept": "1"}).status_code == 409
    page = told(client_of("data2").get(f"/desk/parameters/rows/{row.pk}/"))
    assert "790.00 元/人/月 → <b>800.00 元/人/月</b>" in page
    assert "+10.00（+1.3%）" in page
    assert "等第二个人办的 1 项" in told(client_of("data2").get("/desk/parameters/"))
    client_of("data2").post(f"/desk/parameters/rows/{row.pk}/decide/", {"accept": "1"})
    page = told(client_of("maker").get("/desk/parameters/"))
    assert "任志宏录入，薛芳确认" in page
    assert "800.00 元/人/月" in page
    past = told(client_of("auditor").get("/desk/parameters/allowance_standard/"))
    past = past[past.index("历次的值") :]
    assert past.index("800.00") < past.index("790.00")
    assert client_of("data").post(f"/desk/parameters/rows/{row.pk}/decide/", {"accept": "0"}).status_code == 409


def test_the_menu_of_who_may_confirm_counts_what_waits() -> None:
    entered()
    assert re.search(
        r"标准与参数</span> ?<[^>]*>1<|标准与参数 ?<[^>]*>1<", told(client_of("data2").get("/desk/ledgers/"))
    )
    assert not re.search(r"标准与参数 ?<[^>/]*>1<", told(client_of("clerk").get("/desk/")))


def test_what_it_reaches_is_counted_by_place_area_and_programme() -> None:
    golden.accepted()
    golden.accepted(golden.chen(200))
    for typed, cases in (
        ({}, 2),
        ({"area": "rural", "value": "700"}, 0),
        ({"division": OTHER_TOWN, "value": "801"}, 0),
        ({"area": ""}, 2),  # nearer than 晋城市's own urban and rural standards, so it goes before both
    ):
        row = entered(**typed)
        page = told(client_of("data2").get(f"/desk/parameters/rows/{row.pk}/"))
        assert f"在办案件 <b>{cases}</b> 件" in page, typed
    care = entered("care_standard", **{"value-home-full": "70"}, area="")
    assert "在办案件 <b>0</b> 件" in told(client_of("data2").get(f"/desk/parameters/rows/{care.pk}/"))


def test_towns_with_a_value_of_their_own_are_not_reached() -> None:
    golden.accepted()
    confirmed(division=TOWN, value="820")
    row = entered(value="800")
    page = told(client_of("data2").get(f"/desk/parameters/rows/{row.pk}/"))
    assert "在办案件 <b>0</b> 件" in page
    assert "范围内有 1 处" in page


def test_a_wrong_value_is_withdrawn_by_two() -> None:
    row = confirmed()
    path = f"/desk/parameters/rows/{row.pk}/"
    data = client_of("data")
    assert "请填写撤销理由" in told(data.post(f"{path}withdraw/", {"reason": ""}))
    assert data.post(f"{path}withdraw/", {"reason": "文件数字看错"}).status_code == 302
    assert "提出的人自己不能" in told(data.get(path))
    assert data.post(f"{path}end/", {"accept": "1"}).status_code == 409
    assert "待他人确认撤销" in told(client_of("clerk").get("/desk/parameters/"))
    assert "800.00 元/人/月 → <b>790.00 元/人/月</b>" in told(client_of("supervisor").get(path))
    assert client_of("supervisor").post(f"{path}end/", {"accept": "1"}).status_code == 302
    assert "800.00" not in told(client_of("clerk").get("/desk/parameters/"))
    assert "已撤销" in told(client_of("clerk").get("/desk/parameters/allowance_standard/"))
    assert data.post(f"{path}withdraw/", {"reason": "文件数字看错"}).status_code == 409


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("allowance_standard", {"value": "￥800 元"}, '"800.00"'),
        ("edge_ratio", {"value": "1.6 倍"}, '"1.6"'),
        ("employment_cost_rate", {"value": "15%"}, '"0.15"'),
        ("grace_months", {"value": "３"}, "3"),
        ("shop_allowed", {"value": "0"}, "false"),
        ("allowance_rounding", {"value": "none"}, '"none"'),
        ("support_fee_exempt", {"value": ["missing", "in_prison"]}, '["in_prison", "missing"]'),
        ("vehicle_exempt_uses", {"none": "on"}, "[]"),
        ("allowance_tiers", {"value-name-1": "A", "value-sum-1": "495"}, '{"A": "495.00"}'),
        ("care_standard", {"value-home-partial": "410"}, '{"home": {"partial": "410.00"}}'),
        ("single_person_ratio", {"value-serious_illness": "60%"}, '{"serious_illness": "0.6"}'),
        ("supplements", {"none": "on"}, "[]"),
        ("supplements", {"value-rate-minor": "0.3"}, '[{"category": "minor", "rate": "0.3"}]'),
        ("rigid_spending", {"value-rate-medical": "1", "value-most-medical": "500"}, '{"medical": {"ceiling": "500.00", "rate": "1"}}'),
        ("minimum_gap_ratio", {"ended": "on"}, "null"),
    ],
)  # fmt: skip
def test_each_kind_of_value_has_its_own_fields(name: str, typed: dict[str, Any], value: str) -> None:
    assert entered(name, **typed).value == value


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("allowance_standard", {}, "请填写要设定的值"),
        ("allowance_standard", {"value": "八百"}, "金额请写数字"),
        ("allowance_standard", {"value": "-1"}, "金额不能是负数"),
        ("allowance_standard", {"value": "1", "ended": "on"}, "填了值就不要勾这里"),
        ("allowance_standard", {"value": "1", "source": ""}, "请填写文号"),
        ("allowance_standard", {"value": "1", "since": "12月1日"}, "日期请写全年月日"),
        ("allowance_standard", {"value": "1", "since": "2206-12-01"}, "请核对年份"),
        ("allowance_standard", {"value": "1", "division": "140581"}, "请从列出的选项里选"),
        ("edge_ratio", {"value": "一倍半"}, "请写小数或百分数"),
        ("grace_months", {"value": "1.5"}, "请写一个整数"),
        ("allowance_rounding", {"value": "down"}, "请从列出的选项里选"),
        ("allowance_tiers", {"value-name-1": "A"}, "请填写这一档的金额"),
        ("allowance_tiers", {"value-sum-2": "400"}, "请填写这一档的名称"),
        ("supplements", {"value-amount-minor": "100", "value-rate-minor": "0.3"}, "金额和比例只填一样"),
        ("supplements", {}, "请填写要设定的值"),
        ("rigid_spending", {"value-most-medical": "500"}, "请填写可扣减的比例"),
    ],
)
def test_a_wrong_value_is_told_at_its_field(name: str, typed: dict[str, Any], says: str) -> None:
    page = refused(name, **typed)
    assert says in page
    assert 'class="error-summary' in page


def test_a_floor_of_the_state_and_an_unknown_name_cannot_be_entered() -> None:
    for name in ("hardship_floor", "generosity"):
        assert "录入哪一项" in told(client_of("data").get(NEW + name))
        assert client_of("data").post(NEW + name, SCOPE | {"value": "1"}).status_code == 200
    assert not ParameterValue.objects.exists()
    assert "录入新的值" not in told(client_of("data").get("/desk/parameters/hardship_floor/"))


def test_posts_areas_and_methods() -> None:
    here, there = confirmed(division=TOWN), confirmed(division=OTHER_TOWN)
    clerk = client_of("clerk")
    assert clerk.get(f"/desk/parameters/rows/{here.pk}/").status_code == 200
    assert clerk.get(f"/desk/parameters/rows/{there.pk}/").status_code == 404
    assert clerk.get(f"/desk/parameters/?place={OTHER_TOWN}").status_code == 404
    assert clerk.get(f"/desk/parameters/export/?place={OTHER_TOWN}").status_code == 404
    assert clerk.get("/desk/parameters/generosity/").status_code == 404
    assert "140502001" not in told(clerk.get("/desk/parameters/allowance_standard/"))
    for path in ("new/", f"rows/{here.pk}/decide/", f"rows/{here.pk}/withdraw/", f"rows/{here.pk}/end/"):
        assert clerk.post(f"/desk/parameters/{path}").status_code == 403
        assert client_of("data").put(f"/desk/parameters/{path}").status_code == 405
    assert client_of("sysadmin").get("/desk/parameters/").status_code == 403
    assert clerk.post("/desk/parameters/").status_code == 405
    assert client_of("data").get(f"/desk/parameters/rows/{here.pk}/decide/").status_code == 405
    assert client_of("data").post("/desk/parameters/rows/999999/decide/").status_code == 404


def test_pages_keep_their_number_of_statements() -> None:
    row, client = entered(), client_of("data2")
    paths = ["/desk/parameters/", "/desk/parameters/allowance_standard/", f"/desk/parameters/rows/{row.pk}/"]
    few = [statements(client, path) for path in paths]
    golden.accepted()
    for month in range(1, 13):
        enter(
            entry=ValueEntry("allowance_standard", "800.00", TOWN, "urban", date(2027, month, 1), "文", "一"),
            acting=acting("data"),
        )
    for each in ParameterValue.objects.filter(state="proposed").exclude(pk=row.pk)[:6]:
        decide(row=each, accept=True, acting=acting("supervisor"))
    assert [statements(client, path) for path in paths] == few


def test_the_list_goes_out_as_a_workbook_and_the_log_knows() -> None:
    confirmed()
    answer = client_of("auditor").get(f"/desk/parameters/export/?place={TOWN}&area=urban")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "北石店镇标准与参数（2026-11-10）"
    (standard,) = [row for row in rows if row[2] == "allowance_standard"]
    assert standard[3:10] == [
        "城市", "800.00 元/人/月", "2026-11-10", "城区 · 城市", "晋市民发〔2026〕10号", "第二条", "任志宏录入，葛明远确认",
    ]  # fmt: skip
    assert Entry.objects.get(verb="access.exported").facts["lines"] == len(rows) - 3


# ---------- from the desk to the decision ----------


def confirmed_on(case: Case, day: str) -> Decision:
    leader = acting("leader", day)
    golden._go(actions.confirm, case, leader, seen=golden.sealed(case, leader))
    return Decision.objects.get(case=case)


def test_a_new_standard_reaches_decisions_from_its_day_on_and_none_that_was_made() -> None:
    """陈建国's family of three is short of the standard by 3 × 790 − 1,500 = 870.00; by 3 × 800 − 1,500 = 900.00."""
    early, same, late = (golden.reviewed(golden.chen(place)) for place in (100, 200, 300))
    before = confirmed_on(early, "2026-11-10")
    confirmed(since="2026-11-11")
    client_of("clerk").get("/desk/")
    decisions = [before, confirmed_on(same, "2026-11-10"), confirmed_on(late, "2026-11-11")]
    assert [str(decision.total) for decision in decisions] == ["870.00", "870.00", "900.00"]
    assert decisions[2].parameters["values"]["allowance_standard"]["source"] == SCOPE["source"]
    assert [recomputed(decision) for decision in decisions] == [decision.answer for decision in decisions]


def test_a_value_that_reaches_back_leaves_what_was_decided() -> None:
    made = confirmed_on(golden.reviewed(), "2026-11-10")
    confirmed(since="2026-11-01")
    client_of("clerk").get("/desk/")
    assert answer_of(made.facts)["amounts"]["total"] == "900.00"
    assert recomputed(made) == made.answer
    assert list(replay_decisions.compare()) == []
    made.pk, made.seq, made.parameters = None, 2, parameters_of(made.facts)
    made.save(force_insert=True)
    assert {each.field for each in replay_decisions.compare()} == {"amounts", "total"}
