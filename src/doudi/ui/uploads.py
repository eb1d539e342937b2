"""Keeps uploads in memory, bounded: no plain copy of a citizen's paper lies in a temporary folder."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

FILE_LIMIT = 20 * 1024 * 1024
REQUEST_LIMIT = 60 * 1024 * 1024


class BoundedMemoryUploadHandler(FileUploadHandler):
    """Holds each file up to FILE_LIMIT and all files of a request up to REQUEST_LIMIT.

    What is larger is counted but not kept: the file arrives empty with its true size, so that the form can answer
    in words at the field (`doudi.ui.fields.UploadsField`).
    """

    chunk_size = 256 * 1024

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._kept: BytesIO | None = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._kept is None:
            return
        self._held += len(raw_data)
        if start + len(raw_data) > FILE_LIMIT or self._held > REQUEST_LIMIT:
            self._held -= start + len(raw_data)
            self._kept = None
            return
        self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        kept = self._kept or BytesIO()
        kept.seek(0)
        size = file_size if self._kept is not None else max(file_size, FILE_LIMIT + 1)
        return InMemoryUploadedFile(
            file=kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
