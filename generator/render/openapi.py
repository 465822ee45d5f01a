"""The addresses that programs read, as an OpenAPI 3.1 document. Its schemas come from the record declarations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from generator.model.status import Verdict
from generator.render import urls
from generator.render.families import is_left_out
from generator.render.house import House
from generator.schema.json_schema import json_schema
from generator.schema.kinds import KINDS

Schema = dict[str, Any]
VERSION = "1"
_DEFINED = "#/$defs/"
_COMPONENT = "#/components/schemas/"
_AS_PUBLISHED: Mapping[frozenset[str], tuple[str, tuple[str, ...]]] = {
    frozenset({"number", "string"}): ("string", ("minimum", "maximum")),
    frozenset({"integer", "string"}): ("integer", ("pattern",)),
    frozenset({"boolean", "string"}): ("boolean", ("enum",)),
}
"""Types that may be written in two ways → the one way they are published, and what then says nothing any more."""


def openapi_json(house: House, path: str) -> bytes:
    """The document at `path`."""
    words, site = house.t.data.api, house.settings
    info: Schema = {"title": str(words.title).format(site=site.name), "version": VERSION, "description": words.text}
    if site.data_licence:
        info["license"] = {"name": site.data_licence}
        if site.data_licence_url:
            info["license"]["url"] = site.data_licence_url
    document = {
        "openapi": "3.1.1",
        "info": info,
        "servers": [{"url": site.url.rstrip("/")}],
        "paths": _paths(house),
        "components": {"schemas": _schemas(house)},
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _paths(house: House) -> Schema:
    words = house.t.data.api
    number = _parameter("number", words.number, {"type": "string"})
    code = _parameter("credit_code", words.credit_code, {"type": "string"})
    files = (
        (urls.CERTIFICATES_CSV, "text/csv", words.certificates_csv),
        (urls.CERTIFICATES_JSONL, "application/jsonl", words.certificates_jsonl),
        (urls.ENTERPRISES_CSV, "text/csv", words.enterprises_csv),
        (urls.ENTERPRISES_JSONL, "application/jsonl", words.enterprises_jsonl),
        (urls.DATABASE, "application/vnd.sqlite3", words.database),
        (urls.CHECKSUMS, "text/plain", words.checksums),
        (urls.CHANGES_FEED, "application/atom+xml", words.changes_feed),
        (urls.NOTICES_FEED, "application/atom+xml", words.notices_feed),
        (urls.CALENDAR, "text/calendar", words.calendar),
    )
    one = {
        urls.certificate_json("{number}"): _get(words, words.certificate, number, _either("certificate-data")),
        urls.enterprise_json("{credit_code}"): _get(words, words.enterprise, code, _either("enterprise-data")),
        urls.enterprise_calendar("{credit_code}"): _get(words, words.enterprise_calendar, code, _file("text/calendar")),
    }
    whole = {path: _get(words, text, None, _file(type)) for path, type, text in files}
    without = house.settings.without
    return {f"/{path}": item for path, item in (one | whole).items() if not is_left_out(path, without)}


def _get(words: Any, summary: str, parameter: Schema | None, content: Schema) -> Schema:
    answers: Schema = {"200": {"description": words.found, "content": content}}
    if parameter:
        answers["404"] = {"description": words.not_found}
    return {"get": {"summary": summary, **({"parameters": [parameter]} if parameter else {}), "responses": answers}}


def _parameter(name: str, description: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _either(name: str) -> Schema:
    """A record's data, or what stays of it once it is withdrawn."""
    return {"application/json": {"schema": {"oneOf": [_refer(name), _refer("withdrawn-data")]}}}


def _file(type: str) -> Schema:
    return {type: {}}


def _refer(name: str) -> Schema:
    return {"$ref": _COMPONENT + name}


def _schemas(house: House) -> Schema:
    lang = house.settings.language
    found: Schema = {}
    for kind in ("certificate", "enterprise"):
        schema = json_schema(KINDS[kind], lang)
        groups = schema.pop("$defs", {})
        schema.pop("$schema")
        found |= {name: _published(group) for name, group in groups.items()} | {kind: _published(schema)}
    text, address, day = {"type": "string"}, {"type": "string", "format": "uri"}, {"type": "string", "format": "date"}
    verdict = {"type": "string", "enum": list(get_args(Verdict))}
    shared = {"page": address, "data": address, "demo": {"type": "boolean"}}
    found["status-change"] = _object({"on": day, "verdict": verdict}, {"reason": text})
    found["certificate-data"] = _object(
        {"kind": {"const": "certificate"}, **shared, "record": _refer("certificate")}
        | {
            "holder": _object({"credit_code": text, "name": text}),
            "scheme": _object({"id": text, "name": text, "kind": text}),
            "issuer": _object({"id": text, "name": text}),
            "schedule": {"type": "array", "items": _refer("status-change"), "minItems": 1},
        }
    )
    held = {"number": text, "page": address, "scheme": text, "grade": {"type": ["string", "null"]}}
    dates = {"valid_from": day, "valid_until": day, "schedule": {**text, "description": house.t.data.schedule_note}}
    found["enterprise-data"] = _object(
        {"kind": {"const": "enterprise"}, **shared, "record": _refer("enterprise")}
        | {"certificates": {"type": "array", "items": _object(held | dates)}}
    )
    found["withdrawn-data"] = _object({"id": text, "data": address, "withdrawn": _refer("withdrawal")})
    return dict(sorted(found.items()))


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def _published(schema: Any) -> Any:
    """A schema of what may be written as one of what is published: nothing empty, each type in one way."""
    if isinstance(schema, list):
        return [_published(item) for item in schema if item != {"type": "null"}]
    if not isinstance(schema, dict):
        return schema.replace(_DEFINED, _COMPONENT) if isinstance(schema, str) else schema
    changed = dict(schema)
    if isinstance(schema.get("type"), list):
        types = [name for name in schema["type"] if name != "null"]
        one, void = _AS_PUBLISHED.get(frozenset(types), (types[0], ()))
        changed = {name: value for name, value in schema.items() if name not in void} | {"type": one}
    if "enum" in changed:
        changed["enum"] = [value for value in changed["enum"] if value is not None]
    return {name: value if name == "examples" else _published(value) for name, value in changed.items()}
