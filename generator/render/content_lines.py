"""Content lines, the text form that vCard (RFC 6350) and iCalendar (RFC 5545) share."""

from __future__ import annotations

from collections.abc import Iterable


def content_lines(lines: Iterable[str]) -> bytes:
    """The lines in UTF-8, folded after at most 75 octets, never inside a character (RFC 6350, 3.2; RFC 5545, 3.1)."""
    return b"".join(map(_folded, lines))


def escaped(text: str) -> str:
    """A text value: backslash, comma, semicolon and line breaks (RFC 6350, 3.4; RFC 5545, 3.3.11)."""
    plain = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return "\\n".join(plain.splitlines())


def one_line(text: str) -> str:
    """A value that is not escaped, such as an address, without line breaks."""
    return "".join(text.splitlines())


def _folded(line: str) -> bytes:
    rows, row = [], b""
    for character in line:
        octets = character.encode()
        if len(row) + len(octets) > 75:
            rows.append(row)
            row = b" "
        row += octets
    return b"\r\n".join([*rows, row]) + b"\r\n"
