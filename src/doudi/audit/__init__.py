"""办理日志: the append-only log, its chains, its signed digests and its verifier."""

from doudi.audit.actor import Actor

__all__ = ["Actor"]
