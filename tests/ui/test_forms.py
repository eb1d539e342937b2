"""Forms answer in our words at the field, keep what was typed, and grow without scripts."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from stdnum.cn import ric

from doudi.ui.errors import gather
from doudi.ui.fields import CountField, DayField, LineField, NumberTextField, UploadsField, YuanField
from doudi.ui.forms import MOST_LINES, Form, adding, grown, hush
from doudi.ui.uploads import FILE_LIMIT
from ui.specimen import TODAY, WRONG, ApplicationForm, IncomeForm, Incomes, posted

ID = "14050219650101123" + ric.calc_check_digit("140502196501011230")
RIGHT = {
    "name": " 魏 建林\u200b ", "id_number": f"{ID[:6]} {ID[6:]}", "phone": "１３９-0000-5678", "applied_on": "2026年11月2日",
    "area": "rural", "able": "1", "papers": "a", "rooms": "３", "rent": "1,200元", "why": "生病", "promise": "on",
}  # fmt: skip


def field_errors(field: forms.Field, data: Any) -> list[str]:
    made = type("Made", (Form,), {"it": field})({"it": data}, on=TODAY)
    return list(made.errors.get("it", []))


def test_right_answers_are_read_whatever_their_form() -> None:
    form = ApplicationForm(posted(RIGHT), on=TODAY)
    assert form.is_valid(), form.errors
    clean = form.cleaned_data
    assert clean["name"] == "魏 建林"
    assert (clean["id_number"], clean["phone"]) == (ID, "13900005678")
    assert (clean["applied_on"], clean["rent"], clean["rooms"]) == (date(2026, 11, 2), Decimal("1200.00"), 3)
    assert clean["photos"] == []


def test_wrong_answers_are_kept_and_said_at_their_field_and_on_top() -> None:
    form = ApplicationForm(posted(WRONG), on=TODAY)
    html = str(form)
    for name, words in form.errors.items():
        assert f'id="id_{name}_error"' in html, name
        assert all(f"错误：{each}" in html for each in words)
    assert 'value="14050219650101123X"' in html
    assert 'value="十元"' in html
    assert "申请日期不能晚于今天" in html
    assert html.index("error-summary") < html.index("id_name")


def test_every_link_of_the_summary_meets_its_field() -> None:
    form, lines = ApplicationForm(posted(WRONG), on=TODAY), Incomes(posted(WRONG), prefix="income")
    ids = set(re.findall(r'\bid="([^"]+)"', str(form) + str(lines)))
    faults = gather([form, lines])
    assert len(faults) == 9
    assert all(fault.target in ids for fault in faults), faults
    assert faults[-1].text == "第 1 项：逗号的位置不对，请直接写数字，如 1200.50"


def test_an_error_is_tied_to_its_field_for_screen_readers() -> None:
    html = str(ApplicationForm(posted(WRONG), on=TODAY)["id_number"].as_widget())
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_id_number_helptext id_id_number_error"' in html


def test_a_form_not_sent_says_nothing() -> None:
    html = str(ApplicationForm(on=TODAY))
    assert "错误" not in html
    assert "is-invalid" not in html
    assert gather([ApplicationForm(on=TODAY), Incomes(prefix="income")]) == []


def test_what_is_missing_is_named_by_its_label() -> None:
    form = ApplicationForm(posted({}), on=TODAY)
    assert form.errors["name"] == ["请填写户主姓名"]
    assert form.errors["area"] == ["请选择居住地"]
    assert form.errors["promise"] == ["请先勾选：以上情况属实"]


def test_citizens_data_never_stays_in_the_browser() -> None:
    html = str(ApplicationForm(on=TODAY))
    assert len(re.findall(r'autocomplete="off"', html)) == len(re.findall(r"<(?:input|select|textarea)\b", html))


def test_the_log_in_may_be_remembered() -> None:
    made = type("LogIn", (Form,), {"username": forms.CharField(), "password": forms.CharField()})()
    assert 'autocomplete="username"' in str(made)
    assert 'autocomplete="current-password"' in str(made)


@pytest.mark.parametrize(
    ("field", "data", "words"),
    [
        (YuanField(), "-1", "金额不能是负数"),
        (YuanField(), "100000000", "金额太大，最多到 99,999,999.99 元"),
        (YuanField(label="房租"), "  ", "请填写房租"),
        (CountField(), "三", "请写一个整数"),
        (CountField(), "-1", "最小是 0"),
        (CountField(max_value=20), "21", "最大是 20"),
        (LineField(max_length=3), "魏建林户", "最多 3 个字，现在是 4 个"),
        (NumberTextField(), "139a", "这里只写数字"),
        (NumberTextField(), "१३९", "这里只写数字"),
        (DayField(label="出生日期", until_today=True), "2026-11-24", "出生日期不能晚于今天"),
        (forms.ChoiceField(choices=[("a", "甲")]), "b", "请从列出的选项里选"),
        (LineField(label="名", error_messages={"required": "名字要写"}), "", "名字要写"),
    ],
)
def test_sentences(field: forms.Field, data: str, words: str) -> None:
    assert field_errors(field, data) == [words]


@pytest.mark.parametrize("name", ["name", "id_number", "applied_on", "rooms", "rent", "phone"])
def test_no_field_cuts_what_is_pasted(name: str) -> None:
    assert "maxlength" not in str(ApplicationForm(on=TODAY)[name])


def test_a_name_of_more_than_fifty_letters_is_refused_in_words_and_kept() -> None:
    made = type("Named", (Form,), {"it": LineField(label="姓名", max_length=50)})
    long = "阿卜杜热合曼·" * 8
    form = made({"it": long})
    assert form.errors["it"] == ["姓名最多 50 个字，现在是 56 个"]
    assert long in str(form)
    assert made({"it": long[:50]}).is_valid()


def test_rare_characters_of_names_are_kept() -> None:
    made = type("Named", (Form,), {"it": LineField()})({"it": "㛃䶮𠅤·努尔"})
    assert made.is_valid()
    assert made.cleaned_data["it"] == "㛃䶮𠅤·努尔"


def test_one_line_more_keeps_what_was_typed_and_says_nothing() -> None:
    data = posted({**WRONG, "add": "income"})
    assert adding(data, "income")
    assert not adding(data, "member")
    lines, form = Incomes(grown(data, "income"), prefix="income"), ApplicationForm(data, on=TODAY)
    hush(form, lines)
    html = str(form) + str(lines)
    assert len(lines.forms) == 3
    assert 'value="1,2"' in html
    assert "错误" not in html
    assert "aria-invalid" not in html


@pytest.mark.parametrize("count", ["", "-1", "abc", "９", str(10**9)])
def test_a_forged_count_grows_within_bounds(count: str) -> None:
    more = grown(posted({"income-TOTAL_FORMS": count}), "income")["income-TOTAL_FORMS"]
    assert 1 <= int(more) <= MOST_LINES


def test_a_line_struck_out_need_not_be_right() -> None:
    data = posted({**WRONG, "income-0-DELETE": "on"})
    lines = Incomes(data, prefix="income")
    assert lines.is_valid()
    assert [form.cleaned_data["amount"] for form in lines if form not in lines.deleted_forms] == [Decimal("300.00")]
    assert gather([lines]) == []


def test_lines_without_their_count_ask_to_open_the_page_again() -> None:
    lines = Incomes(posted({"x": "1"}), prefix="income")
    assert [fault.text for fault in gather([lines])] == ["页面不完整，请重新打开后再填"]


def test_the_button_that_adds_a_line_needs_no_scripts() -> None:
    html = str(Incomes(prefix="income"))
    assert '<button class="btn btn-plain" type="submit" name="add" value="income" formnovalidate>' in html
    assert "第 1 项" in html
    assert issubclass(Incomes.form, IncomeForm)


def uploads(*files: Any) -> Form:
    made = type("Sent", (Form,), {"it": UploadsField(label="照片")})
    return made({}, MultiValueDict({"it": list(files)}))  # type: ignore[no-any-return]


def test_several_files_come_as_a_list() -> None:
    form = uploads(SimpleUploadedFile("院门.jpg", b"1"), SimpleUploadedFile("b.pdf", b"2"))
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["it"]] == ["院门.jpg", "b.pdf"]


def test_files_refused_in_words() -> None:
    large = InMemoryUploadedFile(SimpleUploadedFile("x", b"").file, "it", "大.jpg", "", FILE_LIMIT + 1, None)
    many = [SimpleUploadedFile(f"{n}.jpg", b"1") for n in range(11)]
    assert uploads().errors["it"] == ["请选择照片"]
    assert uploads(large).errors["it"] == ["“大.jpg”有 20 MB，超过每份 20 MB"]
    assert uploads(SimpleUploadedFile("空.jpg", b"")).errors["it"] == ["“空.jpg”是空文件"]
    assert uploads(*many).errors["it"] == ["一次最多 10 份，现在是 11 份"]
