"""What the operator says of the site in `mkdocs.yml`: its name, address and the lines of its footer.

The portal's own settings stand under ``extra.lixin``; name, address and language (``theme.language``) are MkDocs' own
keys. Of the texts in `TRANSLATED` an English one may stand beside each, as ``name_en``; an English site says that. The
file is read without MkDocs, and tags such as ``!!python/name`` are passed over.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from msgspec import Struct
from msgspec.structs import fields

from generator.language import strings

_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)


class SettingsError(Exception):
    """mkdocs.yml is missing, unreadable or lacks what a portal needs; the text says which, in plain English."""

    def __init__(self, text: str, **values: object) -> None:
        self._text, self._values = text, values
        super().__init__(self.said("en"))

    def said(self, lang: str) -> str:
        """The same in another language."""
        return str(strings(lang).cli[self._text]).format(**self._values)


class Settings(Struct, frozen=True):
    """Site identity. `url` is absolute and ends with a slash; every other field may be empty.

    `name_en` is what stands beside a Chinese name; an English site has it for its `name`.
    """

    name: str
    url: str
    language: str = "zh"
    name_en: str = ""
    description: str = ""
    operator: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    wechat_subscription: str = ""
    wechat_service: str = ""
    wechat_subscription_code: str = ""
    wechat_service_code: str = ""
    credit_report: str = ""
    contract_filing: str = ""
    credit_management: str = ""
    icp_number: str = ""
    police_number: str = ""
    police_code: str = ""
    national_platform: str = "https://cx.cnca.cn/"
    data_licence: str = ""
    data_licence_url: str = ""
    map_search: str = "https://uri.amap.com/search?keyword="
    demo: bool = False
    share_pictures: bool = False
    without: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """The host, and the path if the site lives below one, as a person would compare it: ``example.com/credit``."""
        parts = urlsplit(self.url)
        return (parts.netloc + parts.path).rstrip("/")

    @property
    def services(self) -> tuple[tuple[str, str], ...]:
        """The services that have an address, as (name of the setting, path of the site or absolute URL)."""
        named = ((name, str(getattr(self, name))) for name in SERVICES)
        return tuple((name, address) for name, address in named if address)


SERVICES = ("credit_report", "contract_filing", "credit_management")
SWITCHES = ("demo", "share_pictures")
ELSEWHERE = frozenset({"name", "url", "description", "language", "unknown"})
"""Fields that do not stand under ``extra.lixin``."""
TRANSLATED = ("name", "description", "operator", "hours", "wechat_subscription", "wechat_service")
_ENGLISH = {f"{name}_en": name for name in TRANSLATED}
_OWN = frozenset(item.name for item in fields(Settings)) - ELSEWHERE
SETTING_NAMES = _OWN | _ENGLISH.keys()


def read_settings(root: Path) -> Settings:
    """The settings of the project at `root`.

    Raises:
        SettingsError: mkdocs.yml cannot be read, or has no site_name or site_url.
    """
    path = root / "mkdocs.yml"
    try:
        if not path.is_file():  # a pipe would be waited for
            raise SettingsError("no_settings", path=path)
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise SettingsError("unreadable_settings", path=path, reason=error.strerror) from error
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise SettingsError("unreadable_settings", path=path, reason=error) from error
    top = _mapping(node)
    own = _mapping(_mapping(top.get("extra")).get("lixin"))
    texts = {key: value.value for key, value in own.items() if isinstance(value, yaml.ScalarNode)}
    name, url = _scalar(top.get("site_name")), _scalar(top.get("site_url"))
    if not name or _ADDRESS.fullmatch(url) is None or not _host(url):
        raise SettingsError("incomplete_settings", path=path)
    language = "en" if _scalar(_mapping(top.get("theme")).get("language")).startswith("en") else "zh"
    said = {key: texts[key] for key in _OWN & texts.keys() - {*SWITCHES, "without"}}
    said |= {"name": name, "description": _scalar(top.get("site_description"))}
    if language == "en":
        said |= {plain: texts[key] for key, plain in _ENGLISH.items() if texts.get(key)} | {"name_en": ""}
    return Settings(
        url=url.rstrip("/") + "/",
        language=language,
        **{key: texts.get(key, "") == "true" for key in SWITCHES},
        without=tuple(_names(own.get("without"))),
        unknown=tuple(sorted(own.keys() - SETTING_NAMES)),
        **said,
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _mapping(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def _names(node: yaml.Node | None) -> list[str]:
    """A list of names; one name alone needs no list."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [name for name in map(_scalar, items) if name]


def _scalar(node: yaml.Node | None) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""
