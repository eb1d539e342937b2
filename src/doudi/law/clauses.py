"""Citations: the texts the rules rest on, by issuer and number, because numbers alone repeat between issuers."""

from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """A number from 1 to 99 as the law writes it: 9 九, 12 十二, 23 二十三."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones or not tens else "")


@dataclass(frozen=True)
class Text:
    """A legal text: `number` as it is cited, `title` in full."""

    number: str
    title: str

    def article(self, number: int) -> str:
        """Cite an article, such as `民发〔2021〕57号 第二十三条`."""
        return f"{self.number} 第{chinese_number(number)}条"

    def part(self, name: str) -> str:
        """Cite a part of a text without articles, such as `城政办发〔2023〕29号 五（二）`."""
        return f"{self.number} {name}"


STATE_649 = Text("国务院令第649号", "社会救助暂行办法")
MCA_2021_57 = Text("民发〔2021〕57号", "最低生活保障审核确认办法")
MCA_2021_43 = Text("民发〔2021〕43号", "特困人员认定办法")
MCA_2022_83 = Text("民发〔2022〕83号", "关于进一步做好最低生活保障等社会救助兜底保障工作的通知")
RIGID_SPENDING_2025 = Text("刚性支出困难家庭认定办法", "刚性支出困难家庭认定办法（2025年1月1日起施行）")
STATE_2016_14 = Text("国发〔2016〕14号", "关于进一步健全特困人员救助供养制度的意见")
DISTRICT_2023_29 = Text("城政办发〔2023〕29号", "晋城市城区社会救助审核确认权限下放工作实施方案")
