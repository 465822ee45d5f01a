"""A command line that explains itself in the language of its user: help, usage and complaints."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

from generator import language

OF_ALL = {"format": "form of the answer (default: text)"}
"""The help of options that several commands have."""


def wanted_language(arguments: Sequence[str]) -> str:
    """What ``--lang`` asks for, or else LIXIN_LANG; read before anything else, because the help depends on it."""
    for index, text in enumerate(arguments):
        name, equals, value = text.partition("=")
        if name == "--lang":
            value = value if equals else next(iter(arguments[index + 1 :]), "")
            if value in language.LANGUAGES:
                return value
    return "en" if os.environ.get("LIXIN_LANG", "zh").lower().startswith("en") else "zh"


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks `lang`. Every help text is given in English and shown in that language."""

    lang = "en"

    def __init__(self, **options: Any) -> None:
        lang = self.lang
        options["description"] = _said(options.get("description"), lang)
        super().__init__(**options | {"add_help": False})
        self._positionals.title = language.help_word("arguments", lang) or self._positionals.title
        self._optionals.title = language.help_word("options", lang) or self._optionals.title
        self.formatter_class = partial(_Formatter, lang=lang)
        self.add_argument("-h", "--help", action="help", help="show this help message and exit")

    def explain(self, actions: Iterable[argparse.Action] | None = None) -> None:
        """Puts every help text of this parser and of its commands into the parser's language."""
        for action in self._actions if actions is None else actions:
            action.help = _said(action.help or OF_ALL.get(action.dest), self.lang)
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - it has no public name
                listed = action._choices_actions  # noqa: SLF001 - the help of commands is kept nowhere else
                self.explain(listed)
                for said in listed:
                    action.choices[said.dest].description = said.help
                for command in action.choices.values():
                    command.explain()

    def error(self, message: str) -> NoReturn:
        """Says what is wrong with the command line and ends with 2."""
        self.print_usage(sys.stderr)
        form = language.help_word("error", self.lang) or "{program}: error: {message}\n"
        said = language.parse_error(message, self.lang)
        self.exit(2, form.format(program=self.prog, message=said))


class ChineseParser(Parser):
    """The same in Chinese."""

    lang = "zh"


PARSERS: Mapping[str, type[Parser]] = {"zh": ChineseParser, "en": Parser}


class _Formatter(argparse.HelpFormatter):
    def __init__(self, *args: Any, lang: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._prefix = language.help_word("usage", lang)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self._prefix if prefix is None else prefix)


def _said(text: str | None, lang: str) -> str | None:
    return text and language.help_text(text, lang)
