"""Content lines, the text form that vCard (RFC 6350) and iCalendar (RFC 5545) share."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 75
"""Octets of a line, the blank before a continued one included."""


def content_lines(lines: Iterable[str]) -> bytes:
    """The lines in UTF-8, those over `LONGEST` octets folded, never within a character (RFC 6350, 3.2; 5545, 3.1)."""
    return b"".join(map(_folded, lines))


def escaped(text: str) -> str:
    """A text value: backslash, comma, semicolon and line breaks (RFC 6350, 3.4; RFC 5545, 3.3.11)."""
    plain = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return "\\n".join(plain.splitlines())


def one_line(text: str) -> str:
    """A value that is not escaped, such as an address, without line breaks."""
    return "".join(text.splitlines())


def _folded(line: str) -> bytes:
    octets = line.encode()
    if len(octets) <= LONGEST:
        return octets + b"\r\n"
    end = _cut(octets, LONGEST)
    rows = [octets[:end]]
    while end < len(octets):
        start, end = end, _cut(octets, end + LONGEST - 1)
        rows.append(octets[start:end])
    return b"\r\n ".join(rows) + b"\r\n"


def _cut(octets: bytes, end: int) -> int:
    """Where the character begins that `end` falls into."""
    while end < len(octets) and octets[end] & 0xC0 == 0x80:
        end -= 1
    return min(end, len(octets))
