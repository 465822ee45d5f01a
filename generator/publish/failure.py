"""Why a site was not published, as values: the words are in the interface strings, section ``publish``."""

from __future__ import annotations

from generator.language import strings


class PublishError(Exception):
    """The target is as it was, or a later run finishes it; `text` names the sentence that says what is wrong."""

    def __init__(self, text: str, **values: object) -> None:
        self.text, self.values = text, values
        super().__init__(self.said("en"))

    def said(self, lang: str) -> str:
        """What is wrong and how to mend it, in one sentence or two."""
        return str(strings(lang).publish.failure[self.text]).format(**self.values)
