"""Rendering what has changed, in as many processes as asked for.

Each process takes every n-th output and stages the files it finds different; only short answers travel back.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path

from generator.build.parts import stage_large
from generator.build.place import Place
from generator.plan.output import Checksums, Copy, Joined, Planned
from generator.render.house import House

Advance = Callable[[int], None]
REPORT_EVERY = 200
FEW = 400
"""Up to so many outputs, starting processes costs more than it saves."""


class RenderError(Exception):
    """A page could not be rendered; the text names the page and the reason."""


def stage_changed(outputs: Sequence[Planned], house: House, place: Place, jobs: int, advance: Advance) -> list[str]:
    """Renders `outputs` and stages those whose bytes differ from the site's; returns the staged paths, sorted.

    Raises:
        RenderError: a template or a renderer failed; nothing of the site has been touched.
    """
    forks = "fork" in multiprocessing.get_all_start_methods()
    first = [output for output in outputs if not isinstance(output, Checksums)]
    last = [output for output in outputs if isinstance(output, Checksums)]  # sums of what the others are by then
    if forks and jobs > 1 and len(first) > FEW:
        staged = _in_processes(first, house, place, jobs, advance)
    else:
        staged = _in_turn(first, house, place, advance)
    return sorted([*staged, *_in_turn(last, house, place, advance)])


def _in_turn(outputs: Sequence[Planned], house: House, place: Place, advance: Advance) -> list[str]:
    staged = []
    for output in outputs:
        if _stage(output, house, place):
            staged.append(output.path)
        advance(1)
    return staged


def _in_processes(outputs: Sequence[Planned], house: House, place: Place, jobs: int, advance: Advance) -> list[str]:
    context = multiprocessing.get_context("fork")
    workers, pipes = [], []
    for number in range(jobs):
        ours, theirs = context.Pipe(duplex=False)
        share = outputs[number::jobs]
        worker = context.Process(target=_work, args=(share, house, place, theirs), daemon=True)
        worker.start()
        theirs.close()
        workers.append(worker)
        pipes.append(ours)
    staged: list[str] = []
    try:
        _collect(pipes, staged, advance)
    finally:
        for worker in workers:
            if pipes:
                worker.terminate()
            worker.join()
    return staged


def _collect(pipes: list[Connection], staged: list[str], advance: Advance) -> None:
    """Reads the workers' answers until each has said that it is done."""
    while pipes:
        for pipe in wait(pipes):
            assert isinstance(pipe, Connection)
            try:
                done, paths, error = pipe.recv()
            except EOFError:
                raise RenderError("a render process ended early") from None
            if error:
                raise RenderError(error)
            advance(done)
            staged.extend(paths)
            if not done:
                pipes.remove(pipe)


def _work(share: Sequence[Planned], house: House, place: Place, pipe: Connection) -> None:
    """Sends (outputs done, staged paths, error text) now and then; a zero ends the share."""
    done, staged = 0, []
    try:
        for output in share:
            if _stage(output, house, place):
                staged.append(output.path)
            done += 1
            if done == REPORT_EVERY:
                pipe.send((done, staged, ""))
                done, staged = 0, []
        if done:
            pipe.send((done, staged, ""))
        pipe.send((0, [], ""))
    except RenderError as error:
        pipe.send((0, [], str(error)))
    except OSError as error:
        pipe.send((0, [], f"{error.filename or place.staging}: {error.strerror or error}"))


def _stage(output: Planned, house: House, place: Place) -> bool:
    """Writes one output to staging if its bytes differ from what the site has."""
    try:
        if isinstance(output, Joined | Checksums):
            return stage_large(output, house, place)
        content = output.source.read_bytes() if isinstance(output, Copy) else output.content(house)
    except Exception as error:
        raise RenderError(f"{output.path}: {type(error).__name__}: {error}") from error
    if _same(place.site / output.path, content):
        return False
    target = place.staging / output.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return True


def _same(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False
