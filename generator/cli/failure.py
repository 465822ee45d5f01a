"""How a command ends early: a sentence for the person who typed it, and an exit code."""

from __future__ import annotations

from generator.language import strings


class Failure(Exception):
    """Printed without a traceback. `code` is 1 for a problem of the project, 2 for wrong use."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code

    @classmethod
    def said(cls, lang: str, text: str, code: int = 1, **values: object) -> Failure:
        """The sentence `text` of the interface strings (section ``cli``), with its values filled in."""
        return cls(str(strings(lang).cli[text]).format(**values), code)
