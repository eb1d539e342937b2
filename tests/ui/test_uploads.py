"""Uploads stay in memory and within bounds."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from doudi.ui import uploads
from doudi.ui.uploads import BoundedMemoryUploadHandler


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds small enough to pass by hand."""
    monkeypatch.setattr(uploads, "FILE_LIMIT", 300_000)
    monkeypatch.setattr(uploads, "REQUEST_LIMIT", 500_000)


def send(**files: bytes) -> HttpRequest:
    sent = {}
    for name, body in files.items():
        file = BytesIO(body)
        file.name = f"{name}.jpg"
        sent[name] = file
    request = RequestFactory().post("/", sent)
    request.upload_handlers = [BoundedMemoryUploadHandler(request)]
    return request


def file_of(request: HttpRequest, name: str) -> "UploadedFile[bytes]":
    found = request.FILES[name]
    assert isinstance(found, UploadedFile)
    return found


@pytest.mark.usefixtures("small")
def test_a_file_within_bounds_arrives_whole() -> None:
    body = bytes(range(256)) * 1000
    file = file_of(send(a=body), "a")
    assert (file.read(), file.size, file.name) == (body, len(body), "a.jpg")
    assert not hasattr(file, "temporary_file_path")


@pytest.mark.usefixtures("small")
def test_a_file_too_large_arrives_empty_with_its_size() -> None:
    request = send(a=b"x" * 700_000, b=b"y" * 100_000)
    assert file_of(request, "a").size == 700_000
    assert file_of(request, "a").read() == b""
    assert file_of(request, "b").read() == b"y" * 100_000


@pytest.mark.usefixtures("small")
def test_all_files_together_are_bounded() -> None:
    request = send(a=b"x" * 290_000, b=b"y" * 290_000)
    assert file_of(request, "a").size == 290_000
    assert file_of(request, "b").read() == b""
    assert (file_of(request, "b").size or 0) > uploads.FILE_LIMIT
