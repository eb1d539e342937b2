"""家庭财产: the limits on deposits, vehicles, houses, shops and business registrations; met when equal."""

from doudi.law.clauses import MCA_2021_57
from doudi.law.ops import Choice, Count, Flag, Yuan, all_of, any_of, below, is_set, not_, or_else, same, where
from doudi.law.rule import Unit, household, obligor, person

ARTICLE_14 = MCA_2021_57.article(14)


def over(limit: Yuan, amount: Yuan) -> Flag:
    """Whether there is such property, and more than the limit; without any, the limit isn't asked."""
    return where(below(0, amount), below(limit, amount), False)


def vehicle_refused(vehicle_rule: Choice, vehicles: Count, too_dear: Count, not_exempt: Count) -> Flag:
    """Whether the vehicles fail by the place's way: none (but exempt uses), value (each), any."""
    by_value = where(same(vehicle_rule, "value"), below(0, too_dear), False)
    by_rule = where(same(vehicle_rule, "none"), below(0, not_exempt), by_value)
    return where(below(0, vehicles), by_rule, False)


@person("存款等货币财产", unit=Unit.YUAN, clause=ARTICLE_14, shows="{deposits}")
def counted_deposits(counts: Flag, deposits: Yuan) -> Yuan:
    return where(counts, deposits, 0)


@person("计入的重病成员", unit=Unit.FLAG)
def is_counted_seriously_ill(counts: Flag, serious_illness: Flag) -> Flag:
    return all_of(counts, serious_illness)


@household("货币财产人均限额", unit=Unit.YUAN, clause=ARTICLE_14)
def ordinary_deposit_limit(deposit_limit: Yuan, deposit_limit_months: Count, allowance_standard: Yuan) -> Yuan:
    by_months = or_else(deposit_limit_months, 0) * allowance_standard
    return where(is_set(deposit_limit), or_else(deposit_limit, 0), by_months)


@household("本户适用的货币财产人均限额", unit=Unit.YUAN, clause=ARTICLE_14)
def deposit_limit_a_head(
    ordinary_deposit_limit: Yuan, deposit_limit_serious_illness: Yuan, is_counted_seriously_ill: Count
) -> Yuan:
    ill = all_of(is_set(deposit_limit_serious_illness), below(0, is_counted_seriously_ill))
    return where(ill, or_else(deposit_limit_serious_illness, 0), ordinary_deposit_limit)


@household("货币财产限额", unit=Unit.YUAN, clause=ARTICLE_14, shows="{deposit_limit_working}")
def deposit_limit_of_household(deposit_limit_a_head: Yuan, members: Count) -> Yuan:
    return deposit_limit_a_head * members


@household("货币财产超限", unit=Unit.FLAG, clause=ARTICLE_14)
def is_deposit_over(counted_deposits: Yuan, deposit_limit_of_household: Yuan) -> Flag:
    return over(deposit_limit_of_household, counted_deposits)


@person("机动车辆", unit=Unit.COUNT, clause=ARTICLE_14, shows="{vehicles_working}")
def counted_vehicles(counts: Flag, vehicles: Count) -> Count:
    return where(counts, vehicles, 0)


@person("超过限值的机动车辆", unit=Unit.FLAG, clause=ARTICLE_14)
def has_too_dear_vehicle(counts: Flag, dearest_vehicle: Yuan, vehicle_value_limit: Yuan) -> Flag:
    return all_of(counts, over(vehicle_value_limit, dearest_vehicle))


def not_exempt(exempt: Flag, vehicles: Count) -> Count:
    """How many vehicles of a use count against the household."""
    return where(exempt, 0, vehicles)


@person("不予豁免的代步车辆", unit=Unit.COUNT, clause=ARTICLE_14)
def riding_vehicles(
    vehicles_ordinary: Count,
    vehicles_disability_cart: Count,
    vehicles_motorcycle: Count,
    vehicle_exempt_uses_ordinary: Flag,
    vehicle_exempt_uses_disability_cart: Flag,
    vehicle_exempt_uses_motorcycle: Flag,
) -> Count:
    ordinary = not_exempt(vehicle_exempt_uses_ordinary, vehicles_ordinary)
    carts = not_exempt(vehicle_exempt_uses_disability_cart, vehicles_disability_cart)
    return ordinary + carts + not_exempt(vehicle_exempt_uses_motorcycle, vehicles_motorcycle)


@person("不予豁免的机动车辆", unit=Unit.COUNT, clause=ARTICLE_14)
def vehicles_not_exempt(
    counts: Flag,
    riding_vehicles: Count,
    vehicles_livelihood: Count,
    vehicles_medical: Count,
    vehicle_exempt_uses_livelihood: Flag,
    vehicle_exempt_uses_medical: Flag,
) -> Count:
    working = not_exempt(vehicle_exempt_uses_livelihood, vehicles_livelihood)
    medical = not_exempt(vehicle_exempt_uses_medical, vehicles_medical)
    return where(counts, riding_vehicles + working + medical, 0)


@household("机动车辆不符合规定", unit=Unit.FLAG, clause=ARTICLE_14)
def is_vehicle_over(
    vehicle_rule: Choice, counted_vehicles: Count, has_too_dear_vehicle: Count, vehicles_not_exempt: Count
) -> Flag:
    return vehicle_refused(vehicle_rule, counted_vehicles, has_too_dear_vehicle, vehicles_not_exempt)


@person("房屋", unit=Unit.COUNT, clause=ARTICLE_14)
def counted_houses(counts: Flag, houses: Count) -> Count:
    return where(counts, houses, 0)


@household("房屋超限", unit=Unit.FLAG, clause=ARTICLE_14)
def is_house_over(counted_houses: Count, house_limit: Count) -> Flag:
    return over(house_limit, counted_houses)


@person("商铺", unit=Unit.COUNT, clause=ARTICLE_14)
def counted_shops(counts: Flag, shops: Count) -> Count:
    return where(counts, shops, 0)


@household("商铺不符合规定", unit=Unit.FLAG, clause=ARTICLE_14)
def is_shop_over(counted_shops: Count, shop_allowed: Flag) -> Flag:
    return all_of(below(0, counted_shops), not_(shop_allowed))


@person("市场主体最大一笔出资", unit=Unit.YUAN, clause=ARTICLE_14, shows="{counted_capital}")
def counted_capital(counts: Flag, largest_capital: Yuan) -> Yuan:
    return where(counts, largest_capital, 0)


@person("市场主体出资超限", unit=Unit.FLAG, clause=ARTICLE_14)
def has_too_large_capital(counted_capital: Yuan, business_capital_limit: Yuan) -> Flag:
    return over(business_capital_limit, counted_capital)


@household("市场主体登记不符合规定", unit=Unit.FLAG, clause=ARTICLE_14)
def is_business_over(has_too_large_capital: Count) -> Flag:
    return below(0, has_too_large_capital)


@household("家庭财产超过规定", unit=Unit.FLAG, clause=ARTICLE_14)
def is_over_property(
    is_deposit_over: Flag, is_vehicle_over: Flag, is_house_over: Flag, is_shop_over: Flag, is_business_over: Flag
) -> Flag:
    return any_of(is_deposit_over, is_vehicle_over, is_house_over, is_shop_over, is_business_over)


@obligor("义务人不予豁免的代步车辆", unit=Unit.COUNT)
def obligor_riding_vehicles(
    obligor_vehicles_ordinary: Count,
    obligor_vehicles_disability_cart: Count,
    obligor_vehicles_motorcycle: Count,
    vehicle_exempt_uses_ordinary: Flag,
    vehicle_exempt_uses_disability_cart: Flag,
    vehicle_exempt_uses_motorcycle: Flag,
) -> Count:
    ordinary = not_exempt(vehicle_exempt_uses_ordinary, obligor_vehicles_ordinary)
    carts = not_exempt(vehicle_exempt_uses_disability_cart, obligor_vehicles_disability_cart)
    return ordinary + carts + not_exempt(vehicle_exempt_uses_motorcycle, obligor_vehicles_motorcycle)


@obligor("义务人不予豁免的机动车辆", unit=Unit.COUNT)
def obligor_vehicles_not_exempt(
    obligor_riding_vehicles: Count,
    obligor_vehicles_livelihood: Count,
    obligor_vehicles_medical: Count,
    vehicle_exempt_uses_livelihood: Flag,
    vehicle_exempt_uses_medical: Flag,
) -> Count:
    working = not_exempt(vehicle_exempt_uses_livelihood, obligor_vehicles_livelihood)
    return obligor_riding_vehicles + working + not_exempt(vehicle_exempt_uses_medical, obligor_vehicles_medical)


@obligor("义务人机动车辆不符合规定", unit=Unit.FLAG)
def is_obligor_vehicle_over(
    vehicle_rule: Choice,
    obligor_vehicles: Count,
    obligor_dearest_vehicle: Yuan,
    vehicle_value_limit: Yuan,
    obligor_vehicles_not_exempt: Count,
) -> Flag:
    too_dear = where(over(vehicle_value_limit, obligor_dearest_vehicle), 1, 0)
    return vehicle_refused(vehicle_rule, obligor_vehicles, too_dear, obligor_vehicles_not_exempt)


@obligor("义务人货币财产超限", unit=Unit.FLAG)
def is_obligor_deposit_over(obligor_deposits: Yuan, ordinary_deposit_limit: Yuan, obligor_members: Count) -> Flag:
    return over(ordinary_deposit_limit * obligor_members, obligor_deposits)


@obligor("义务人商铺、市场主体不符合规定", unit=Unit.FLAG)
def is_obligor_business_over(
    obligor_shops: Count, shop_allowed: Flag, obligor_largest_capital: Yuan, business_capital_limit: Yuan
) -> Flag:
    shop = all_of(below(0, obligor_shops), not_(shop_allowed))
    return any_of(shop, over(business_capital_limit, obligor_largest_capital))


@obligor("义务人家庭财产超过规定", unit=Unit.FLAG)
def is_obligor_over_property(
    is_obligor_deposit_over: Flag,
    is_obligor_vehicle_over: Flag,
    obligor_houses: Count,
    house_limit: Count,
    is_obligor_business_over: Flag,
) -> Flag:
    houses = over(house_limit, obligor_houses)
    return any_of(is_obligor_deposit_over, is_obligor_vehicle_over, houses, is_obligor_business_over)
