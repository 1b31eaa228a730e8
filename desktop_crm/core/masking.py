"""Whether what is read at this moment is masked, because others can see the screen (P-05, presentation mode)."""

from contextvars import ContextVar

masked: ContextVar[bool] = ContextVar("masked", default=False)  # a database sets it for each of its reads
