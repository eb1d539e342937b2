"""Make a town's working ledger (台账) as an Excel workbook, with seeded real-life defects, and the truth beside it.

All people are invented. Usage: make_ledger.py SEED HOUSEHOLDS DEFECT_SHARE OUT.xlsx OUT.json
"""

import csv, json, random, sys
from datetime import date, timedelta
from pathlib import Path
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, Border, Side

ROOT = Path(__file__).resolve().parents[1]
SURNAMES = list(
    "王李张刘陈杨赵黄周吴徐孙马胡朱郭何罗高林郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
) + ["欧阳", "司马", "上官"]
GIVEN = list(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅建国红文斌辉鹏飞宇婷雪琴凤香莲芝荣贵福生根旺喜宝栓柱"
)
REASONS = ["因病", "因残", "缺劳动力", "因学", "年老体弱", "突发事故"]
BANKS = ["晋城农商银行", "中国农业银行晋城城区支行", "中国邮政储蓄银行晋城分行"]
HEAD = [
    "序号",
    "户主姓名",
    "户主身份证号",
    "家庭人口",
    "保障人口",
    "家庭年收入(元)",
    "人均年收入(元)",
    "月保障金额(元)",
    "分类施保金(元)",
    "月发放合计(元)",
    "联系电话",
    "家庭住址",
    "乡镇(街道)",
    "村(社区)",
    "低保证号",
    "首次享受年月",
    "致困原因",
    "计算方式",
    "开户银行",
    "账户名称",
    "银行账号",
    "房屋套数",
    "房屋面积(㎡)",
    "金融资产(元)",
    "家庭成员姓名",
    "家庭成员身份证号",
    "与户主关系",
]


def check_digit(body: str) -> str:
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.used = set()

    def ident(self, born):
        while True:
            body = f"140502{born:%Y%m%d}{self.r.randint(1, 999):03d}"
            if body not in self.used:
                self.used.add(body)
                return body + check_digit(body)

    def name(self, family=None):
        return (family or self.r.choice(SURNAMES)) + "".join(
            self.r.choice(GIVEN) for _ in range(self.r.choice([1, 2, 2]))
        )

    def born(self, low, high):
        return date(2026, 10, 31) - timedelta(days=self.r.randint(low * 365 + low // 4, high * 365 + high // 4))


def household(m, villages, area):
    r = m.r
    n = r.choices([1, 2, 3, 4, 5], [44, 29, 16, 8, 3])[0]
    head_age = r.randint(35, 88)
    family = r.choice(SURNAMES)
    people = [dict(name=m.name(family), id=m.ident(m.born(head_age, head_age)), relation="户主", age=head_age)]
    roles = ["配偶", "子", "女", "孙子", "母亲"]
    for role in r.sample(roles, n - 1):
        age = {
            "配偶": max(24, head_age + r.randint(-5, 5)),
            "母亲": min(98, head_age + r.randint(20, 28)),
            "孙子": r.randint(1, 15),
        }.get(role, r.randint(5, max(6, min(30, head_age - 22))))
        people.append(
            dict(
                name=m.name(None if role in ("配偶", "母亲") else family),
                id=m.ident(m.born(age, age)),
                relation=role,
                age=age,
            )
        )
    code, village, town = r.choice(villages)
    standard = 790 if area == "城市" else 655
    monthly_income = round(r.uniform(0, 0.92) * standard * n, 2)
    base = -(-(standard * n * 100 - round(monthly_income * 100)) // 100)  # up to the yuan
    supplement = 100 * sum(p["age"] >= 70 or p["age"] < 18 for p in people)  # demo figure, not official
    start = date(2015, 1, 1) + timedelta(days=r.randint(0, 4200))
    return dict(
        people=people,
        area=area,
        town=town,
        village=village,
        village_code=code,
        yearly=round(monthly_income * 12, 2),
        base=int(base),
        supplement=supplement,
        total=int(base) + supplement,
        phone="13" + "".join(str(r.randint(0, 9)) for _ in range(9)),
        address=f"{town}{village.replace('居委会', '').replace('村委会', '')}{r.randint(1, 60)}号",
        start=f"{start:%Y-%m}",
        reason=r.choice(REASONS),
        bank=r.choice(BANKS),
        account="62" + "".join(str(r.randint(0, 9)) for _ in range(17)),
        owner=people[0]["name"],
        houses=r.choice([0, 1, 1, 1]),
        size=r.choice([0, 38, 52, 60, 76, 88]),
        money=r.choice([0, 0, 500, 1200, 3000, 8000]),
    )


def row_of(k, h):
    p = h["people"]
    return [
        k,
        p[0]["name"],
        p[0]["id"],
        len(p),
        len(p),
        h["yearly"],
        round(h["yearly"] / len(p), 2),
        h["base"],
        h["supplement"],
        h["total"],
        h["phone"],
        h["address"],
        h["town"],
        h["village"],
        f"{'C' if h['area'] == '城市' else 'N'}140502{k:06d}",
        h["start"],
        h["reason"],
        "补差",
        h["bank"],
        h["owner"],
        h["account"],
        h["houses"],
        h["size"],
        h["money"],
        ";".join(x["name"] for x in p),
        ";".join(x["id"] for x in p),
        ";".join(x["relation"] for x in p),
    ]


# Each defect: what it does to the row, and whether the row can still be taken in ("fix"), needs a person ("ask"), or must be refused ("refuse").
DEFECTS = {
    "id_lower_x": ("fix", None),
    "id_full_width": ("fix", None),
    "id_spaces": ("fix", None),
    "month_compact": ("fix", None),
    "month_dotted": ("fix", None),
    "month_as_date": ("fix", None),
    "nbsp_in_name": ("fix", None),
    "fullwidth_separator": ("fix", None),
    "amount_text": ("fix", None),
    "village_short": ("fix", None),
    "id_as_number": ("refuse", "户主身份证号"),
    "id_bad_check": ("refuse", "户主身份证号"),
    "id_15_digits": ("ask", "户主身份证号"),
    "account_blank": ("ask", "银行账号"),
    "account_name_differs": ("ask", "账户名称"),
    "total_differs": ("ask", "月发放合计(元)"),
    "members_fewer_than_count": ("ask", "家庭人口"),
    "head_listed_twice": ("ask", "家庭成员身份证号"),
    "member_in_two_households": ("ask", "家庭成员身份证号"),
    "duplicate_row": ("refuse", "户主身份证号"),
    "village_unknown": ("refuse", "村(社区)"),
    "amount_negative": ("refuse", "月保障金额(元)"),
    "amount_over_standard": ("ask", "月保障金额(元)"),
    "month_in_future": ("ask", "首次享受年月"),
    "formula_injection": ("fix", None),
}
FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def spoil(kind, row, h, prev, r):
    i = {c: HEAD.index(c) for c in HEAD}
    if kind == "id_lower_x":
        row[i["户主身份证号"]] = row[i["户主身份证号"]].lower()
        row[i["家庭成员身份证号"]] = row[i["家庭成员身份证号"]].lower()
    elif kind == "id_full_width":
        row[i["户主身份证号"]] = row[i["户主身份证号"]].translate(FULL)
    elif kind == "id_spaces":
        row[i["户主身份证号"]] = " " + row[i["户主身份证号"]][:6] + " " + row[i["户主身份证号"]][6:] + "\u00a0"
    elif kind == "month_compact":
        row[i["首次享受年月"]] = int(h["start"].replace("-", ""))
    elif kind == "month_dotted":
        row[i["首次享受年月"]] = f"{int(h['start'][:4])}.{int(h['start'][5:])}"
    elif kind == "month_as_date":
        row[i["首次享受年月"]] = date(int(h["start"][:4]), int(h["start"][5:]), 1)
    elif kind == "nbsp_in_name":
        row[i["户主姓名"]] = "\u00a0" + row[i["户主姓名"]] + " "
    elif kind == "fullwidth_separator":
        for c in ("家庭成员姓名", "家庭成员身份证号", "与户主关系"):
            row[i[c]] = row[i[c]].replace(";", "；")
    elif kind == "amount_text":
        row[i["月保障金额(元)"]] = f"{h['base']:,}元"
    elif kind == "village_short":
        row[i["村(社区)"]] = h["village"].replace("居委会", "").replace("村委会", "")
    elif kind == "id_as_number":
        row[i["户主身份证号"]] = float(h["people"][0]["id"][:17] + "0")
    elif kind == "id_bad_check":
        good = h["people"][0]["id"]
        bad = good[:17] + r.choice([c for c in "0123456789X" if c != good[17]])
        row[i["户主身份证号"]] = bad
        row[i["家庭成员身份证号"]] = row[i["家庭成员身份证号"]].replace(good, bad)
    elif kind == "id_15_digits":
        row[i["户主身份证号"]] = h["people"][0]["id"][:6] + h["people"][0]["id"][8:17]
    elif kind == "account_blank":
        row[i["银行账号"]] = None
    elif kind == "account_name_differs":
        row[i["账户名称"]] = "代" + row[i["账户名称"]]
    elif kind == "total_differs":
        row[i["月发放合计(元)"]] = h["total"] + r.choice([-100, 50, 110])
    elif kind == "members_fewer_than_count":
        row[i["家庭人口"]] = len(h["people"]) + 1
    elif kind == "head_listed_twice":
        for c in ("家庭成员姓名", "家庭成员身份证号", "与户主关系"):
            first = row[i[c]].split(";")[0]
            row[i[c]] = first + ";" + row[i[c]]
    elif kind == "member_in_two_households":
        p = prev["people"][-1]
        row[i["家庭成员姓名"]] += ";" + p["name"]
        row[i["家庭成员身份证号"]] += ";" + p["id"]
        row[i["与户主关系"]] += ";其他"
        row[i["家庭人口"]] += 1
    elif kind == "village_unknown":
        row[i["村(社区)"]] = "不存在的村"
    elif kind == "amount_negative":
        row[i["月保障金额(元)"]] = -h["base"]
    elif kind == "amount_over_standard":
        row[i["月保障金额(元)"]] = 790 * len(h["people"]) + 500
        row[i["月发放合计(元)"]] = row[i["月保障金额(元)"]] + h["supplement"]
    elif kind == "month_in_future":
        row[i["首次享受年月"]] = "2031-05"
    elif kind == "formula_injection":
        row[i["致困原因"]] = '=HYPERLINK("http://127.0.0.1","因病")'
    return row


def main(seed, count, share, out_xlsx, out_json):
    m = Maker(seed)
    r = m.r
    rows = list(csv.DictReader((ROOT / "data/divisions-140502.csv").open(encoding="utf-8")))
    town_name = {x["code"]: x["name"] for x in rows if len(x["code"]) == 9}
    villages = [(x["code"], x["name"], town_name[x["parent"]]) for x in rows if len(x["code"]) == 12]
    wb = Workbook()
    wb.remove(wb.active)
    truth = dict(seed=seed, month="2026-10", standard={"城市": "790.00", "农村": "655.00"}, sheets=[])
    thin = Side(style="thin")
    border = Border(thin, thin, thin, thin)
    kinds = list(DEFECTS)
    turn = 0
    for area, n in (("城市", count * 2 // 5), ("农村", count - count * 2 // 5)):
        ws = wb.create_sheet(f"{area}低保")
        ws.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEAD))
        ws["A1"] = f"晋城市城区{area}最低生活保障对象台账（2026年10月）"
        ws["A1"].font = Font(size=18, bold=True)
        ws["A1"].alignment = Alignment(horizontal="center")
        ws["A2"] = "填报单位：（演示数据，人员均为虚构）"
        ws.cell(2, len(HEAD) - 2, "单位：元、人、户")
        ws.append(HEAD)
        sheet = dict(name=ws.title, header_row=3, rows=[])
        prev = None
        k = 0
        total_people = total_money = 0
        for _ in range(n):
            h = household(m, villages, area)
            k += 1
            row = row_of(k, h)
            kind = None
            if prev and r.random() < share:
                kind = kinds[turn % len(kinds)]
                turn += 1
                if kind == "duplicate_row":
                    row = row_of(k, prev)
                    h = prev
                elif kind == "id_lower_x" and not h["people"][0]["id"].endswith("X"):
                    born = m.born(60, 60)
                    while True:
                        body = f"140502{born:%Y%m%d}{r.randint(1, 999):03d}"
                        if check_digit(body) == "X" and body not in m.used:
                            break
                    m.used.add(body)
                    h["people"][0]["id"] = body + "X"
                    row = spoil(kind, row_of(k, h), h, prev, r)
                else:
                    row = spoil(kind, row, h, prev, r)
            ws.append(row)
            at = ws.max_row
            sheet["rows"].append(
                dict(
                    row=at,
                    head=h["people"][0]["name"],
                    head_id=h["people"][0]["id"],
                    members=len(h["people"]),
                    village_code=h["village_code"],
                    base=h["base"],
                    supplement=h["supplement"],
                    total=h["total"],
                    start=h["start"],
                    defect=kind,
                    outcome="take"
                    if kind is None
                    else {"fix": "take", "ask": "ask", "refuse": "refuse"}[DEFECTS[kind][0]],
                    column=DEFECTS[kind][1] if kind else None,
                )
            )
            total_people += len(h["people"])
            total_money += h["total"]
            prev = h
            if k % 97 == 0:
                ws.append([None] * len(HEAD))
        ws.append(["合计", f"{k}户", None, total_people, total_people, None, None, None, None, total_money])
        ws.append(["制表人：", None, None, "审核人：", None, None, "主要领导："])
        for line in ws.iter_rows(min_row=3, max_row=ws.max_row, max_col=len(HEAD)):
            for c in line:
                c.border = border
        ws.freeze_panes = "C4"
        truth["sheets"].append(sheet)
    hidden = wb.create_sheet("说明")
    hidden["A1"] = "本工作簿为演示数据。"
    hidden.sheet_state = "hidden"
    wb.save(out_xlsx)
    Path(out_json).write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    rows = [x for s in truth["sheets"] for x in s["rows"]]
    print(len(rows), "households;", {o: sum(x["outcome"] == o for x in rows) for o in ("take", "ask", "refuse")})


if __name__ == "__main__":
    a = sys.argv[1:]
    main(int(a[0]), int(a[1]), float(a[2]), a[3], a[4])
