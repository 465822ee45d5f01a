"""The icons, drawn for this portal on a 24-unit grid; stroke and size come from the style sheet."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_RING = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z"

SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "valid": "M20.6 9.3A9 9 0 1 1 15.4 3.7M8 11.6l3.4 3.4L21 5",
        "not-yet-valid": _RING + "M12 7.2V12l3.2 2",
        "suspended": _RING + "M9.8 8.8v6.4M14.2 8.8v6.4",
        "revoked": _RING + "M9 9l6 6M15 9l-6 6",
        "cancelled": _RING + "M8 12h8",
        "expired": (
            "M6.5 3h11M6.5 21h11M8 3v3.2c0 1.4.6 2.6 1.7 3.5L12 12l2.3-2.3A4.6 4.6 0 0 0 16 6.2V3"
            "M8 21v-3.2c0-1.4.6-2.6 1.7-3.5L12 12l2.3 2.3a4.6 4.6 0 0 1 1.7 3.5V21"
        ),
        "invalid": (
            "M12 3l7.5 2.8v5.4c0 4.7-3.1 8-7.5 9.8-4.4-1.8-7.5-5.1-7.5-9.8V5.8zM9.6 9.4l4.8 4.8M14.4 9.4l-4.8 4.8"
        ),
        "checking": "M20 12a8 8 0 1 1-2.4-5.7M20 3.5V8h-4.5",
        "unknown": _RING + "M9.6 9.4a2.5 2.5 0 1 1 3.5 2.5c-.8.4-1.1.9-1.1 1.7M12 16.6v.2",
        "unsigned": "M4 20h16M5.5 16.5l9.8-9.8 3 3-9.8 9.8-3.7.7z",
        "withdrawn": "M5 4h14v16H5zM9 10l6 5M15 10l-6 5",
        "copy": "M9 9h11v11H9zM5.5 15H4V4h11v1.5",
        "share": "M12 15V3.5M8 7l4-4 4 4M5 12v8.5h14V12",
        "print": "M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z",
        "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.4 15.4L20.5 20.5",
        "camera": (
            "M4 8h3.500l1.500-2.500h6L16.500 8H20v11H4zM12 10a3.200 3.200 0 1 0 0 6.400 3.200 3.200 0 0 0 0-6.400z"
        ),
        "picture": "M4 5h16v14H4zM4 16l4.500-4.500 3.500 3.500 2.500-2.500L20 17M15.500 8.800v.1",
        "arrow": "M5 12h14M13 6l6 6-6 6",
        "external": "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
        "info": _RING + "M12 11v5.2M12 7.6v.2",
        "flag": "M6 21V4h12l-2.5 4L18 12H6",
        "pin": (
            "M12 21c4.5-4.4 6.8-8 6.8-11A6.8 6.8 0 0 0 5.2 10c0 3 2.3 6.6 6.8 11z"
            "M12 12.300a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600z"
        ),
        "phone": (
            "M5 4h4l1.8 4.6-2.3 1.700a12 12 0 0 0 5.2 5.200l1.7-2.300L20 15v4.200"
            "c0 .5-.4.8-.9.8C11.3 19.6 4.4 12.7 4 4.9 4 4.4 4.5 4 5 4z"
        ),
        "mail": "M3.5 5.500h17v13h-17zM3.5 6.500L12 13l8.5-6.5",
        "globe": _RING + "M3.5 12h17M12 3c2.6 2.7 3.8 5.7 3.8 9S14.6 18.3 12 21c-2.6-2.7-3.8-5.7-3.8-9S9.4 5.7 12 3z",
        "chat": "M4 5h16v11.500h-8L7.5 20v-3.500H4z",
        "play": _RING + "M10.2 8.600l5.2 3.4-5.2 3.400z",
        "award": "M12 3.500a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8.6 13.500L7.5 21l4.5-2.600L16.5 21l-1.1-7.5",
        "card": "M3.5 5.500h17v13h-17zM3.5 9.500h17M7 15h4",
        "calendar": "M4 6h16v14H4zM4 10.500h16M8.5 3.500V8M15.5 3.500V8",
        "building": "M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3",
        "credit_report": "M6 3h8l5 5v13H6zM14 3v5h5M9 12.5h7M9 16.5h5",
        "contract_filing": "M4 20h16M5.5 16.5l9.800-9.8 3 3-9.800 9.8-3.7.700z",
        "credit_management": (
            "M12 3l7.500 2.800v5.4c0 4.700-3.1 8-7.5 9.8-4.4-1.8-7.5-5.1-7.5-9.8V5.800z"
            "M8.500 11.800l2.500 2.5 4.500-4.5"
        ),
        "top": "M12 20V5M6 11l6-6 6 6",
        "tick": "M5 12.500l4.5 4.500L19.5 7",
        "stop": "M8 3h8l5 5v8l-5 5H8l-5-5V8zM8 12h8",
    }
)
"""The path of each icon by its name."""
