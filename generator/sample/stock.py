"""What a synthetic registry starts from: the schemes, standards and issuers of a new project, read as any registry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from generator.model.registry import Registry
from generator.schema.certificate import Basis
from generator.schema.issuer import Approval, Issuer
from generator.schema.scheme import Scheme
from generator.schema.standard import Standard


class Stock(Struct, frozen=True):
    """Schemes in the order of their ids, their issuers, and the standards.

    `own_rules` are the standards that no scheme names: issuers' rules, the basis where a scheme leaves it to them.
    """

    schemes: tuple[Scheme, ...]
    issuers: tuple[Issuer, ...]
    standards: dict[str, Standard]
    own_rules: tuple[Standard, ...]

    def scheme(self, id: str) -> Scheme | None:
        return next((scheme for scheme in self.schemes if scheme.id == id), None)

    def basis(self, scheme: Scheme, day: date) -> tuple[Basis, ...]:
        """What a certificate issued on that day rests on: the standards of the scheme that were in force."""
        if not scheme.basis:
            rule = self.own_rules[0]
            return (Basis(standard=rule.id, edition=rule.edition),)
        return tuple(item for item in scheme.basis if _in_force(self.standards[item.standard], day))

    def earliest(self, scheme: Scheme, start: date) -> date:
        """The first day from `start` on which a standard of the scheme was in force and an issuer approved for it."""
        known = [self.standards[item.standard] for item in scheme.basis] or list(self.own_rules)
        standards = min((standard.effective_on or start for standard in known), default=start)
        approvals = min(approval.valid_from for issuer in self.issuers for approval in _approvals(issuer, scheme))
        return max(start, standards, approvals)

    def approved(self, scheme: Scheme, day: date) -> Sequence[tuple[int, Issuer]]:
        """The issuers approved for the scheme on that day, with weights; one to be revoked later is a rare one."""
        return [
            (1 if approval.revoked_on else 12, issuer)
            for issuer in self.issuers
            for approval in _approvals(issuer, scheme)
            if _covers(approval, day)
        ]


def stock_of(registry: Registry) -> Stock:
    """The stock of a registry: those of its schemes that somebody is approved for."""
    standards = {id: record.value for id, record in registry.standards.items()}
    issuers = tuple(registry.issuers[id].value for id in sorted(registry.issuers))
    covered = {scheme for issuer in issuers for approval in issuer.approvals for scheme in approval.schemes}
    schemes = tuple(registry.schemes[id].value for id in sorted(registry.schemes) if id in covered)
    named = {item.standard for record in registry.schemes.values() for item in record.value.basis}
    named |= {id for record in registry.schemes.values() for id in record.value.covers}
    return Stock(schemes, issuers, standards, tuple(standards[id] for id in sorted(standards.keys() - named)))


def _in_force(standard: Standard, day: date) -> bool:
    begun = standard.effective_on is None or standard.effective_on <= day
    return begun and (standard.abolished_on is None or day < standard.abolished_on)


def _approvals(issuer: Issuer, scheme: Scheme) -> Sequence[Approval]:
    national = scheme.kind == "certification"
    return [item for item in issuer.approvals if scheme.id in item.schemes and (item.kind == "cnca") == national]


def _covers(approval: Approval, day: date) -> bool:
    ended = approval.revoked_on if approval.revoked_on is not None else approval.valid_until
    return approval.valid_from <= day and (ended is None or day < ended)
