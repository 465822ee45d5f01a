"""Work shared out among processes: each asks for the next piece when it has done one, and only answers travel back."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar, cast

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")
Work = Callable[[Piece], Answer]
Opened = Callable[[], AbstractContextManager[Work[Piece, Answer]]]
"""Opens what the work needs: called once in each process, in the one it will be done in."""


ENDED = "a process ended early"


class TaskError(Exception):
    """A piece of work could not be done; the text says which and why."""


def pieces_of(items: Iterable[Piece], size: int) -> Iterator[list[Piece]]:
    """The items, so many at a time."""
    left = iter(items)
    return iter(lambda: list(islice(left, size)), [])


def shared_out(opened: Opened[Piece, Answer], pieces: Iterable[Piece], jobs: int) -> Iterator[Answer]:
    """The answers to all pieces, in the order in which they come.

    Raises:
        TaskError: a piece failed, or a process ended early; the others are stopped.
        sqlite3.Error: the database that the work looks into is damaged.
    """
    if jobs > 1 and "fork" in multiprocessing.get_all_start_methods():
        yield from _in_processes(opened, iter(pieces), jobs)
    else:
        try:
            with opened() as work:
                yield from map(work, pieces)
        except OSError as error:
            raise _told(error) from None


def _in_processes(opened: Opened[Piece, Answer], pieces: Iterator[Piece], jobs: int) -> Iterator[Answer]:
    context = multiprocessing.get_context("fork")
    workers: list[Any] = []
    pipes: list[Connection] = []
    gc.freeze()  # the collectors of the processes would look through all that is inherited, and copy it by that
    for _ in range(jobs):
        ours, theirs = context.Pipe()
        worker = context.Process(target=_work, args=(opened, theirs, [*pipes, ours]), daemon=True)
        worker.start()
        theirs.close()
        workers.append(worker)
        pipes.append(ours)
    gc.unfreeze()
    try:
        yield from _dealt(pieces, pipes)
    finally:
        for pipe in pipes:
            pipe.close()
        for worker in workers:
            if pipes:
                worker.terminate()
            worker.join()


def _dealt(pieces: Iterator[Piece], pipes: list[Connection]) -> Iterator[Answer]:
    """Gives each process a piece whenever it has answered; removes the pipes of those that are done."""
    for pipe in pipes:
        _give(pipe, next(pieces, None))
    while pipes:
        for ready in wait(pipes):
            pipe = cast(Connection, ready)
            try:
                answer, error = pipe.recv()
            except (EOFError, ConnectionResetError):
                raise TaskError(ENDED) from None
            if error is not None:
                raise error
            if answer is None:
                pipes.remove(pipe)
                pipe.close()
                continue
            _give(pipe, next(pieces, None))
            yield answer


def _give(pipe: Connection, piece: object) -> None:
    try:
        pipe.send(piece)
    except (BrokenPipeError, ConnectionResetError):
        raise TaskError(ENDED) from None


def _work(opened: Opened[Piece, Answer], pipe: Connection, others: list[Connection]) -> None:
    """Sends (answer, None) for each piece until there is none, then (None, None); or (None, error) and ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the parent, who ends this process and says so
    for other in others:
        other.close()  # so that a process whose parent is gone hears of it
    try:
        with opened() as work:
            while (piece := pipe.recv()) is not None:
                pipe.send((work(piece), None))
        pipe.send((None, None))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except (TaskError, sqlite3.Error) as error:
        pipe.send((None, error))
    except OSError as error:
        pipe.send((None, _told(error)))


def _told(error: OSError) -> TaskError:
    return TaskError(f"{error.filename or ''}: {error.strerror or error}")
