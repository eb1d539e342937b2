"""Gunicorn's settings: a few sync workers, nothing written that could hold a person's data."""

import gc
import os
from pathlib import Path

wsgi_app = "doudi.config.wsgi:application"
worker_class = "sync"
workers = int(os.environ.get("DOUDI_WORKERS", "3"))
timeout = 60
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
accesslog = None  # addresses carry what people searched for
errorlog = "-"
loglevel = "warning"
control_socket_disable = True  # its default place is the user's, shared by every clone
# A worker's heartbeat is a file; on a disk that is busy it would look hung.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def post_worker_init(worker: object) -> None:
    """What a worker loaded stays: it isn't looked through for garbage, and a page's own values are once or twice."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
