"""What can be wrong with a row of the ledger: a stable code each, what it means for the row, and the sentence for people.

`refuse`: the row can't be taken in by anybody's decision and is handed back. `ask`: it can, once a person has looked.
"""

from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """What becomes of a row."""

    TAKE = "take"
    ASK = "ask"
    REFUSE = "refuse"

    @property
    def word(self) -> str:
        """The word on screens and in the workbook handed back."""
        return {"take": "可导入", "ask": "待核实", "refuse": "退回"}[self.value]


class Code(StrEnum):
    """问题代码: stable, promised to outside users."""

    NAME_MISSING = "name_missing"
    NAME_ODD = "name_odd"
    ID_MISSING = "id_missing"
    ID_AS_NUMBER = "id_as_number"
    ID_MALFORMED = "id_malformed"
    ID_CHECK_DIGIT = "id_check_digit"
    ID_BIRTH_IMPOSSIBLE = "id_birth_impossible"
    ID_BIRTH_IN_FUTURE = "id_birth_in_future"
    ID_15_DIGITS = "id_15_digits"
    DUPLICATE_ROW = "duplicate_row"
    PERSON_IN_TWO_HOUSEHOLDS = "person_in_two_households"
    HEAD_ID_DIFFERS = "head_id_differs"
    HEAD_NAME_DIFFERS = "head_name_differs"
    HEAD_NOT_LISTED = "head_not_listed"
    HEAD_RELATION = "head_relation"
    LISTS_DIFFER = "lists_differ"
    MEMBERS_MISSING = "members_missing"
    MEMBER_NAME_MISSING = "member_name_missing"
    MEMBER_LISTED_TWICE = "member_listed_twice"
    RELATION_UNKNOWN = "relation_unknown"
    FAMILY_COUNT_DIFFERS = "family_count_differs"
    GUARANTEED_OVER_FAMILY = "guaranteed_over_family"
    COUNT_MISSING = "count_missing"
    COUNT_UNREADABLE = "count_unreadable"
    COUNT_ZERO = "count_zero"
    TOWN_MISSING = "town_missing"
    TOWN_UNKNOWN = "town_unknown"
    OTHER_TOWN = "other_town"
    VILLAGE_MISSING = "village_missing"
    VILLAGE_UNKNOWN = "village_unknown"
    VILLAGE_IN_OTHER_TOWN = "village_in_other_town"
    AMOUNT_MISSING = "amount_missing"
    AMOUNT_UNREADABLE = "amount_unreadable"
    AMOUNT_TOO_FINE = "amount_too_fine"
    AMOUNT_NEGATIVE = "amount_negative"
    AMOUNT_ZERO = "amount_zero"
    AMOUNT_OVER_STANDARD = "amount_over_standard"
    TOTAL_MISSING = "total_missing"
    TOTAL_UNREADABLE = "total_unreadable"
    TOTAL_DIFFERS = "total_differs"
    NUMBER_UNREADABLE = "number_unreadable"
    MONTH_MISSING = "month_missing"
    MONTH_UNREADABLE = "month_unreadable"
    MONTH_AMBIGUOUS = "month_ambiguous"
    MONTH_IN_FUTURE = "month_in_future"
    MONTH_TOO_EARLY = "month_too_early"
    METHOD_UNKNOWN = "method_unknown"
    BANK_MISSING = "bank_missing"
    ACCOUNT_MISSING = "account_missing"
    ACCOUNT_DIGITS_LOST = "account_digits_lost"
    ACCOUNT_MALFORMED = "account_malformed"
    ACCOUNT_SHARED = "account_shared"
    ACCOUNT_OWNER_MISSING = "account_owner_missing"
    ACCOUNT_OWNER_DIFFERS = "account_owner_differs"
    PHONE_MALFORMED = "phone_malformed"


class Meaning(NamedTuple):
    """What a code means for its row, and its sentence with places for names, counts and sums (never ID numbers)."""

    outcome: Outcome
    sentence: str


ASK, REFUSE = Outcome.ASK, Outcome.REFUSE

MEANINGS: dict[Code, Meaning] = {
    Code.NAME_MISSING: Meaning(REFUSE, "没有填户主姓名"),
    Code.NAME_ODD: Meaning(ASK, "姓名里有不像人名的字符，请核对"),
    Code.ID_MISSING: Meaning(REFUSE, "{whose}没有填身份证号"),
    Code.ID_AS_NUMBER: Meaning(
        REFUSE, "{whose}的身份证号存成了数字，末几位已经丢失；请把单元格改成文本，照证件重新填写"
    ),
    Code.ID_MALFORMED: Meaning(REFUSE, "{whose}的身份证号应为 18 位，现有 {length} 位或含有别的字符"),
    Code.ID_CHECK_DIGIT: Meaning(REFUSE, "{whose}的身份证号校验码不对，有一位或几位填错；请照证件核对"),
    Code.ID_BIRTH_IMPOSSIBLE: Meaning(REFUSE, "{whose}的身份证号里的出生日期不存在；请照证件核对"),
    Code.ID_BIRTH_IN_FUTURE: Meaning(REFUSE, "{whose}的身份证号里的出生日期在台账月份之后；请照证件核对"),
    Code.ID_15_DIGITS: Meaning(ASK, "{whose}的身份证号是 15 位旧号，请核对现在的 18 位号码"),
    Code.DUPLICATE_ROW: Meaning(REFUSE, "与{where}重复，同一户主只能有一行"),
    Code.PERSON_IN_TWO_HOUSEHOLDS: Meaning(ASK, "{names}已列在{where}的家庭里，一个人只能在一户"),
    Code.HEAD_ID_DIFFERS: Meaning(ASK, "户主身份证号与家庭成员身份证号里户主的号码不一样"),
    Code.HEAD_NAME_DIFFERS: Meaning(ASK, "户主姓名与家庭成员姓名里户主的姓名不一样"),
    Code.HEAD_NOT_LISTED: Meaning(ASK, "家庭成员里没有列户主本人"),
    Code.HEAD_RELATION: Meaning(ASK, "与户主关系里应当有且只有户主本人填“户主”"),
    Code.LISTS_DIFFER: Meaning(
        REFUSE, "家庭成员姓名 {names} 个、身份证号 {ids} 个、与户主关系 {relations} 个，个数不同，对不上人"
    ),
    Code.MEMBERS_MISSING: Meaning(ASK, "没有填家庭成员"),
    Code.MEMBER_NAME_MISSING: Meaning(REFUSE, "第 {place} 名家庭成员没有填姓名"),
    Code.MEMBER_LISTED_TWICE: Meaning(ASK, "{names}在家庭成员里列了两次"),
    Code.RELATION_UNKNOWN: Meaning(ASK, "与户主关系“{word}”不在名目之内，请核对"),
    Code.FAMILY_COUNT_DIFFERS: Meaning(ASK, "家庭人口填 {stated} 人，家庭成员列了 {listed} 人"),
    Code.GUARANTEED_OVER_FAMILY: Meaning(ASK, "保障人口 {guaranteed} 人多于家庭人口 {family} 人"),
    Code.COUNT_MISSING: Meaning(ASK, "没有填人数"),
    Code.COUNT_UNREADABLE: Meaning(ASK, "人数应为整数，现填“{value}”"),
    Code.COUNT_ZERO: Meaning(ASK, "人数填了 0"),
    Code.TOWN_MISSING: Meaning(REFUSE, "没有填乡镇（街道）"),
    Code.TOWN_UNKNOWN: Meaning(REFUSE, "本区没有“{name}”这个乡镇（街道）"),
    Code.OTHER_TOWN: Meaning(REFUSE, "“{name}”不在您负责的范围，请由该乡镇（街道）或区民政局导入"),
    Code.VILLAGE_MISSING: Meaning(REFUSE, "没有填村（社区）"),
    Code.VILLAGE_UNKNOWN: Meaning(REFUSE, "{town}没有“{name}”这个村（社区）"),
    Code.VILLAGE_IN_OTHER_TOWN: Meaning(REFUSE, "“{name}”不在{town}，在{other}"),
    Code.AMOUNT_MISSING: Meaning(REFUSE, "没有填金额（公式没有算出结果的也算没有填）"),
    Code.AMOUNT_UNREADABLE: Meaning(REFUSE, "金额应为数字，现填“{value}”"),
    Code.AMOUNT_TOO_FINE: Meaning(REFUSE, "金额最多两位小数，现填“{value}”"),
    Code.AMOUNT_NEGATIVE: Meaning(REFUSE, "金额是负数（{value}）"),
    Code.AMOUNT_ZERO: Meaning(ASK, "月保障金额是 0，请核对是否还在保"),
    Code.AMOUNT_OVER_STANDARD: Meaning(
        ASK, "月保障金额 {amount} 元，高于标准 {standard} 元 × 保障人口 {people} 人 = {most} 元"
    ),
    Code.TOTAL_MISSING: Meaning(ASK, "没有填合计（公式没有算出结果的也算没有填）；两项相加是 {sum} 元"),
    Code.TOTAL_UNREADABLE: Meaning(ASK, "合计应为数字，现填“{value}”；两项相加是 {sum} 元"),
    Code.TOTAL_DIFFERS: Meaning(ASK, "合计填 {total} 元，月保障金额 {base} 元加分类施保金 {supplement} 元是 {sum} 元"),
    Code.NUMBER_UNREADABLE: Meaning(ASK, "应为不小于 0 的数字，现填“{value}”"),
    Code.MONTH_MISSING: Meaning(ASK, "没有填首次享受年月"),
    Code.MONTH_UNREADABLE: Meaning(ASK, "看不懂年月“{value}”，请写成 2023-08 的样子"),
    Code.MONTH_AMBIGUOUS: Meaning(ASK, "“{value}”是数字，分不清是 1 月还是 10 月；请改成文本，写成 2023-10 的样子"),
    Code.MONTH_IN_FUTURE: Meaning(ASK, "首次享受年月 {month} 在台账月份 {of} 之后"),
    Code.MONTH_TOO_EARLY: Meaning(ASK, "首次享受年月 {month} 早于低保制度建立，请核对"),
    Code.METHOD_UNKNOWN: Meaning(ASK, "计算方式应为补差或分档，现填“{value}”"),
    Code.BANK_MISSING: Meaning(ASK, "没有填开户银行"),
    Code.ACCOUNT_MISSING: Meaning(ASK, "没有填银行账号，填好之前不能发放"),
    Code.ACCOUNT_DIGITS_LOST: Meaning(ASK, "银行账号存成了数字，末几位已经丢失；请照存折或银行卡重新填写"),
    Code.ACCOUNT_MALFORMED: Meaning(ASK, "银行账号应为 8 至 32 位数字，请照存折或银行卡核对"),
    Code.ACCOUNT_SHARED: Meaning(ASK, "银行账号与{where}相同，两户不能发到同一个账号"),
    Code.ACCOUNT_OWNER_MISSING: Meaning(ASK, "没有填账户名称"),
    Code.ACCOUNT_OWNER_DIFFERS: Meaning(ASK, "账户名称“{owner}”不是户主{head}，代持的须有备案"),
    Code.PHONE_MALFORMED: Meaning(ASK, "联系电话不像电话号码，请核对"),
}
