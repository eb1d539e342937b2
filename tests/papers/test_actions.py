"""A paper is sealed, kept and replaced; a file is sealed and kept; what is wrong changes nothing."""

import hashlib
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from doudi.law.papers import PaperKind
from doudi.papers import queries
from doudi.papers.actions import MAX_FILES, address_of
from doudi.papers.content import Content
from doudi.papers.models import FileBody, Paper, PaperBody, StoredFile
from doudi.papers.plain import ContentError
from doudi.papers.sealing import Unreadable
from doudi.papers.uploads import PDF, CleanFile, UploadRefused
from papers.issuing import CASE, TOWN, issued, kept
from papers.samples import ALL, GRANT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("content", ALL.values(), ids=lambda content: content.kind)
def test_a_paper_is_issued_and_read_back(content: Content) -> None:
    paper = issued(content.kind, content=content, on=date(2026, 11, 19))
    again = queries.paper(paper.number)
    assert again is not None
    assert again.pdf.startswith(b"%PDF-1.7")
    assert hashlib.sha256(again.pdf).hexdigest() == again.sha256 == paper.sha256
    assert (again.kind, again.object_key, again.town, again.is_current) == (content.kind, CASE, TOWN, True)
    assert again.title == content.kind.title
    assert queries.content_of(paper.number) == content


def test_content_may_come_as_plain_values() -> None:
    paper = issued(PaperKind.GRANT_NOTICE, content=GRANT.as_data())
    assert queries.content_of(paper.number) == GRANT


def test_content_of_another_kind_is_refused() -> None:
    with pytest.raises(ContentError, match="grant_notice"):
        issued(PaperKind.REFUSAL_NOTICE, content=GRANT)
    assert not Paper.objects.exists()


def test_no_name_lies_readable_in_the_tables() -> None:
    issued(PaperKind.GRANT_NOTICE)
    kept("照片里的陈建国".encode())
    with connection.cursor() as cursor:
        for table in ("papers_paper", "papers_paperbody", "papers_storedfile", "papers_filebody"):
            cursor.execute(f"select to_jsonb(t)::text from {table} t")
            said = cursor.fetchone()[0]
            assert "陈建国" not in said
            assert "陈建国".encode().hex() not in said
            assert b"%PDF".hex() not in said


def test_issuing_takes_the_same_statements_however_many_papers_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        with django_assert_num_queries(5):  # savepoint, counter, paper, body, release
            issued()


def test_the_code_on_the_paper_leads_to_its_page() -> None:
    paper = issued()
    assert len(paper.token) == 22
    assert address_of(paper.token).endswith(f"/v/{paper.token}")
    assert issued().token != paper.token


def test_a_replaced_paper_names_its_successor() -> None:
    old = issued(PaperKind.GRANT_NOTICE)
    new = issued(PaperKind.GRANT_NOTICE, replaces=old)
    old.refresh_from_db()
    assert (old.status, old.replaced_by) == (Paper.Status.REPLACED, new)
    with pytest.raises(ValueError, match="not a current paper"):
        issued(PaperKind.GRANT_NOTICE, replaces=old)
    with pytest.raises(ValueError, match="not a current paper"):
        issued(PaperKind.GRANT_NOTICE, replaces=new, object_key="DB-other")


def test_the_verification_page_can_tell_four_things() -> None:
    paper = issued(PaperKind.GRANT_NOTICE)
    whole = queries.paper(paper.number)
    assert whole is not None
    verdict, token = queries.verdict, paper.token
    assert verdict(token) is verdict(token, whole.pdf) is queries.Verdict.AGREES
    assert verdict(token, whole.pdf.replace(b"2026", b"2027", 1)) is queries.Verdict.DIFFERS
    assert verdict("x" * 22) is queries.Verdict.UNKNOWN
    issued(PaperKind.GRANT_NOTICE, replaces=paper)
    assert verdict(token, whole.pdf) is queries.Verdict.REPLACED
    assert [each.sentence for each in queries.Verdict][:2] == ["与系统一致", "已被替换"]
    assert all(each.sentence for each in queries.Verdict)


def test_a_file_is_kept_under_a_key_nobody_can_guess() -> None:
    file = kept(b"pixels")
    again = queries.file(file.key)
    assert again is not None
    assert (again.content, again.media_type, again.label) == (b"pixels", "image/jpeg", "公示栏照片")
    assert again.name == "公示栏照片-20261102.jpg"
    assert file.key.version == 4
    assert queries.file(uuid4()) is None
    assert queries.paper("北石店民低受〔2026〕9号") is None
    assert queries.content_of("北石店民低受〔2026〕9号") is None


def test_a_pdf_is_served_as_pdf() -> None:
    file = kept(clean=CleanFile("核对报告.pdf", PDF, b"%PDF-"), label="信息核对报告")
    again = queries.file(file.key)
    assert again is not None
    assert (again.name, file.size) == ("信息核对报告-20261102.pdf", 5)


def test_sixty_files_a_case() -> None:
    for number in range(MAX_FILES):
        kept(b"%d" % number)
    with pytest.raises(UploadRefused, match="60 个文件"):
        kept()
    assert kept(object_key="DB-other").object_key == "DB-other"


def swap(table: str, column: str) -> None:
    """Exchange the sealed bytes of two rows, as an intruder with the database's own rights might."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(f"alter table {table} disable trigger never_changed")
        cursor.execute(f"update {table} t set {column} = o.{column} from {table} o where o.ctid <> t.ctid")
        cursor.execute(f"alter table {table} enable trigger never_changed")


def test_sealed_bytes_cannot_be_exchanged_between_rows() -> None:
    one, other = issued(), issued()
    swap("papers_paperbody", "pdf")
    for paper in (one, other):
        with pytest.raises(Unreadable, match="无法解密"):
            queries.paper(paper.number)
        assert queries.content_of(paper.number) is not None
    file, _ = kept(b"a"), kept(b"b")
    swap("papers_filebody", "body")
    with pytest.raises(Unreadable):
        queries.file(file.key)


@pytest.mark.parametrize(
    "sql",
    [
        "update papers_paper set by_name = 'x'",
        "update papers_paper set sha256 = ''",
        "delete from papers_paper",
        "update papers_paperbody set pdf = ''",
        "delete from papers_paperbody",
        "update papers_storedfile set label = 'x'",
        "delete from papers_filebody",
    ],
)
def test_what_was_issued_or_kept_stays(sql: str) -> None:
    issued()
    kept()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_replaced_paper_cannot_be_made_current_again() -> None:
    old = issued()
    issued(replaces=old)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Paper.objects.filter(pk=old.pk).update(status="current", replaced_by=None)


def test_status_and_successor_go_together() -> None:
    old, new = issued(), issued()
    for wrong in ({"status": "replaced"}, {"replaced_by": new}):
        with pytest.raises(DatabaseError, match="name_their_successor"), transaction.atomic():
            Paper.objects.filter(pk=old.pk).update(**wrong)


def test_rows_name_themselves() -> None:
    paper, file = issued(), kept()
    assert str(paper) == paper.number
    assert str(PaperBody.objects.get()) == str(paper.pk)
    assert str(StoredFile.objects.get()) == str(FileBody.objects.get()) == str(file.key)


def test_a_name_of_one_kind_stays_with_it() -> None:
    changed = replace(GRANT, signed_by="申海涛")
    assert queries.content_of(issued(PaperKind.GRANT_NOTICE, content=changed).number) == changed
