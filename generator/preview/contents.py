"""The bytes of one planned file, made when they are asked for."""

from __future__ import annotations

from hashlib import sha256

from generator.plan.output import Checksums, Copy, Joined, Planned
from generator.render.house import House


def content_of(planned: Planned, house: House) -> bytes:
    """What a build would write for it.

    Raises:
        Exception: whatever the file's renderer raises; templates may be an operator's own.
    """
    if isinstance(planned, Copy):
        return planned.source.read_bytes()
    if isinstance(planned, Joined):
        return b"".join(planned.join(part.content(house) for part in planned.parts))
    if isinstance(planned, Checksums):
        return "".join(_sum(item, house) for item in planned.files).encode()
    return planned.content(house)


def _sum(planned: Planned, house: House) -> str:
    """A line as `sha256sum` writes it."""
    return f"{sha256(content_of(planned, house)).hexdigest()}  {planned.path.rpartition('/')[2]}\n"
