"""How many list pages a client may open in a minute: enough to read, too few to copy the district (S35)."""

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

PAGES_A_MINUTE = 60


def too_many(request: HttpRequest, at: datetime, *, what: str = "pages", most: int = 0) -> bool:
    """Count this page (or `what` else) against the client's minute; True once the minute is used up."""
    limit: int = most or getattr(settings, "DOUDI_PUBLIC_PAGES_A_MINUTE", PAGES_A_MINUTE)
    key = f"portal-{what}:{client(request)}:{at:%Y%m%d%H%M}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key) > limit


def client(request: HttpRequest) -> str:
    """The address a request came from: behind our own proxies, the one that the outermost of them saw."""
    proxies: int = getattr(settings, "DOUDI_PROXIES", 0)
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(seen) >= proxies:
        return str(seen[-proxies])
    address: str = request.META.get("REMOTE_ADDR", "")
    return address
