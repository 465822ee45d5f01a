"""Work shared out among processes: what becomes of it when one of them is interrupted or killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import active_children
from time import sleep

import pytest

from generator.build.tasks import TaskError, shared_out

JOBS = 3


def opened(work: Callable[[int], int]) -> Callable[[], AbstractContextManager[Callable[[int], int]]]:
    return lambda: nullcontext(work)


def is_interrupted(piece: int) -> int:
    os.kill(os.getpid(), signal.SIGINT)
    return piece


def test_an_interrupt_from_the_keyboard_is_left_to_the_process_that_shares_out() -> None:
    assert sorted(shared_out(opened(is_interrupted), range(20), JOBS)) == list(range(20))


def ends_afterwards(piece: int) -> int:
    """The answer is on its way when the process is killed."""
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    return piece


def test_a_process_that_ends_between_two_pieces_is_an_error() -> None:
    def pieces() -> Iterator[int]:
        yield from range(JOBS)
        while active_children():
            sleep(0.01)
        yield JOBS

    with pytest.raises(TaskError, match="ended early"):
        list(shared_out(opened(ends_afterwards), pieces(), JOBS))
