"""``dir:PATH``: releases side by side, and a link `current` that is moved from one to the next in a single step.

A new release is the oldest one brought up to date, so its cost follows the change and not the size of the site. While
that goes on the tree is called `.next`; what it still holds is told by its own mark. So a run may end at any moment:
the next one finds `.next` and goes on.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.build.place import existing_files
from generator.publish.delivery import Delivery, Sent, Source, bytes_of, plan_changes, plan_whole
from generator.publish.failure import PublishError
from generator.publish.mark import FILE, Mark, read_mark
from generator.publish.siblings import is_sibling
from generator.publish.target import Report
from generator.publish.tree import Tree, clone, place
from generator.render import urls

FEWEST = 2
"""Releases kept at least: the live one, and one to be brought up to date."""

KEPT = 3


def _no_one() -> None:
    pass


class Release(Struct, frozen=True):
    folder: Path
    mark: Mark


class Folder(Struct, frozen=True):
    """The folder `path`, keeping `keep` releases. `waiting` is called once if another publisher is at work."""

    path: Path
    keep: int = KEPT
    compress: bool = True
    waiting: Callable[[], None] = _no_one

    @property
    def current(self) -> Path:
        return self.path / "current"

    @property
    def _releases(self) -> Path:
        return self.path / "releases"

    @property
    def _next(self) -> Path:
        return self._releases / ".next"

    @contextmanager
    def held(self) -> Iterator[None]:
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.waiting()
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def live(self) -> Mark | None:
        return _mark_of(self.current) if self._current_name() else None

    def occupied(self) -> bool:
        return self._current_name() == "" and (self.current.exists() or self.current.is_symlink())

    def releases(self) -> list[Release]:
        """Every whole release, oldest first."""
        found = []
        for folder in self._releases.iterdir() if self._releases.is_dir() else ():
            mark = None if folder.name.startswith(".") else _mark_of(folder)
            if mark is not None:
                found.append(Release(folder, mark))
        return sorted(found, key=lambda release: release.mark.number)

    def send(self, source: Source, mark: Mark, report: Report) -> Sent:
        live = self._live_release()
        if live is not None and live.mark.stand == source.stand and live.mark.compressed == self.compress:
            _write_mark(live.folder, replace(live.mark, commit=mark.commit, published_at=mark.published_at))
            return Sent(0, 0, 0)
        self._releases.mkdir(parents=True, exist_ok=True)
        base = self._workspace(live, report)
        sent = self._catch_up(source, base, live, report)
        numbers = [0, *(release.mark.number for release in self.releases())]
        mark = replace(mark, number=max(numbers) + 1, compressed=self.compress)
        _write_mark(self._next, mark)
        name = self._name(mark)
        self._next.rename(self._releases / name)
        self._point_at(name)
        self._prune()
        return sent

    def roll_back(self, name: str = "") -> Mark:
        """Makes the release `earlier` live again.

        Raises:
            PublishError: as for `earlier`.
        """
        wanted = self.earlier(name)
        self._point_at(wanted.folder.name)
        return wanted.mark

    def earlier(self, name: str = "") -> Release:
        """The release before the live one, or the one called `name`.

        Raises:
            PublishError: there is none, or `current` is not ours to change.
        """
        if self.occupied():
            raise PublishError("no_link", path=self.current)
        live = self._live_release()
        older = [item for item in self.releases() if live is None or item.mark.number < live.mark.number]
        wanted = [item for item in self.releases() if item.folder.name == name] if name else older
        if not wanted:
            raise PublishError("no_such_release" if name else "no_release", name=name, path=self.path)
        return wanted[-1]

    def _current_name(self) -> str:
        """The release that `current` points to; empty when it is no link into the releases."""
        target = self.current.readlink().parts if self.current.is_symlink() else ()
        return target[1] if len(target) == 2 and target[0] == "releases" else ""

    def _live_release(self) -> Release | None:
        name, mark = self._current_name(), self.live()
        return Release(self._releases / name, mark) if name and mark else None

    def _workspace(self, live: Release | None, report: Report) -> Mark | None:
        """Makes `.next` ready and returns its mark: what it holds already, at least."""
        if not self._next.exists():
            idle = [item for item in self.releases() if live is None or item.folder != live.folder]
            if idle and len(idle) + bool(live) >= max(self.keep, FEWEST):
                idle[0].folder.rename(self._next)
        base = _mark_of(self._next)
        if base is not None and base.compressed == self.compress:
            return base
        if self._next.exists():
            shutil.rmtree(self._next)
        self._next.mkdir()
        if live is not None and live.mark.compressed == self.compress:
            self._clone(live, report)
        return _mark_of(self._next)

    def _clone(self, live: Release, report: Report) -> None:
        """One more tree, the first few times: every file of the live release gets a second name."""
        paths = existing_files(live.folder) - {FILE}
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            report(done, len(paths))

        clone(live.folder, self._next, sorted(paths), advance)
        place(f"{live.folder}/{FILE}", f"{self._next}/{FILE}")

    def _catch_up(self, source: Source, base: Mark | None, live: Release | None, report: Report) -> Sent:
        """Brings `.next` from its base to the state of the site; tells what that means against the live release."""

        def standing(path: str) -> bool:
            return (source.site / path).is_file()

        touched = source.changed_since(base.stand) if base else None
        comparable = live if live is not None and live.mark.compressed == self.compress else None
        fresh = source.changed_since(comparable.mark.stand) if comparable else None
        news = None if fresh is None else frozenset(fresh)
        tree = Tree(self._next, source.site, live.folder if live else None, news, self.compress, new=base is None)
        if base is None:
            plan = Delivery(tuple(sorted(existing_files(source.site))), ())
        elif touched is None:
            present = existing_files(self._next) - {FILE}
            site = existing_files(source.site)
            plan = plan_whole(site, {path for path in present if not _belongs(path, site)})
        else:
            plan = plan_changes(touched, standing)
        self._apply(tree, plan, report)
        if live is not None:
            tree.take_assets(f"{urls.ASSETS}{name}" for name in sorted(existing_files(live.folder / urls.ASSETS)))
        shown = plan if fresh is None else plan_changes(fresh, standing)
        return Sent(len(shown.send), len(shown.remove), bytes_of(source.site, shown.send))

    def _apply(self, tree: Tree, plan: Delivery, report: Report) -> None:
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            report(done, len(plan.send))

        tree.remove(plan.remove)
        (tree.put_different if plan.whole else tree.put)(plan.send, advance)

    def _name(self, mark: Mark) -> str:
        when = mark.published_at.translate({ord("-"): None, ord(":"): None})
        name = f"{when}-{mark.commit[:12] or 'local'}"
        return f"{name}-{mark.number}" if (self._releases / name).exists() else name

    def _point_at(self, name: str) -> None:
        """The one step that visitors see."""
        fresh = self.path / ".current"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path("releases") / name)
        if self.current.is_dir() and not self.current.is_symlink():  # taken over: no link can take a folder's place
            self.current.rename(self._emptied_gone())
        fresh.replace(self.current)

    def _emptied_gone(self) -> Path:
        """A name for what is to be removed; what an earlier run left there is gone."""
        condemned = self._releases / ".gone"
        shutil.rmtree(condemned, ignore_errors=True)
        return condemned

    def _prune(self) -> None:
        """Removes releases beyond those kept. Each is renamed first: a half removed one must not pass for whole."""
        condemned = self._emptied_gone()
        live = self._current_name()
        idle = [item for item in self.releases() if item.folder.name != live]
        for item in idle[: max(0, len(idle) + 1 - max(self.keep, FEWEST))]:
            item.folder.rename(condemned)
            shutil.rmtree(condemned, ignore_errors=True)


def _belongs(path: str, site: set[str]) -> bool:
    return is_sibling(path) and path not in site and path.rpartition(".")[0] in site


def _mark_of(folder: Path) -> Mark | None:
    try:
        return read_mark((folder / FILE).read_bytes())
    except OSError:
        return None


def _write_mark(folder: Path, mark: Mark) -> None:
    """Through a file of its own: the mark's inode may be another release's too."""
    fresh = folder / f"{FILE}.new"
    fresh.unlink(missing_ok=True)
    fresh.write_bytes(mark.written())
    fresh.replace(folder / FILE)
