"""What can be found by searching, and the shards that hold it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.keyed import Keyed, digest_of
from generator.model.registry import Registry
from generator.model.summaries import Summaries
from generator.plan.output import Output
from generator.render import search, urls
from generator.render.pages.lookup import search_shard


def search_outputs(summaries: Summaries) -> Iterator[Output]:
    """Every shard of the search index, each depending on its own content alone."""
    for name, content in search.shards(search_entries(summaries)).items():
        yield Output(urls.search_shard(name), search_shard, (Keyed(content, digest_of(content)),))


def search_entries(summaries: Summaries) -> Iterator[search.SearchEntry]:
    """One entry for each page of a record that is not withdrawn."""
    registry = summaries.registry
    yield from _enterprises(registry)
    yield from _certificates(summaries)
    for scheme in registry.schemes.values():
        value = scheme.value
        kind = summaries.t.kind[value.kind].name
        yield search.SearchEntry(
            "scheme", urls.scheme(scheme.id), value.name, kind, aliases=(value.short_name, value.name_en)
        )
    for standard in registry.standards.values():
        number, title = standard.value.number, standard.value.title
        yield search.SearchEntry(
            "standard", urls.standard(standard.id), number, title, aliases=(title,), numbers=(number,)
        )
    for issuer in registry.issuers.values():
        given = issuer.value
        yield search.SearchEntry(
            "issuer",
            urls.issuer(issuer.id),
            given.name,
            demo=given.demo,
            aliases=tuple(name for name in (given.short_name, given.name_en) if name),
            numbers=tuple(approval.number for approval in given.approvals),
        )
    for notice in summaries.notices.values():
        shown = notice.value
        yield search.SearchEntry("notice", urls.notice(shown.id), shown.title, shown.scheme_name, demo=shown.demo)


def _enterprises(registry: Registry) -> Iterator[search.SearchEntry]:
    for record in registry.enterprises.values():
        value = record.value
        if value.withdrawal is not None:
            continue
        former = tuple(name.name for name in value.former_names)
        other = tuple(name for name in (value.short_name, value.name_en) if name)
        named = (value.name, *former, *other)
        yield search.SearchEntry(
            "enterprise",
            urls.enterprise(record.id),
            value.name,
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
