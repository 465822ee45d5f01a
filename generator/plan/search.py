"""What can be found by searching, and the shards that hold it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.keyed import Keyed, digest_of
from generator.model.summaries import Summaries
from generator.plan.output import Output
from generator.render import search, urls
from generator.render.pages.lookup import search_shard
from generator.schema.enterprise import Enterprise
from generator.schema.issuer import Issuer
from generator.schema.scheme import Scheme


def search_outputs(summaries: Summaries) -> Iterator[Output]:
    """Every shard of the search index, each depending on its own content alone."""
    for name, content in search.shards(search_entries(summaries)).items():
        yield Output(urls.search_shard(name), search_shard, (Keyed(content, digest_of(content)),))


def search_entries(summaries: Summaries) -> Iterator[search.SearchEntry]:
    """One entry for each page of a record; a withdrawn one is found by its number alone, and leads to its tombstone."""
    registry = summaries.registry
    yield from _enterprises(summaries)
    yield from _certificates(summaries)
    for scheme in registry.schemes.values():
        value = scheme.value
        kind = summaries.t.kind[value.kind].name
        yield search.SearchEntry(
            "scheme", urls.scheme(scheme.id), summaries.name(value), kind, aliases=_others(summaries, value)
        )
    yield from _standards(summaries)
    for issuer in registry.issuers.values():
        given = issuer.value
        yield search.SearchEntry(
            "issuer",
            urls.issuer(issuer.id),
            summaries.name(given),
            demo=given.demo,
            aliases=_others(summaries, given),
            numbers=tuple(approval.number for approval in given.approvals),
        )
    for notice in summaries.notices.values():
        shown = notice.value
        yield search.SearchEntry("notice", urls.notice(shown.id), shown.title, shown.scheme_name, demo=shown.demo)


def _others(summaries: Summaries, value: Scheme | Enterprise | Issuer) -> tuple[str, ...]:
    """The names of a record beside the one it is listed by."""
    names = (value.name, value.short_name, value.name_en)
    return tuple(name for name in names if name and name != summaries.name(value))


def _standards(summaries: Summaries) -> Iterator[search.SearchEntry]:
    for standard in summaries.standards.values():
        number, title, successor = standard.value.number, standard.value.title, standard.value.replaced_by_number
        replaced = summaries.t.standard.replaced.format(number=successor) if successor else ""
        yield search.SearchEntry(
            "standard", urls.standard(standard.value.id), number, replaced, aliases=(title,), numbers=(number,)
        )


def _tombstone(summaries: Summaries, kind: str, path: str, number: str, demo: bool) -> search.SearchEntry:
    return search.SearchEntry(kind, path, number, summaries.t.tombstone.chip, demo=demo, numbers=(number,))


def _enterprises(summaries: Summaries) -> Iterator[search.SearchEntry]:
    for record in summaries.registry.enterprises.values():
        value = record.value
        if value.withdrawal is not None:
            yield _tombstone(summaries, "enterprise", urls.enterprise(record.id), record.id, value.demo)
            continue
        former = tuple(name.name for name in value.former_names)
        other = _others(summaries, value)
        named = (summaries.name(value), *former, *other)
        yield search.SearchEntry(
            "enterprise",
            urls.enterprise(record.id),
            summaries.name(value),
            record.id,
            demo=value.demo,
            aliases=(*former, *other),
            sounds=search.sounds(*named, search.trade_name(value.name, value.region)),
            numbers=(record.id,),
        )


def _certificates(summaries: Summaries) -> Iterator[search.SearchEntry]:
    for item in summaries.certificates.values():
        shown = item.value
        if shown.withdrawn:
            yield _tombstone(summaries, "certificate", urls.certificate(shown.number), shown.number, shown.demo)
            continue
        scheme = shown.scheme_name + (f" · {shown.grade_name}" if shown.grade_name else "")
        yield search.SearchEntry(
            "certificate",
            urls.certificate(shown.number),
            shown.number,
            f"{shown.holder_name} · {scheme}",
            schedule=shown.schedule,
            demo=shown.demo,
            numbers=(shown.number,),
        )
