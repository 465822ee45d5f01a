"""What the preview last found, for everybody who waits for the next."""

from __future__ import annotations

from threading import Condition

from msgspec import Struct
from msgspec.structs import replace

from generator.problems import Problem


class News(Struct, frozen=True):
    """The state after one look at the files. `number` counts the looks; 0 is before the first has ended.

    With problems that are errors, or `faults` (what articles, templates or settings are wrong in, in sentences), the
    pages are those of the last state that was sound.
    """

    number: int = 0
    problems: tuple[Problem, ...] = ()
    faults: tuple[str, ...] = ()


class Board:
    """Holds the latest news; safe between threads."""

    def __init__(self) -> None:
        self._news = News()
        self._turn = Condition()
        self._closed = False

    @property
    def news(self) -> News:
        return self._news

    @property
    def closed(self) -> bool:
        """Whether no more news will come."""
        return self._closed

    def put(self, news: News) -> None:
        """Takes the news of one more look, and gives them their number."""
        with self._turn:
            self._news = replace(news, number=self._news.number + 1)
            self._turn.notify_all()

    def later_than(self, number: int, seconds: float) -> News:
        """The news once there are later ones than `number`; after so many seconds, those that there are."""
        with self._turn:
            self._turn.wait_for(lambda: self._closed or self._news.number > number, seconds)
            return self._news

    def close(self) -> None:
        with self._turn:
            self._closed = True
            self._turn.notify_all()
