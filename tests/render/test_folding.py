from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateNotFound, UndefinedError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from generator.render.folding import FoldingEnvironment

WORDS = SimpleNamespace(name="A & B", mark=Markup("<i>i</i>"), lines=("x", "<y>"), level=SimpleNamespace(deep="deep"))
GLOBALS = {"t": WORDS, "lang": "zh", "link": lambda target: f"../{target}", "say": lambda word: f"<{word}>"}
MACROS = """
{% macro icon(name) %}<svg class="{{ name }}"/>{% endmacro %}
{% macro more(path, text) %}<a href="{{ link(path) }}">{{ text }}{{ icon('arrow') }}</a>{% endmacro %}
{% macro row(name) %}<dt>{{ name }}</dt><dd>{{ caller() }}</dd>{% endmacro %}
"""
CONTEXT_MACROS = "{% macro here() %}{{ path }}{% endmacro %}{% macro there() %}there{% endmacro %}"

SAME = {
    "a word": "{{ t.name }} {{ t.mark }} {{ t['level'].deep }}",
    "a call": "{{ say('a') }} {{ link('b') }} {{ say(word='c') }} {{ say(value) }}",
    "a filter": "{{ t.name | upper }} {{ '%s!' | format(value) }} {{ missing | default(t.name) }}",
    "a choice": "{{ 'ja' if lang == 'zh' else 'nein' }}{% if lang == 'en' %}en{% elif value %}v{% endif %}",
    "a list of words": "{% for line in t.lines %}{{ loop.index }}{{ line }}{% endfor %}",
    "a value as key": "{{ t[key] }} {{ t[key] | lower }}",
    "a macro": "{% from 'macros' import icon, more as onward with context %}{{ icon('a') }}{{ onward(value, t.name) }}",
    "a macro by its module": "{% import 'macros' as m with context %}{{ m.icon('a') }}{{ m.more('b', t.mark) }}",
    "a call block": "{% from 'macros' import row %}{% call row(t.name) %}{{ t.mark }}{{ value }}{% endcall %}",
    "a macro that asks for the page": "{% from 'asking' import here, there with context %}{{ here() }}{{ there() }}",
    "a name set": "{% set t = {'name': value} %}{{ t.name }}",
    "a name of a loop": "{% for lang in (1, 2) %}{{ lang }}{% endfor %}",
    "a name of a macro": "{% macro m(link, say='s') %}{{ link }}{{ say }}{% endmacro %}{{ m(1) }}{{ m(2, value) }}",
    "a name imported": "{% from 'asking' import there as say with context %}{{ say() }}",
    "a name in a block": "{% with lang = value %}{{ lang }}{% endwith %}{{ lang }}",
    "an included piece": "{% include 'header' %}{% set active = 'news' %}{% include 'header' %}",
    "an included piece that asks": "{% include 'canonical' %}",
    "an included piece that may be missing": "{% include 'nowhere' ignore missing %}.",
    "an included list": "{% include ['nowhere', 'header'] %}",
    "a page that extends": "{% extends 'base' %}{% block title %}{{ t.name }}{{ value }}{% endblock %}",
    "a tree": "{% set nodes = [[[], []], []] %}{% include 'tree' %}",
    "a mistake not reached": "{% if not value %}{{ t.nothing.here }}{{ link() }}{% include 'nowhere' %}{% endif %}",
    "a namespace": "{% set n = namespace(x=1) %}{% for i in (1, 2) %}{% set n.x = n.x + i %}{% endfor %}{{ n.x }}",
    "a filter block": "{% filter upper %}{{ t.name }}{{ value }}{% endfilter %}",
    "numbers": "{{ 1.5 + 2 }} {{ [1, t.name] }} {{ {'a': lang} }} {{ 'abc'[1:] }} {{ not lang }}",
}
TEMPLATES = {
    "macros": MACROS,
    "asking": CONTEXT_MACROS,
    "header": "[{{ t.name }} {{ active | default('-') }}]",
    "canonical": "[{{ t.name }} {{ path }}]",
    "base": "{% include 'header' %}<title>{% block title %}{% endblock %}</title>{{ self.title() }}",
    "tree": "({% for node in nodes %}{% set nodes = node %}{% include 'tree' %}{% endfor %})",
    **SAME,
}
VALUES = {"value": "<v>", "key": "name", "path": "a/b.html"}


def plain(templates: Mapping[str, str]) -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined, loader=DictLoader(templates))
    environment.globals.update(GLOBALS)
    return environment


def folding(templates: Mapping[str, str], **known: object) -> FoldingEnvironment:
    environment = FoldingEnvironment(autoescape=True, undefined=StrictUndefined, loader=DictLoader(templates))
    environment.globals.update(GLOBALS | known)
    return environment


class Heard(list[str]):
    """Says back what it hears, and remembers."""

    def __call__(self, word: str) -> str:
        self.append(word)
        return word


@pytest.mark.parametrize("name", SAME)
def test_a_folded_template_says_what_the_plain_one_says(name: str) -> None:
    for values in (VALUES, VALUES | {"active": "schemes"}):
        expected = plain(TEMPLATES).get_template(name).render(values)
        template = folding(TEMPLATES).get_template(name)
        assert [template.render(values), template.render(values)] == [expected, expected]


def test_what_needs_no_page_is_worked_out_once() -> None:
    heard = Heard()
    environment = folding(TEMPLATES | {"page": "{{ heard('a') }}{{ heard(value) }}"}, heard=heard)
    template = environment.get_template("page")
    assert [template.render(value="1"), template.render(value="2")] == ["a1", "a2"]
    assert heard == ["a", "1", "2"]


def test_macros_that_ask_nothing_of_the_page_are_set_up_once() -> None:
    macros = "{% set turn = cycler('a', 'b') %}{% macro m() %}{{ turn.next() }}{% endmacro %}"
    imported = {"m": macros, "page": "{% from 'm' import m with context %}{{ m(*[]) }}"}
    template = folding(imported).get_template("page")
    assert [template.render(), template.render()] == ["a", "b"]


def test_a_piece_is_rendered_once_for_each_section() -> None:
    heard = Heard()
    templates = {"piece": "{{ heard(active | default('none')) }}", "page": "{% include 'piece' %}"}
    template = folding(templates, heard=heard).get_template("page")
    assert [template.render(active=section) for section in ("a", "b", "a")] == ["a", "b", "a"]
    assert template.render() == "none"
    assert heard == ["a", "b", "none"]


def test_what_looks_at_the_page_waits_for_it() -> None:
    @pass_context
    def where(context: Context) -> str:
        return str(context["path"])

    template = folding({"page": "{{ where() }}"}, where=where).get_template("page")
    assert [template.render(path="a"), template.render(path="b")] == ["a", "b"]


def test_a_mistake_is_said_when_the_page_is_rendered() -> None:
    templates = {
        "word": "{{ t.nothing.here }}",
        "piece": "{% include 'nowhere' %}",
        "import": "{% from 'no' import a %}",
    }
    environment = folding(templates)
    for name, error in (("word", UndefinedError), ("piece", TemplateNotFound), ("import", TemplateNotFound)):
        template = environment.get_template(name)
        with pytest.raises(error):
            template.render()
