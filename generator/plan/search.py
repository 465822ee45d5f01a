"""What can be found by searching, and the shards that hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.model.keyed import Keyed, digest_of
from generator.model.relations import Id
from generator.model.summaries import Summaries
from generator.plan.output import Output
from generator.render import search, urls
from generator.render.pages.lookup import search_shard
from generator.render.search import SearchEntry
from generator.schema.enterprise import Enterprise
from generator.schema.issuer import Issuer
from generator.schema.scheme import Scheme


def search_outputs(summaries: Summaries) -> Iterator[Output]:
    """Every shard of the search index, each depending on its own content alone."""
    for name, content in search.shards(search_entries(summaries)).items():
        yield search_output(name, content)


def search_output(name: str, content: bytes) -> Output:
    return Output(urls.search_shard(name), search_shard, (Keyed(content, digest_of(content)),))


def search_entries(summaries: Summaries) -> Iterator[SearchEntry]:
    """One entry for each page of a record."""
    return (entry_of(summaries, (kind, id)) for kind in ENTRIES for id in summaries.registry.of_kind(kind))


def entry_of(summaries: Summaries, record: Id) -> SearchEntry:
    """How one record is found; a withdrawn one by its number alone, and it leads to its tombstone."""
    kind, id = record
    return ENTRIES[kind](summaries, id)


def _others(summaries: Summaries, value: Scheme | Enterprise | Issuer) -> tuple[str, ...]:
    """The names of a record beside the one it is listed by."""
    names = (value.name, value.short_name, value.name_en)
    return tuple(name for name in names if name and name != summaries.name(value))


def _scheme(summaries: Summaries, id: str) -> SearchEntry:
    value = summaries.registry.schemes[id].value
    kind = summaries.t.kind[value.kind].name
    others = _others(summaries, value)
    return SearchEntry("scheme", urls.scheme(id), summaries.name(value), kind, aliases=others)


def _issuer(summaries: Summaries, id: str) -> SearchEntry:
    given = summaries.registry.issuers[id].value
    return SearchEntry(
        "issuer",
        urls.issuer(id),
        summaries.name(given),
        demo=given.demo,
        aliases=_others(summaries, given),
        numbers=tuple(approval.number for approval in given.approvals),
    )


def _notice(summaries: Summaries, id: str) -> SearchEntry:
    shown = summaries.notices[id].value
    scheme = summaries.registry.notices[id].value.scheme
    return SearchEntry(
        "notice", urls.notice(id), shown.title, shown.scheme_name, demo=shown.demo, scheme=scheme, numbers=(id,)
    )


def _standard(summaries: Summaries, id: str) -> SearchEntry:
    shown = summaries.standards[id].value
    successor = shown.replaced_by_number
    replaced = summaries.t.standard.replaced.format(number=successor) if successor else ""
    numbers = (shown.number,)
    return SearchEntry("standard", urls.standard(id), shown.number, replaced, aliases=(shown.title,), numbers=numbers)


def _enterprise(summaries: Summaries, id: str) -> SearchEntry:
    value = summaries.registry.enterprises[id].value
    if value.withdrawal is not None:
        return _tombstone(summaries, "enterprise", urls.enterprise(id), id, value.demo)
    former = tuple(name.name for name in value.former_names)
    other = _others(summaries, value)
    named = (summaries.name(value), *former, *other)
    return SearchEntry(
        "enterprise",
        urls.enterprise(id),
        summaries.name(value),
        id,
        demo=value.demo,
        region=value.region[:2],
        aliases=(*former, *other),
        sounds=search.sounds(*named, search.trade_name(value.name, value.region)),
        numbers=(id,),
    )


def _certificate(summaries: Summaries, id: str) -> SearchEntry:
    shown = summaries.certificates[id].value
    if shown.withdrawn:
        return _tombstone(summaries, "certificate", urls.certificate(id), id, shown.demo)
    scheme = shown.scheme_name + (f" \u00b7 {shown.grade_name}" if shown.grade_name else "")
    return SearchEntry(
        "certificate",
        urls.certificate(id),
        id,
        f"{shown.holder_name} \u00b7 {scheme}",
        schedule=shown.schedule,
        demo=shown.demo,
        region=summaries.enterprises[shown.holder].value.region[:2],
        scheme=shown.scheme,
        numbers=(id,),
    )


def _tombstone(summaries: Summaries, kind: str, path: str, number: str, demo: bool) -> SearchEntry:
    return SearchEntry(kind, path, number, summaries.t.tombstone.chip, demo=demo, numbers=(number,))


ENTRIES: Mapping[str, Callable[[Summaries, str], SearchEntry]] = {
    "enterprise": _enterprise,
    "certificate": _certificate,
    "scheme": _scheme,
    "standard": _standard,
    "issuer": _issuer,
    "notice": _notice,
}
