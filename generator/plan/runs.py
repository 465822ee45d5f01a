"""The rows of open data cut into runs that stay the same when a row comes or goes elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol
from zlib import crc32

from generator.model.keyed import digest_of

MEAN = 128
"""How many rows a run has on average: few, so that little is made again; enough that the runs are not many."""

END = "\U0010ffff"
"""Greater than every id."""


class RowMark(NamedTuple):
    """What must be known of a record to tell whether its rows are still the same.

    `digest` is that of all that open data says of it, but for its status of the day: of a certificate's schedule, the
    change in `place` is in force.
    """

    id: str
    digest: bytes
    place: int = 0
    withdrawn: bool = False


class Run(NamedTuple):
    """The records of one kind whose ids come after `after`, up to `last`, in the order of their ids.

    `facts` is a digest of all that open data says of those not withdrawn, `rows` one that knows their status of the
    day too. `shown` and `withdrawn` count them.
    """

    after: str
    last: str
    facts: bytes
    rows: bytes
    shown: int
    withdrawn: int


class Runs(Protocol):
    """The runs of a registry, and the marks that each is made of."""

    def runs(self, kind: str) -> Sequence[Run]:
        """All runs of one kind, in order; together they leave out no record."""

    def marks(self, kind: str, run: Run) -> Iterable[RowMark]:
        """The marks of one run, by id."""

    def withdrawn(self, kind: str) -> Iterable[RowMark]:
        """The marks of all withdrawn records of one kind, by id."""


def cut(marks: Iterable[RowMark], after: str = "", mean: int = MEAN) -> Iterator[Run]:
    """The runs of marks that come by id and after the id `after`, each of `mean` marks on average.

    An id alone decides whether its run ends with it: adding or taking away another moves no boundary. So a run may be
    of any length; that of ids chosen to end none is only slower.
    """
    held: list[RowMark] = []
    for mark in marks:
        held.append(mark)
        if crc32(mark.id.encode()) % mean == 0:
            yield _run(after, mark.id, held)
            after, held = mark.id, []
    if held:
        yield _run(after, END, held)


def _run(after: str, last: str, marks: Sequence[RowMark]) -> Run:
    shown = [mark for mark in marks if not mark.withdrawn]
    facts = digest_of(b"".join(mark.digest for mark in shown))
    rows = digest_of(b"".join(mark.digest + mark.place.to_bytes(4, "big") for mark in shown))
    return Run(after, last, facts, rows, len(shown), len(marks) - len(shown))
