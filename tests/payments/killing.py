"""Killing a process before its n-th statement: the work runs in a fork that ends itself with SIGKILL."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from django.db import connection


class Killer:
    """Counts statements and commits of this connection, and kills the process just before number `at`."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def tick(self) -> None:
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.tick()
        return execute(sql, params, many, context)


def in_a_fork(work: Callable[[], object], *, kill_at: int = 0) -> int | None:
    """Do the work in a process of its own; how many statements it took, or None when it was killed before the end."""
    connection.close()
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        _work(work, Killer(kill_at), reader, writer)
    os.close(writer)
    with os.fdopen(reader) as said:
        told = said.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return None
    assert os.waitstatus_to_exitcode(status) == 0, told
    return int(told)


def _work(work: Callable[[], object], killer: Killer, reader: int, writer: int) -> None:
    """Never returns: what belongs to the tests' own process must not run twice."""
    os.close(reader)
    code, told = 1, ""
    try:
        connection.ensure_connection()
        commit = connection.connection.commit

        def counted_commit() -> None:
            killer.tick()
            commit()

        connection.connection.commit = counted_commit
        with connection.execute_wrapper(killer):
            work()
        code, told = 0, str(killer.count)
    except BaseException as trouble:
        told = repr(trouble)
    finally:
        os.write(writer, told.encode())
        sys.stdout.flush()
        os._exit(code)
