"""Every page kind from fixed values: its golden file, hostile text, empty records, and what must never be said."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from html.parser import HTMLParser
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from generator.model.grades import grade_text
from generator.model.status import VERDICTS, approval_schedule, encode, schedule, surveillance_due
from generator.model.views import (
    CertificateFacts,
    Crumb,
    EnterpriseRow,
    FacetGroup,
    FacetLink,
    HomeFigures,
    IndexPage,
    IssuerRow,
    SchemeRow,
    SchemeSummary,
)
from generator.render import urls
from generator.render.house import House
from generator.render.pages.certificate import (
    certificate_page,
    certificate_tombstone,
    validity_bar,
)
from generator.render.pages.enterprise import enterprise_page, enterprise_tombstone
from generator.render.pages.home import home_fragment
from generator.render.pages.indexes import certificate_index, enterprise_index
from generator.render.pages.issuer import issuer_list, issuer_page
from generator.render.pages.lookup import not_found_page, search_page, verify_page
from generator.render.pages.notice import notice_list, notice_page
from generator.render.pages.scheme import scheme_list, scheme_page
from generator.render.pages.standard import standard_list, standard_page
from generator.schema.certificate import Certificate, Event
from generator.schema.enterprise import Enterprise, Withdrawal
from generator.schema.issuer import Issuer
from generator.schema.scheme import Scheme
from tests.conftest import Golden
from tests.markup import read_page
from tests.render import made

Values = Callable[[Any], Any]
"""What is done to the values of a page before it is rendered."""

HOSTILE = "\"><b class=hostile>'</script></template>&amp;{{ 7 }}{name}"
KEPT = {
    "kind", "status", "stage", "severity", "part", "channels", "outcome", "direction", "scheme_kind", "schedule",
    "verdict",
}  # fmt: skip
"""Fields with a closed set of words: no text can stand in them."""


def same(value: Any) -> Any:
    return value


def spoiled(value: Any) -> Any:
    """The value with hostile text behind every text in it."""
    return _each_text(value, lambda text: text + HOSTILE)


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each_text(item, change) for item in value)
    if isinstance(value, Struct):
        held = {name: getattr(value, name) for name in value.__struct_fields__ if name not in KEPT}
        return replace(value, **{name: _each_text(item, change) for name, item in held.items()})
    return value


def certificate(
    house: House, of: Values, record: Certificate = made.CERTIFICATE, scheme: Scheme = made.CERTIFICATION
) -> bytes:
    record, issuer = of(record), of(made.ISSUER)
    return certificate_page(
        house,
        urls.certificate(record.number),
        CertificateFacts(record, of(made.HOLDER), issuer, of(scheme), schedule(record, issuer)),
        of(made.STANDARDS),
        of(made.CLOSED),
        of(made.SUMMARIES[1]),
        (of(made.SUMMARIES[2]),),
    )


def enterprise(house: House, of: Values, record: Enterprise = made.ENTERPRISE) -> bytes:
    record = of(record)
    certificates = of(made.SUMMARIES) if record.products else ()
    notices = (of(made.RUNNING),) if record.products else ()
    return enterprise_page(house, urls.enterprise(record.credit_code), record, certificates, notices)


def index(house: House, of: Values) -> bytes:
    links = (FacetLink("A", "certificates/scheme/a/index.html", 12, True), FacetLink("B", "certificates/x.html", None))
    view = IndexPage(
        "certificates",
        "scheme",
        "a",
        "A",
        (Crumb("C", urls.CERTIFICATES),),
        (FacetGroup("scheme", links),),
        made.SUMMARIES,
        0,
        123,
        (0, 1),
    )
    path = urls.index_page("certificates", "scheme", "a", 0)
    return certificate_index(house, path, of(view) if of is same else replace(view, rows=of(view.rows)))


def people(house: House, of: Values) -> bytes:
    rows = (EnterpriseRow(of(made.HOLDER), 5), EnterpriseRow(of(made.LONG_NAMED), 0))
    view = IndexPage("enterprises", "", "", "", (), (), rows, 0, 2, (0,))
    return enterprise_index(house, urls.ENTERPRISES, view)


def nobody(house: House, of: Values) -> bytes:
    view: IndexPage[EnterpriseRow] = IndexPage("enterprises", "region", "a", of("A"), (), (), (), 0, 0, (0,))
    return enterprise_index(house, "enterprises/region/a/index.html", view)


def scheme(house: House, of: Values, record: Scheme = made.CERTIFICATION) -> bytes:
    links = (FacetLink("A", "certificates/scheme/a/index.html", 12),)
    return scheme_page(house, urls.scheme(record.id), of(record), of(made.STANDARDS), links, of(made.SUMMARIES), 12)


def issuer(house: House, of: Values) -> bytes:
    record: Issuer = of(made.ISSUER)
    return issuer_page(house, urls.issuer(record.id), record, (_summary(of),), of(made.SUMMARIES), 12)


def notice(house: House, of: Values) -> bytes:
    enterprises = (of(made.HOLDER), of(made.LONG_NAMED))
    record = of(made.NOTICE)
    names = {of("4"): of("四星级")}
    return notice_page(
        house,
        urls.notice(record.id),
        record,
        _summary(of),
        of(made.ISSUER.name),
        enterprises,
        of(made.SUMMARIES[:1]),
        names,
    )


def standard(house: House, of: Values) -> bytes:
    path = urls.standard(made.STANDARD.id)
    first, second = of(made.STANDARDS)
    return standard_page(house, path, of(made.STANDARD), first, (second,), (_summary(of),), 3)


def home(house: House, of: Values) -> bytes:
    rows = (SchemeRow(of(made.CERTIFICATION), 12), SchemeRow(of(made.UNRANKED), 0))
    figures = HomeFigures(1284, 2310, 9, rows, of(made.SUMMARIES), of((made.RUNNING, made.CLOSED)))
    return home_fragment(house, urls.HOME, figures).encode()


def gone(house: House, of: Values) -> bytes:
    withdrawal = of(Withdrawal(date=date(2026, 1, 2), reason="录入错误", replaced_by="LXC-2024-000123"))
    return certificate_tombstone(house, "c/GONE.html", of(made.SUMMARIES[0]), withdrawal)


def enterprise_gone(house: House, of: Values) -> bytes:
    withdrawal = of(Withdrawal(date=date(2026, 1, 2), reason="重复登记"))
    return enterprise_tombstone(house, urls.enterprise(made.CODE), of(made.HOLDER), withdrawal)


def _summary(of: Values) -> SchemeSummary:
    record = of(made.CERTIFICATION)
    return SchemeSummary(record.id, record.name, record.short_name, record.kind)


BARE_CERTIFICATE = Certificate(
    number="BARE-1",
    scheme=made.UNRANKED.id,
    holder=made.CODE,
    issuer=made.ISSUER.id,
    first_issued_on=date(2026, 1, 1),
    issued_on=date(2026, 1, 1),
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31),
    basis=(),
    scope="咨询",
    events=(Event(kind="issued", date=date(2026, 1, 1)),),
)
BARE_ENTERPRISE = Enterprise(
    credit_code=made.LONG_NAMED.credit_code, name=made.LONG_NAMED.name, region="440305", industry="F"
)
BARE_SCHEME = Scheme(
    id="bare",
    name="企业立信",
    name_en="Honour",
    short_name="立信",
    kind="assessment",
    summary="按平台规则。",
    direction="none",
)

PAGES: dict[str, Callable[[House, Values], bytes]] = {
    "certificate": certificate,
    "certificate-level": partial(
        certificate, record=replace(made.CERTIFICATE, number="LEVEL-1", grade="3", scheme="x"), scheme=made.ASSESSMENT
    ),
    "certificate-bare": partial(certificate, record=BARE_CERTIFICATE, scheme=made.UNRANKED),
    "certificate-tombstone": gone,
    "enterprise": enterprise,
    "enterprise-bare": partial(enterprise, record=BARE_ENTERPRISE),
    "enterprise-tombstone": enterprise_gone,
    "certificate-index": index,
    "enterprise-index": people,
    "enterprise-index-empty": nobody,
    "scheme": scheme,
    "scheme-unranked": partial(scheme, record=made.UNRANKED),
    "scheme-bare": partial(scheme, record=BARE_SCHEME),
    "scheme-list": lambda house, of: scheme_list(house, urls.SCHEMES, (SchemeRow(of(made.CERTIFICATION), 3),)),
    "standard": standard,
    "standard-list": lambda house, of: standard_list(house, urls.STANDARDS, of(made.STANDARDS)),
    "issuer": issuer,
    "issuer-list": lambda house, of: issuer_list(house, urls.ISSUERS, (IssuerRow(of(made.ISSUER), 3),)),
    "notice": notice,
    "notice-list": lambda house, of: notice_list(house, urls.NOTICES, of((made.RUNNING, made.CLOSED))),
    "notice-list-empty": lambda house, _: notice_list(house, urls.NOTICES, ()),
    "verify": lambda house, of: verify_page(house, urls.VERIFY, (_summary(of),)),
    "search": lambda house, of: search_page(house, urls.SEARCH, (_summary(of),)),
    "not-found": lambda house, _: not_found_page(house, urls.NOT_FOUND),
    "home": home,
}
each_page = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())


class Tags(HTMLParser):
    """The elements of a page as (name, attributes), and its text outside scripts and templates."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._hidden = 0
        self.feed(content.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._hidden += tag in ("script", "template")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "template")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_its_golden_file(name: str, house: House, golden: Golden) -> None:
    content = PAGES[name](house, same)
    # The marks of the assets change with every edit of a style; they are no part of what a page says.
    golden.compare(f"pages/{name}.html", re.sub(rb"(assets/[\w-]+)\.[0-9a-f]{8}\.", rb"\1.", content))


@each_page
def test_hostile_text_never_becomes_markup(page: Callable[[House, Values], bytes], house: House) -> None:
    tags = Tags(page(house, spoiled))
    assert [attributes for _, attributes in tags.found if attributes.get("class") == "hostile"] == []
    plain = Tags(page(house, same))
    assert _attribute_names(tags) <= _attribute_names(plain)


def _attribute_names(tags: Tags) -> set[str]:
    return {name for _, attributes in tags.found for name in attributes}


@each_page
def test_nothing_is_inline_empty_or_left_over(page: Callable[[House, Values], bytes], house: House) -> None:
    seen = read_page("c/x.html", page(house, same).decode())
    assert seen.inline == []
    assert seen.empty == []
    assert seen.leftovers == []
    assert seen.repeated_ids == []


@each_page
def test_a_page_asks_no_other_host_for_anything(page: Callable[[House, Values], bytes], house: House) -> None:
    for tag, attributes in Tags(page(house, same)).found:
        address = attributes.get("src") or (
            attributes.get("href") if attributes.get("rel") in ("stylesheet", "icon") else ""
        )
        assert not re.match(r"(?:[a-z]+:)?//", address or ""), tag


def _marked(value: Any) -> tuple[Any, list[str]]:
    """The value with a mark of its own behind every text, and the marks."""
    marks: list[str] = []

    def mark(text: str) -> str:
        marks.append(f"m{len(marks)}m")
        return text + marks[-1]

    return _each_text(value, mark), marks


@pytest.mark.parametrize(
    "record", [made.ENTERPRISE, made.ISSUER, made.NOTICE, made.STANDARD], ids=lambda record: type(record).__name__
)
def test_every_text_of_a_record_stands_on_its_page(record: Any, house: House) -> None:
    marks: list[str] = []

    def of(value: Any) -> Any:
        if type(value) is not type(record):
            return value
        value, found = _marked(value)
        marks.extend(found)
        return value

    pages: dict[str, Callable[[House, Values], bytes]] = {
        "Enterprise": enterprise,
        "Issuer": issuer,
        "Notice": notice,
        "Standard": standard,
    }
    content = html.unescape(pages[type(record).__name__](house, of).decode())
    assert marks
    assert [mark for mark in marks if mark not in content and mark not in _unshown(record, of)] == []


def _unshown(record: Any, of: Values) -> set[str]:
    """Marks behind ids that only lead to another record, whose name is shown in their place."""
    return set(_ids(_marked(record)[0]))


def _ids(value: Any) -> Iterator[str]:
    for name in value.__struct_fields__:
        held = getattr(value, name)
        if name in {"id", "replaced_by", "scheme", "issuer", "enterprise", "schemes", "grade"}:
            for text in held if isinstance(held, tuple) else (held,):
                yield from re.findall(r"m\d+m", str(text))
        elif isinstance(held, tuple):
            for child in held:
                if isinstance(child, Struct):
                    yield from _ids(child)


def test_every_text_of_a_certificate_stands_on_its_page(house: House) -> None:
    record, marks = _marked(replace(made.CERTIFICATE, scheme="x", grade=None))
    content = html.unescape(
        certificate_page(
            house,
            "c/x.html",
            CertificateFacts(record, made.HOLDER, made.ISSUER, made.CERTIFICATION, schedule(record, made.ISSUER)),
            (),
            None,
            None,
            (),
        ).decode()
    )
    unshown = set(_ids(record)) | set(re.findall(r"m\d+m", f"{record.holder}{record.notice}"))
    assert [mark for mark in marks if mark not in content and mark not in unshown] == []


def test_every_text_of_a_scheme_stands_on_its_page(house: House) -> None:
    record, marks = _marked(made.CERTIFICATION)
    content = html.unescape(scheme_page(house, "schemes/x.html", record, (), (), (), 0).decode())
    rules = "".join(rule for source in record.sources for rule in source.gives)
    own = set(re.findall(r"m\d+m", record.id + rules + "".join(grade.id for grade in record.grades)))
    own |= set(re.findall(r"m\d+m", record.short_name)) if record.short_name not in content else set()
    editions = set(re.findall(r"m\d+m", "".join(basis.edition for basis in record.basis)))
    assert [mark for mark in marks if mark not in content and mark not in own - editions] == []


def test_a_verification_page_claims_no_status_without_scripts(house: House) -> None:
    words = Tags(certificate(house, same, replace(made.CERTIFICATE, events=made.CERTIFICATE.events[:1]))).words
    said = {word.strip() for word in words}
    assert said.isdisjoint(house.t.status[verdict] for verdict in VERDICTS)
    assert house.t.status.checking in said
    assert house.t.certificate.noscript in said


def test_the_verdict_carries_what_the_script_needs(house: House) -> None:
    found = dict(
        next(attributes for _, attributes in Tags(certificate(house, same)).found if "data-verdict" in attributes)
    )
    changes = schedule(made.CERTIFICATE, made.ISSUER)
    assert found["data-verdict"] == "checking"
    assert found["data-number"] == "LXC-2024-000123"
    assert (found["data-valid-from"], found["data-valid-until"]) == ("2024-03-01", "2027-02-28")
    assert found["data-schedule"] == encode(changes)


def test_each_change_of_status_has_its_words_and_its_reason(house: House) -> None:
    content = certificate(house, same).decode()
    for change in schedule(made.CERTIFICATE, made.ISSUER):
        words = content.split(f'<template data-change="{change.on.isoformat()}">')[1].split("</template>")[0]
        assert house.t.status[change.verdict] in words
        assert change.reason is None or change.reason in words


@pytest.mark.parametrize(
    ("grade", "text"), [("3", "三级（共五级）"), ("5", "五级（最高）"), ("unheard-of", "unheard-of")]
)
def test_a_grade_is_read_with_its_scale(grade: str, text: str, house: House) -> None:
    assert grade_text(house.t, "zh", made.ASSESSMENT, grade) == text


def test_unranked_grades_stand_without_order(house: House) -> None:
    content = scheme_page(house, "schemes/x.html", made.UNRANKED, (), (), (), 0).decode()
    assert "lx-ladder" not in content
    assert house.t.grade.highest not in content
    assert house.t.grade.unranked in content


def test_only_a_certification_leads_to_the_national_platform(house: House) -> None:
    assert made.SETTINGS.national_platform in certificate(house, same).decode()
    assessed = PAGES["certificate-level"](house, same).decode()
    assert made.SETTINGS.national_platform not in assessed
    assert house.t.kind.assessment.plain in assessed


def test_a_superseded_basis_says_by_what(house: House) -> None:
    record = replace(made.CERTIFICATE, basis=(replace(made.CERTIFICATE.basis[0], standard=made.STANDARDS[1].id),))
    assert "已被 GB/T 31526-2025 代替" in certificate(house, same, record).decode()


def test_only_certifications_are_told_to_search_engines_as_such(house: House) -> None:
    content = enterprise(house, same).decode()
    data = content.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert "LXC-2024-000123" in data
    assert "LXA-2024-000007" not in data


def test_a_demonstration_says_so_and_another_page_does_not(house: House) -> None:
    assert house.t.demo.text in enterprise(house, same).decode()
    assert house.t.demo.text not in enterprise(house, same, BARE_ENTERPRISE).decode()


def test_the_page_for_lost_visitors_works_at_any_depth(house: House) -> None:
    links = [
        attributes.get("href") or ""
        for tag, attributes in Tags(not_found_page(house, urls.NOT_FOUND)).found
        if tag == "a"
    ]
    assert all(link.startswith(("/", "#", "tel:", "mailto:", "https://")) for link in links)


def test_the_bar_shows_each_stretch_inside_the_validity() -> None:
    bar = validity_bar(made.CERTIFICATE, schedule(made.CERTIFICATE, made.ISSUER))
    assert [part.verdict for part in bar.parts] == ["valid", "suspended", "valid"]
    assert sum(part.width for part in bar.parts) == 1000
    assert len(bar.marks) == 1


def test_a_revoked_approval_ends_its_own_status() -> None:
    approval = made.ISSUER.approvals[1]
    assert encode(approval_schedule(approval)) == "0001-01-01 not-yet-valid|2018-01-01 valid|2025-03-01 revoked"


def test_surveillance_is_due_a_year_after_the_last_one_and_never_after_the_end() -> None:
    assert surveillance_due(made.CERTIFICATE, 12) == date(2026, 2, 20)
    late = replace(made.CERTIFICATE, events=(Event(kind="surveillance", date=date(2026, 6, 1)),))
    assert surveillance_due(late, 12) is None
    leap = replace(made.CERTIFICATE, valid_from=date(2024, 2, 29), events=())
    assert surveillance_due(leap, 12) == date(2025, 2, 28)


def test_a_numbered_page_of_an_index_leads_to_those_beside_it_and_tells_no_total(house: House) -> None:
    view: IndexPage[EnterpriseRow] = IndexPage(
        "enterprises", "", "", "", (), (), (EnterpriseRow(made.HOLDER, 5),), 6, None, (0, None, 7, 6, 5, None, 1)
    )
    page = enterprise_index(house, "enterprises/page-6.html", view).decode()
    assert 'rel="prev" href="../enterprises/page-7.html"' in page
    assert 'rel="next" href="../enterprises/page-5.html"' in page
    assert 'href="../enterprises/index.html"' in page
