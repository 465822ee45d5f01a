"""What every target can do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from generator.publish.delivery import Sent, Source
from generator.publish.mark import Mark

Report = Callable[[int, int], None]
"""Called with how many files have been sent and how many there are to send."""


class Target(Protocol):
    """A place that shows a site. Until `send` returns, visitors see what they saw before."""

    def held(self) -> AbstractContextManager[None]:
        """Keeps other publishers out for as long as it lasts; they queue."""

    def live(self) -> Mark | None:
        """The mark of what visitors see; None when there is no site."""

    def occupied(self) -> bool:
        """Whether something stands there that is no site of this program."""

    def send(self, source: Source, mark: Mark, report: Report) -> Sent:
        """Brings the target to the state of `source` and leaves `mark` there.

        Raises:
            PublishError, OSError: visitors see what they saw before.
        """
