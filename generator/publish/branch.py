"""``git:REMOTE#BRANCH``: a branch that holds the site, as hosts of pages want it.

No work tree: what changed is streamed into a repository of our own beside the site, and one commit is pushed. A branch
holds one commit without history, unless `linear` asks for one commit after another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from time import time
from urllib.parse import urlsplit

from msgspec import Struct

from generator.build.place import existing_files
from generator.publish.delivery import Delivery, Sent, Source, bytes_of, plan_changes, plan_whole
from generator.publish.mark import FILE, Mark, read_mark
from generator.publish.program import ProgramError, feed, run
from generator.publish.target import Report

LIVE, NEXT = "refs/lixin/live", "refs/lixin/next"
SHARED_HOSTS = ("github.io", "gitlab.io", "gitee.io", "codeberg.page", "pages.dev")
"""Hosts that name a site themselves; any other name has to be told to them."""

SAFE = ("-c", "protocol.ext.allow=never", "-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=60")
IDENTITY = "Lixin <lixin@localhost>"


class Branch(Struct, frozen=True):
    """`branch` of the repository `remote`; `store` is the folder of our own repository."""

    remote: str
    branch: str
    store: Path
    linear: bool = False

    def held(self) -> AbstractContextManager[None]:
        """No lock: git refuses a push that does not follow what this run has seen."""
        return nullcontext()

    def live(self) -> Mark | None:
        tip = self._fetched()
        return read_mark(self._content(f"{tip}:{FILE}")) if tip else None

    def occupied(self) -> bool:
        return bool(self._tip())

    def send(self, source: Source, mark: Mark, report: Report) -> Sent:
        tip = self._fetched()
        live = read_mark(self._content(f"{tip}:{FILE}")) if tip else None
        touched = source.changed_since(live.stand) if live else None
        if live is not None and touched == [] and live.commit == mark.commit:
            return Sent(0, 0, 0)
        if touched is None:
            plan = plan_whole(existing_files(source.site), self._paths(tip) if tip else ())
        else:
            plan = plan_changes(touched, lambda path: (source.site / path).is_file())
        feed(self._command("fast-import", "--force", "--quiet"), self._stream(source, plan, mark, tip, report))
        lease = f"--force-with-lease=refs/heads/{self.branch}:{tip}"
        self._git("push", "--quiet", lease, "--", self.remote, f"{NEXT}:refs/heads/{self.branch}")
        self._git("update-ref", LIVE, NEXT)
        self._git("-c", "gc.autoDetach=false", "gc", "--auto", "--quiet")
        removed = [path for path in plan.remove if path not in OWN]
        return Sent(len(plan.send), len(removed), bytes_of(source.site, plan.send))

    def _tip(self) -> str:
        """The commit that the branch has at the remote; empty when there is no such branch."""
        self.store.mkdir(parents=True, exist_ok=True)
        self._git("init", "--bare", "--quiet")
        found = self._git("ls-remote", "--", self.remote, f"refs/heads/{self.branch}").split()
        return found[0].decode() if found else ""

    def _fetched(self) -> str:
        """The same, with the commit brought here if another machine made it."""
        tip = self._tip()
        if tip and not self._content(f"{tip}^{{commit}}", "commit"):
            self._git(
                "fetch", "--quiet", "--depth=1", "--no-tags", "--", self.remote, f"+refs/heads/{self.branch}:{LIVE}"
            )
        return tip

    def _paths(self, tip: str) -> list[str]:
        """Every path of the branch that is a file of the site."""
        names = self._git("ls-tree", "-r", "-z", "--name-only", "--full-tree", tip).decode().split("\0")
        return [name for name in names if name and name not in OWN]

    def _stream(self, source: Source, plan: Delivery, mark: Mark, tip: str, report: Report) -> Iterator[bytes]:
        """One commit, in the language of git fast-import."""
        message = f"Publish {mark.commit[:12]}".strip().encode()
        yield b"commit %s\ncommitter %s %d +0000\n" % (NEXT.encode(), IDENTITY.encode(), int(time()))
        yield b"data %d\n%s\n" % (len(message), message)
        if tip and self.linear:
            yield b"from %s\n" % tip.encode()
        elif tip:
            tree = self._git("rev-parse", f"{tip}^{{tree}}").strip()
            yield b'M 040000 %s ""\n' % tree
        for path in plan.remove:
            yield b"D %s\n" % _quoted(path)
        for done, path in enumerate(plan.send, 1):
            yield _file(path, (source.site / path).read_bytes())
            report(done, len(plan.send))
        for path, content in self._own_files(mark):
            yield _file(path, content)

    def _own_files(self, mark: Mark) -> Iterator[tuple[str, bytes]]:
        """What hosts of pages want to know besides the site."""
        yield FILE, mark.written()
        yield ".nojekyll", b""
        address = urlsplit(mark.address)
        host = address.hostname or ""
        if address.path == "/" and not host.endswith(SHARED_HOSTS):
            yield "CNAME", host.encode() + b"\n"

    def _content(self, name: str, kind: str = "blob") -> bytes:
        """The content of an object, empty when it is not here."""
        try:
            return self._git("cat-file", kind, name)
        except ProgramError:
            return b""

    def _git(self, *arguments: str) -> bytes:
        return run(self._command(*arguments))

    def _command(self, *arguments: str) -> tuple[str, ...]:
        return ("git", *SAFE, f"--git-dir={self.store}", *arguments)


OWN = (FILE, ".nojekyll", "CNAME")


def _file(path: str, content: bytes) -> bytes:
    return b"M 100644 inline %s\ndata %d\n%s\n" % (_quoted(path), len(content), content)


def _quoted(path: str) -> bytes:
    """A path as git fast-import reads it, whatever it holds."""
    return b'"' + path.encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'
