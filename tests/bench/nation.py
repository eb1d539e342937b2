"""An invented nation as a snapshot: millions of households written by DuckDB, alike for the same numbers."""

import json
from dataclasses import asdict
from pathlib import Path

import duckdb

from doudi.engine.snapshot import DESCRIPTION, Batch, read
from doudi.engine.tables import FLOWS, HOUSEHOLDS, OBLIGORS, PERSONS, SUPPORTS, Shape

SHAPE = Shape("subsistence_allowance", is_single_application=False, has_grace=False)
DIVISION = "140502100"
# A number from 0 up to `n`, the same for the same key and salt.
MACROS = "CREATE OR REPLACE MACRO any_of(key, salt, n) AS CAST(hash(key * 1000 + salt) % n AS BIGINT)"
PEOPLE = """
CREATE OR REPLACE TABLE people AS
SELECT household, household * 1000 + number AS person, number
FROM (SELECT range AS household FROM range({first}, {first} + {households})), range(0, 7) numbers(number)
WHERE number <= CASE WHEN any_of(household, 1, 100) < 38 THEN 0 WHEN any_of(household, 1, 100) < 65 THEN 1
    WHEN any_of(household, 1, 100) < 82 THEN 2 WHEN any_of(household, 1, 100) < 92 THEN 3
    ELSE 3 + any_of(household, 2, 4) END
"""
TABLES = {
    HOUSEHOLDS: """
SELECT range AS household, 'none' AS already, 0::BIGINT AS base_before, 'home' AS support_mode, 'full' AS self_care_level,
    NULL::BIGINT AS grace_since, NULL::VARCHAR AS tier, '140502100' AS division
FROM range({first}, {first} + {households})""",
    PERSONS: """
SELECT household, person,
    CASE number WHEN 0 THEN 'head' WHEN 1 THEN 'spouse' ELSE ['child', 'child', 'parent', 'child_in_law', 'grandchild']
        [1 + any_of(person, 3, 5)] END AS relation,
    (CASE WHEN number < 2 THEN 1936 + any_of(person, 4, 60) ELSE 1940 + any_of(person, 4, 86) END) * 10000
        + (1 + any_of(person, 5, 12)) * 100 + 1 + any_of(person, 6, 28) AS born,
    any_of(person, 7, 100) < 88 AS lives_with,
    CASE WHEN any_of(person, 8, 100) < 12 THEN ['physical', 'visual', 'hearing', 'intellectual', 'mental']
        [1 + any_of(person, 9, 5)] ELSE 'none' END AS disability_kind,
    CASE WHEN any_of(person, 8, 100) < 12 THEN 1 + any_of(person, 10, 4) ELSE 0 END AS disability_grade,
    any_of(person, 11, 100) < 8 AS serious_illness,
    CASE WHEN any_of(person, 12, 100) < 15 THEN 'compulsory' WHEN any_of(person, 12, 100) < 18 THEN 'undergraduate'
        ELSE 'none' END AS study,
    any_of(person, 13, 100) < 80 AS independent,
    CASE WHEN any_of(person, 14, 1000) < 6 THEN 'in_prison' WHEN any_of(person, 14, 1000) < 9 THEN 'missing'
        ELSE 'none' END AS absence,
    20240101::BIGINT AS absence_since, CASE WHEN any_of(person, 15, 200) = 0 THEN 3 ELSE 0 END AS refused_work,
    any_of(person, 16, 100) < 2 AS veteran, number = 0 AS is_applicant,
    CASE WHEN any_of(person, 17, 3) = 0 THEN any_of(person, 18, 3000000) ELSE 0 END AS deposits,
    CASE WHEN number = 0 AND any_of(person, 19, 10) < 8 THEN 1 + any_of(person, 20, 20) // 19 ELSE 0 END AS houses,
    CASE WHEN any_of(person, 21, 500) = 0 THEN 1 ELSE 0 END AS shops,
    CASE WHEN any_of(person, 22, 25) = 0 THEN 1 ELSE 0 END AS vehicles,
    CASE WHEN any_of(person, 22, 25) = 0 THEN any_of(person, 23, 5000000) ELSE 0 END AS dearest_vehicle,
    0::BIGINT AS largest_capital,
    CASE WHEN any_of(person, 22, 50) = 0 THEN 1 ELSE 0 END AS vehicles_ordinary, 0::BIGINT AS vehicles_disability_cart,
    CASE WHEN any_of(person, 22, 50) = 25 THEN 1 ELSE 0 END AS vehicles_motorcycle, 0::BIGINT AS vehicles_livelihood,
    0::BIGINT AS vehicles_medical
FROM people""",
    FLOWS: """
SELECT household, person, kind, any_of(person, 30 + number, 1500000) AS a_year,
    CASE WHEN kind = 0 AND any_of(person, 32, 10) = 0 THEN 2026 * 12 + any_of(person, 33, 11) END AS since
FROM (SELECT household, person, flow.number,
        [0, 0, 1, 2, 5, 6, 6, 7, 9, 13, 16, 19, 21, 22, 23, 26, 27][1 + any_of(person, 40 + flow.number, 17)]::BIGINT AS kind
    FROM people, range(0, 4) flow(number) WHERE flow.number < any_of(person, 29, 4))""",
    OBLIGORS: """
SELECT household, person AS obligor, 19650101 + any_of(person, 50, 30) * 10000 AS obligor_born,
    1 + any_of(person, 51, 4) AS obligor_members, any_of(person, 52, 12000000) AS obligor_income_a_year,
    CASE WHEN any_of(person, 53, 2) = 0 THEN any_of(person, 54, 30000) END AS agreed_support, 1::BIGINT AS people_supported,
    true AS is_of_applicant, false AS is_extreme_hardship, any_of(person, 55, 20) = 0 AS is_allowance_recipient,
    any_of(person, 56, 30) = 0 AS is_severely_disabled, false AS is_intellectual_mental_3, false AS is_incapable,
    false AS is_missing, any_of(person, 57, 100) = 0 AS is_in_prison, 0::BIGINT AS obligor_deposits,
    1::BIGINT AS obligor_houses, 0::BIGINT AS obligor_shops, 0::BIGINT AS obligor_vehicles,
    0::BIGINT AS obligor_dearest_vehicle, 0::BIGINT AS obligor_largest_capital, 0::BIGINT AS obligor_vehicles_ordinary,
    0::BIGINT AS obligor_vehicles_disability_cart, 0::BIGINT AS obligor_vehicles_motorcycle,
    0::BIGINT AS obligor_vehicles_livelihood, 0::BIGINT AS obligor_vehicles_medical
FROM people WHERE number = 0 AND any_of(person, 58, 100) < 20""",
    SUPPORTS: """
SELECT household, person AS obligor, person FROM people WHERE number = 0 AND any_of(person, 58, 100) < 20""",
}


def write(folder: Path, households: int, *, most: int) -> list[Batch]:
    """A snapshot of so many households in batches of at most so many; 2.3 persons and 3.5 flows in each on average."""
    database = duckdb.connect(config={"memory_limit": "1500MB"})
    database.execute(MACROS)
    for number, first in enumerate(range(1, households + 1, most)):
        size = min(most, households + 1 - first)
        batch = Batch(folder / f"{number:05d}", DIVISION[:6], "urban", SHAPE, (DIVISION,), size)
        batch.folder.mkdir(parents=True)
        database.execute(PEOPLE.format(first=first, households=size))
        for table, rows in TABLES.items():
            made = rows.format(first=first, households=size)
            database.execute(f"COPY ({made}) TO '{batch.file(table)}' (FORMAT parquet, COMPRESSION zstd)")
        told = asdict(batch) | {"divisions": [DIVISION]}
        del told["folder"]
        (batch.folder / DESCRIPTION).write_text(json.dumps(told))
    return read(folder)


RIVAL = """
WITH flows AS (
    SELECT person,
        sum(a_year) FILTER (kind = 0) AS wage, sum(a_year) FILTER (kind = 1) AS business,
        sum(a_year) FILTER (kind BETWEEN 2 AND 5) AS property,
        sum(a_year) FILTER (kind IN (6, 8, 10, 11, 12, 13)) AS transfer, sum(a_year) FILTER (kind = 9) AS received,
        sum(a_year) FILTER (kind IN (25, 26, 27)) AS taxes
    FROM flows_file GROUP BY person),
fees AS (
    SELECT person, sum(CASE WHEN obligor_born > 20081102 OR is_extreme_hardship OR is_allowance_recipient
            OR is_severely_disabled OR is_incapable OR is_missing OR is_in_prison THEN 0
        ELSE coalesce(agreed_support, 0) * 12 // people_supported END) AS fee
    FROM obligors_file JOIN supports_file USING (obligor) GROUP BY person),
persons AS (
    SELECT *, (20261102 - born) // 10000 AS age,
        absence IN ('in_prison', 'compulsory_isolation', 'missing')
            OR (absence = 'clergy_away' AND (20261102 - absence_since) // 10000 >= 3) AS is_out,
        relation IN ('head', 'spouse') OR (relation = 'child' AND ((20261102 - born) // 10000 < 18 OR NOT independent
                OR study IN ('compulsory', 'senior_high', 'secondary_vocational', 'undergraduate')))
            OR (lives_with AND relation IN ('child', 'parent', 'parent_in_law', 'grandchild', 'grandparent', 'sibling'))
            AS is_own
    FROM persons_file),
grown AS (
    SELECT household, bool_or(relation = 'child' AND age >= 18 AND is_own AND NOT is_out) AS has_grown FROM persons GROUP BY 1),
counted AS (
    SELECT persons.*, coalesce(wage, 0) AS wage, coalesce(taxes, 0) AS taxes,
        coalesce(wage, 0) + coalesce(business, 0) + coalesce(property, 0) + coalesce(transfer, 0)
            + greatest(coalesce(received, 0), coalesce(fee, 0)) AS gross
    FROM persons JOIN grown USING (household) LEFT JOIN flows USING (person) LEFT JOIN fees USING (person)
    WHERE NOT is_out AND (is_own OR (relation = 'child_in_law' AND lives_with AND has_grown))),
added AS (
    SELECT household, count(*) AS members,
        sum((gross - least(gross, taxes)) * 10 - least((gross - least(gross, taxes)) * 10, wage))::BIGINT AS income,
        sum(deposits)::BIGINT AS deposits, sum(houses)::BIGINT AS houses, sum(shops)::BIGINT AS shops,
        sum(vehicles_ordinary + vehicles_motorcycle + vehicles_livelihood + vehicles_medical)::BIGINT AS vehicles,
        sum(vehicles)::BIGINT AS all_vehicles,
        count(*) FILTER (largest_capital > 0) AS capital, count(*) FILTER (refused_work >= 3) AS refused,
        sum(CASE WHEN age >= 70 OR age < 18 THEN 10000 ELSE 0 END)::BIGINT AS supplement
    FROM counted GROUP BY household),
judged AS (
    SELECT *, deposits > members * 1896000 OR (all_vehicles > 0 AND vehicles > 0) OR houses > 1 OR shops > 0 OR capital > 0 AS is_over,
        income < members * 948000 * 10 AS is_below, income < members * 1422000 * 10 AS is_edge
    FROM added)
SELECT household_file.household, coalesce(CASE WHEN is_below AND NOT is_over THEN 'eligible' WHEN is_edge AND NOT is_over
        THEN 'low_income_edge' END, 'not_eligible') AS outcome,
    coalesce(CASE WHEN is_below AND NOT is_over THEN
        (((members * 9480000 - income) * (members - refused) + 12000 * members - 1) // (12000 * members)) * 100 END, 0) AS base,
    coalesce(CASE WHEN is_below AND NOT is_over THEN supplement END, 0) AS supplement_paid,
    coalesce(members, 0) AS people, (2 * income + 120 * members) // (240 * members) AS head_income,
    coalesce(is_below, false) AS is_below, coalesce(is_over, false) AS is_over
FROM household_file LEFT JOIN judged USING (household)
"""
COLUMNS_READ = """
SELECT (SELECT count(*) FROM household_file WHERE already <> ''),
    (SELECT sum(born) + count(relation) + count(*) FILTER (lives_with) + sum(disability_grade) + count(study)
        + count(*) FILTER (independent) + count(absence) + sum(absence_since) + sum(refused_work) + sum(deposits)
        + sum(houses) + sum(shops) + sum(vehicles) + sum(largest_capital) + sum(vehicles_ordinary)
        + sum(vehicles_motorcycle) + sum(household) + sum(person) FROM persons_file),
    (SELECT sum(person) + sum(kind) + sum(a_year) FROM flows_file)
"""
