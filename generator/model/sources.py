"""Where a scheme's rules were found, as messages and pages cite it."""

from __future__ import annotations

from generator.model.registry import Registry
from generator.schema.scheme import RuleName, Scheme

SEPARATOR = "; "


def basis_source(registry: Registry, scheme: Scheme) -> str:
    """What a scheme rests on, as people cite it: its standards with their clauses, or else its sources."""
    known = {id: record.value.number for id, record in registry.standards.items()}
    cited = [f"{known.get(item.standard, item.standard)} {item.clause or ''}".strip() for item in scheme.basis]
    return SEPARATOR.join(cited or [source.title for source in scheme.sources])


def rule_source(registry: Registry, scheme: Scheme, rule: RuleName) -> str:
    """Where one rule of a scheme was found: the sources that give it; where none says so, what the scheme rests on."""
    return SEPARATOR.join(given_by(scheme, rule)) or basis_source(registry, scheme)


def given_by(scheme: Scheme, rule: RuleName) -> tuple[str, ...]:
    """The titles of the sources that give a rule."""
    return tuple(source.title for source in scheme.sources if rule in source.gives)
