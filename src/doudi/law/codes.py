"""The codes that facts are written in, each with its Chinese label; promised to outside users and stable."""

from collections.abc import Mapping

PROGRAMMES: Mapping[str, str] = {
    "subsistence_allowance": "最低生活保障",
    "extreme_hardship_support": "特困人员救助供养",
}
PROGRAMMES_SHORT: Mapping[str, str] = {"subsistence_allowance": "低保", "extreme_hardship_support": "特困"}
AREAS: Mapping[str, str] = {"urban": "城市", "rural": "农村"}
APPLY_AS: Mapping[str, str] = {"household": "家庭", "single_person": "单人保"}
ALREADY: Mapping[str, str] = {
    "none": "未享受",
    **PROGRAMMES_SHORT,
}
RELATIONS: Mapping[str, str] = {
    "head": "户主",
    "spouse": "配偶",
    "child": "子女",
    "child_in_law": "儿媳、女婿",
    "parent": "父母",
    "parent_in_law": "公婆、岳父母",
    "grandchild": "孙子女、外孙子女",
    "grandparent": "祖父母、外祖父母",
    "sibling": "兄弟姐妹",
    "other": "其他",
}
SEXES: Mapping[str, str] = {"M": "男", "F": "女"}
DISABILITIES: Mapping[str, str] = {
    "physical": "肢体",
    "visual": "视力",
    "hearing": "听力",
    "speech": "言语",
    "intellectual": "智力",
    "mental": "精神",
    "multiple": "多重",
}
STUDIES: Mapping[str, str] = {
    "none": "非在校",
    "compulsory": "义务教育",
    "senior_high": "普通高中",
    "secondary_vocational": "中等职业学校",
    "undergraduate": "本科（专科）及以下全日制",
    "postgraduate": "研究生",
}
ABSENCES: Mapping[str, str] = {
    "none": "无",
    "in_prison": "在监狱服刑",
    "compulsory_isolation": "强制隔离戒毒",
    "missing": "宣告失踪",
    "clergy_away": "脱离家庭的宗教教职人员",
}
SUPPORT_MODES: Mapping[str, str] = {"home": "分散供养", "institution": "集中供养"}
SELF_CARE: Mapping[str, str] = {
    "eat": "自主吃饭",
    "dress": "自主穿衣",
    "bed": "自主上下床",
    "toilet": "自主如厕",
    "walk": "室内自主行走",
    "wash": "自主洗澡",
}
SELF_CARE_LEVELS: Mapping[str, str] = {"full": "全自理", "partial": "半护理", "none": "全护理"}
INCOMES: Mapping[str, str] = {
    "wage": "工资性收入",
    "business": "经营净收入",
    "rent": "出租收入",
    "interest": "利息收入",
    "dividend": "红利收入",
    "land_sublet": "土地流转收入",
    "pension": "养老金、离退休金",
    "central_basic_pension": "城乡居民基本养老保险中央基础养老金",
    "unemployment_benefit": "失业保险金",
    "support_received": "赡养（扶养）费收入",
    "maintenance_received": "抚养费收入",
    "gift": "接受赠与",
    "compensation": "赔偿收入",
    "other": "其他收入",
}
UNCOUNTED_INCOMES: Mapping[str, str] = {
    "merit_pension": "优待抚恤金",
    "family_planning_award": "计划生育奖励扶助金",
    "scholarship": "奖学金、助学金",
    "bravery_award": "见义勇为奖励",
    "government_aid": "政府救助款物",
    "old_age_allowance": "高龄津贴",
    "medical_insurance_benefit": "基本医疗保险待遇",
}
SPENDINGS: Mapping[str, str] = {
    "medical": "医疗费用",
    "disability": "残疾康复费用",
    "education": "教育费用",
    "employment_cost": "必要就业成本",
    "support_paid": "付出的赡养、抚养、扶养费",
    "social_insurance": "社会保险费",
    "tax": "税款",
}
RIGID_SPENDINGS = ("medical", "disability", "education")
PERIODS: Mapping[str, str] = {"month": "每月", "year": "每年"}
DEPOSITS: Mapping[str, str] = {
    "cash": "现金",
    "deposit": "银行存款",
    "security": "有价证券",
    "fund": "基金",
    "insurance": "商业保险",
    "internet_finance": "互联网金融资产",
    "claim": "债权",
}
ASSETS: Mapping[str, str] = {
    **DEPOSITS,
    "vehicle": "机动车辆",
    "house": "房屋",
    "shop": "商铺",
    "business_registration": "市场主体登记",
}
VEHICLE_USES: Mapping[str, str] = {
    "ordinary": "普通",
    "disability_cart": "残疾人专用机动轮椅车",
    "motorcycle": "摩托车",
    "livelihood": "生产经营自用",
    "medical": "治疗、康复用",
}
OBLIGOR_STATUSES: Mapping[str, str] = {
    "extreme_hardship": "特困人员",
    "allowance_recipient": "低保对象",
    "severe_disability": "重度残疾",
    "intellectual_mental_3": "三级智力、精神残疾",
    "incapable": "无民事行为能力",
    "missing": "宣告失踪",
    "in_prison": "在监狱服刑",
}
SUPPLEMENT_CATEGORIES: Mapping[str, str] = {
    "age_60": "60周岁以上",
    "age_70": "70周岁以上",
    "age_80": "80周岁以上",
    "minor": "未满18周岁",
    "severe_disability": "重度残疾",
    "serious_illness": "重病",
    "lives_alone": "独居",
    "veteran": "退役军人",
}
