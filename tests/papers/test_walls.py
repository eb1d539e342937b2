"""The second wall: a town's role reads and issues its own papers, sees no other's, and changes none."""

import pytest
from django.db import DatabaseError, connection, transaction

from doudi.papers import queries
from doudi.papers.models import Counter, FileBody, Paper, PaperBody, StoredFile
from papers.issuing import OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE, issued, kept, seeing

pytestmark = pytest.mark.django_db


def seen() -> int:
    return sum(model.objects.count() for model in (Paper, PaperBody, StoredFile, FileBody))


@pytest.mark.parametrize("area", [TOWN, VILLAGE])
def test_a_town_and_its_village_issue_read_and_replace_their_own(area: str) -> None:
    with seeing(area):
        paper, file = issued(), kept()
        issued(replaces=paper)
        assert queries.paper(paper.number) is not None
        assert queries.file(file.key) is not None
    assert seen() == 6


@pytest.mark.parametrize("area", [OTHER_TOWN, OTHER_VILLAGE, "", "140502", f"{VILLAGE[:-1]}"])
def test_nobody_sees_another_towns_papers(area: str) -> None:
    paper, file = issued(), kept()
    with seeing(area):
        assert seen() == 0
        assert queries.paper(paper.number) is None
        assert queries.file(file.key) is None


def test_a_district_post_sees_all() -> None:
    issued()
    kept()
    with seeing("", "doudi_web_district"):
        assert seen() == 4


def test_nobody_issues_into_another_town() -> None:
    with pytest.raises(DatabaseError, match="row-level security"), seeing(OTHER_TOWN):
        issued()
    with pytest.raises(DatabaseError, match="row-level security"), seeing(OTHER_TOWN):
        kept()


def test_whoever_scans_a_code_learns_the_standing_and_nothing_else() -> None:
    paper = issued()
    with seeing(""):
        assert queries.verdict(paper.token) is queries.Verdict.AGREES
        assert queries.verdict("x" * 22) is queries.Verdict.UNKNOWN
        assert seen() == 0


@pytest.mark.parametrize(
    "sql",
    [
        "update papers_paper set by_name = 'x'",
        "update papers_paper set town = '140502001'",
        "delete from papers_paper",
        "truncate papers_paper cascade",
        "update papers_paperbody set pdf = ''",
        "delete from papers_storedfile",
        "update papers_filebody set body = ''",
        "delete from papers_counter",
    ],
)
@pytest.mark.parametrize("role", ["doudi_web", "doudi_web_district"])
def test_the_web_roles_change_nothing(sql: str, role: str) -> None:
    issued()
    kept()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), seeing(TOWN, role):  # noqa: SIM117
        with connection.cursor() as cursor:
            cursor.execute(sql)
    assert seen() == 4
    assert Counter.objects.count() == 1
