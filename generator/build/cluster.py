"""The same pieces of work on a Dask cluster: a piece whose worker is lost is done again by another.

What a piece writes it writes whole and under the same name whoever does it, so doing it twice changes nothing.
Needs the extra ``lixin[cluster]``; nothing else imports it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Literal

from generator.build.tasks import Answer, Opened, Piece, TaskError, Work

ANSWER = 10.0
"""Seconds that a scheduler has to answer."""
PATIENCE = 30.0
"""Seconds that a piece may be without any worker to do it."""
AHEAD = 2
"""Pieces that are with the cluster for each thread that it has: one being done and one waiting."""


class ClusterError(Exception):
    """There is no cluster to work with; `why` names the sentence that says so."""

    def __init__(self, why: Literal["cluster_missing", "cluster_unreachable"], address: str) -> None:
        super().__init__(f"{why}: {address}")
        self.why, self.address = why, address


class Cluster:
    """A scheduler that has answered."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def shared_out(self, opened: Opened[Piece, Answer], pieces: Iterable[Piece]) -> Iterator[Answer]:
        """The answers to all pieces, in the order in which they come. `opened`, pieces and answers are pickled.

        Raises:
            TaskError: a piece failed, or there is nobody to do it; no piece is waited for any longer.
        """
        from distributed import wait

        left = iter(pieces)
        waiting: set[Any] = set()
        try:
            while True:
                for piece in self._next(left, len(waiting)):
                    waiting.add(self._client.submit(_answer, opened, piece, pure=False))
                if not waiting:
                    return
                try:
                    found: Any = wait(waiting, timeout=PATIENCE, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]  # typed only in part
                except TimeoutError:
                    self._refuse_silence()
                    continue
                waiting -= found.done
                yield from map(_result, found.done)
        finally:
            self._client.cancel(list(waiting), force=True)

    def _next(self, pieces: Iterator[Piece], waiting: int) -> Iterator[Piece]:
        wanted = max(AHEAD * sum(self._client.nthreads().values()), 1)
        for _ in range(wanted - waiting):
            piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    def _refuse_silence(self) -> None:
        """A piece may take long; but somebody has to be at it."""
        if self._client.status != "running":
            raise TaskError("the scheduler is gone")
        if not self._client.nthreads():
            raise TaskError("the scheduler has no workers")


def refuse_unreachable(address: str) -> None:
    """Sees, without a thread of its own, that a scheduler answers at `address`, such as ``tcp://10.0.0.1:8786``.

    Raises:
        ClusterError: the extra is not installed, or no scheduler answers there.
    """
    import asyncio  # late: most builds have no cluster

    if find_spec("distributed") is None:
        raise ClusterError("cluster_missing", address)
    try:
        if asyncio.run(asyncio.wait_for(_type_at(address), ANSWER)) == "Scheduler":
            return
    except (OSError, TimeoutError, TypeError, ValueError, RuntimeError):
        pass
    raise ClusterError("cluster_unreachable", address)


async def _type_at(address: str) -> object:
    """What the program at an address calls itself. Without a limit of its own: who listens may never answer."""
    from distributed.core import rpc

    async with rpc(address, timeout=ANSWER) as there:  # type: ignore[no-untyped-call]  # typed only in part
        return (await there.identity()).get("type")


@contextmanager
def open_cluster(address: str) -> Iterator[Cluster]:
    """The cluster whose scheduler is at `address`. Threads run until it is closed, so no process is to be forked.

    Raises:
        ClusterError: as `refuse_unreachable`.
    """
    refuse_unreachable(address)
    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said once, by us
    try:
        client: Any = Client(address, timeout=ANSWER)  # type: ignore[no-untyped-call]  # typed only in part
    except (OSError, TimeoutError, ValueError, RuntimeError):
        raise ClusterError("cluster_unreachable", address) from None
    with client:
        yield Cluster(client)


def _result(future: Any) -> Any:
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    try:
        return future.result()
    except TaskError:
        raise
    except KilledWorker as error:
        raise TaskError(f"workers were lost again and again at one piece of work ({error.allowed_failures})") from None
    except CancelledError:
        raise TaskError("the scheduler is gone") from None
    except OSError as error:
        raise TaskError(f"{error.filename or ''}: {error.strerror or error}") from error


def _answer(opened: Opened[Piece, Answer], piece: Piece) -> Answer:
    """Does a piece of work, on a worker."""
    _, work = _open(opened, threading.get_ident())
    answer: Answer = work(piece)
    return answer


@lru_cache(maxsize=16)
def _open(opened: Opened[Any, Any], _thread: int) -> tuple[AbstractContextManager[Any], Work[Any, Any]]:
    """What the work needs, opened once for all pieces of a build that a thread of this worker does."""
    context = opened()
    return context, context.__enter__()
