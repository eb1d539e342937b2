"""Finding families by the number of their certificate."""

import re
from uuid import UUID

from django.db.models import QuerySet

from doudi.payments.models import Award

CERTIFICATE = re.compile(r"[A-Z]{1,3}\d{6,}", re.IGNORECASE)


def households_certified(text: str) -> QuerySet[Award, UUID] | None:
    """The keys of the families with that 低保证号 or 特困证号, as a subquery; None where the text is no such number."""
    wanted = "".join(text.split()).upper()
    if not CERTIFICATE.fullmatch(wanted):
        return None
    return Award.objects.filter(certificate_number=wanted).order_by().values_list("household", flat=True)
