"""The columns of the bureau's ledger: their titles, the other ways they are written, and which a sheet can't do without."""

import re
from enum import StrEnum


class Column(StrEnum):
    """台账列: one column, by the title that the bureau's own workbook gives it."""

    NUMBER = "序号"
    HEAD_NAME = "户主姓名"
    HEAD_ID = "户主身份证号"
    FAMILY = "家庭人口"
    GUARANTEED = "保障人口"
    YEARLY_INCOME = "家庭年收入(元)"
    INCOME_PER_HEAD = "人均年收入(元)"
    BASE = "月保障金额(元)"
    SUPPLEMENT = "分类施保金(元)"
    TOTAL = "月发放合计(元)"
    PHONE = "联系电话"
    ADDRESS = "家庭住址"
    TOWN = "乡镇(街道)"
    VILLAGE = "村(社区)"
    CERTIFICATE = "低保证号"
    START = "首次享受年月"
    REASON = "致困原因"
    METHOD = "计算方式"
    BANK = "开户银行"
    ACCOUNT_OWNER = "账户名称"
    ACCOUNT = "银行账号"
    HOUSES = "房屋套数"
    HOUSE_AREA = "房屋面积(㎡)"
    FINANCIAL_ASSETS = "金融资产(元)"
    MEMBER_NAMES = "家庭成员姓名"
    MEMBER_IDS = "家庭成员身份证号"
    RELATIONS = "与户主关系"


REASON_TITLE = "错误原因"

NEEDED = (
    Column.HEAD_NAME,
    Column.HEAD_ID,
    Column.FAMILY,
    Column.GUARANTEED,
    Column.BASE,
    Column.SUPPLEMENT,
    Column.TOTAL,
    Column.TOWN,
    Column.VILLAGE,
    Column.START,
    Column.BANK,
    Column.ACCOUNT_OWNER,
    Column.ACCOUNT,
    Column.MEMBER_NAMES,
    Column.MEMBER_IDS,
    Column.RELATIONS,
)

OTHER_TITLES: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: ("编号",),
    Column.HEAD_NAME: ("户主", "申请人姓名"),
    Column.HEAD_ID: ("户主身份证", "户主身份证号码", "户主公民身份号码", "户主证件号码"),
    Column.FAMILY: ("家庭人口数", "家庭人数"),
    Column.GUARANTEED: ("保障人口数", "保障人数"),
    Column.YEARLY_INCOME: ("年收入", "家庭年总收入"),
    Column.INCOME_PER_HEAD: ("家庭人均年收入",),
    Column.BASE: ("月保障金", "保障金额", "保障金"),
    Column.SUPPLEMENT: ("分类施保", "分类施保金额"),
    Column.TOTAL: ("发放合计", "月发放金额", "月发放合计金额"),
    Column.PHONE: ("电话", "电话号码", "手机号", "手机号码", "联系方式"),
    Column.ADDRESS: ("住址", "家庭地址", "详细地址"),
    Column.TOWN: ("乡镇街道", "街道", "镇街道", "镇街", "所属乡镇"),
    Column.VILLAGE: ("社区", "村社区", "村居", "村居委会", "所属村"),
    Column.CERTIFICATE: ("低保证编号", "低保证号码"),
    Column.START: ("首次享受时间", "首次享受月份", "享受年月", "享受起始年月"),
    Column.REASON: ("致贫原因", "困难原因"),
    Column.METHOD: ("计发方式", "计算方法"),
    Column.BANK: ("开户行", "开户银行名称"),
    Column.ACCOUNT_OWNER: ("账户名", "户名", "开户名"),
    Column.ACCOUNT: ("账号", "银行卡号", "银行账户", "卡号"),
    Column.HOUSES: ("住房套数",),
    Column.HOUSE_AREA: ("住房面积",),
    Column.FINANCIAL_ASSETS: ("金融资产总额",),
    Column.MEMBER_NAMES: ("成员姓名",),
    Column.MEMBER_IDS: ("家庭成员身份证", "家庭成员身份证号码", "成员身份证号", "成员身份证号码"),
    Column.RELATIONS: ("家庭成员与户主关系", "成员与户主关系", "户主关系"),
}
IN_BRACKETS = re.compile(r"\([^()]*\)")


def title_key(written: str) -> str:
    """A title reduced to its words: no spaces, line breaks, units in brackets or marks; 帐 read as 账."""
    half_width = written.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
    joined = "".join(half_width.split()).strip("*:：").replace("帐", "账")
    return IN_BRACKETS.sub("", joined).replace("/", "").replace("、", "") or joined


KNOWN: dict[str, Column] = {
    title_key(title): column for column in Column for title in (column.value, *OTHER_TITLES.get(column, ()))
}


def column_of(written: str) -> Column | None:
    """The column that a title names, None when it is none of ours."""
    return KNOWN.get(title_key(written))
