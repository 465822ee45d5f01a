from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateNotFound, UndefinedError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from generator.render.folding import PAGE, SECTION, FoldingEnvironment
from generator.render.house import House

WORDS = SimpleNamespace(name="A & B", mark=Markup("<i>i</i>"), lines=("x", "<y>"), level=SimpleNamespace(deep="deep"))
GLOBALS = {"t": WORDS, "lang": "zh", "link": lambda target: f"../{target}", "say": lambda word: f"<{word}>"}
MACROS = """
{% macro icon(name) %}<svg class="{{ name }}"/>{% endmacro %}
{% macro more(path, text) %}<a href="{{ link(path) }}">{{ text }}{{ icon('arrow') }}</a>{% endmacro %}
{% macro row(name) %}<dt>{{ name }}</dt><dd>{{ caller() }}</dd>{% endmacro %}
{% macro line(a, b='', c=none) %}{{ a }}{% if b %}/{{ b }}{% endif %}{{ c }}{% endmacro %}
{% macro card(name, text='t') %}{% call row(text) %}{{ line(name, text) }}{{ icon(name) }}{% endcall %}{% endmacro %}
{% macro empty(name) %}{{ name }}{% if caller is defined %}({{ caller() }}){% endif %}{% endmacro %}
{% macro often() %}{{ caller() }}{% for i in (1, 2) %}{{ caller() }}{% endfor %}{% endmacro %}
{% macro each() %}{{ caller('a') }}{{ caller('<b>') }}{% endmacro %}
{% macro all(items) %}{% for item in items %}{{ loop.index }}{{ item }}{% endfor %}{% endmacro %}
{% macro counted(items) %}{% set n = namespace(x=0) %}
{% for i in items %}{% set n.x = n.x + 1 %}{% endfor %}{{ n.x }}{% endmacro %}
{% macro doubled(x) %}{% set x = x ~ x %}{{ x }}{% endmacro %}
{% macro thrice(x) %}{{ x }}{{ x }}{{ x }}{% for i in (1, 2) %}{{ x }}{% endfor %}{% endmacro %}
{% macro down(n) %}{{ n }}{% if n %}{{ down(n - 1) }}{% endif %}{% endmacro %}
{% macro marked(x) %}{% if x %}{% set mark = x ~ '!' %}{{ mark }}{% endif %}{% endmacro %}
{% macro any() %}{{ varargs | join }}{{ kwargs.x }}{% endmacro %}
"""
IMPORT = (
    "{% from 'macros' import all, any, card, counted, doubled, down, each, empty, line, marked, more, often, row, "
    "thrice %}"
)
CONTEXT_MACROS = "{% macro here() %}{{ path }}{% endmacro %}{% macro there() %}there{% endmacro %}"

SAME = {
    "a word": "{{ t.name }} {{ t.mark }} {{ t['level'].deep }}",
    "a call": "{{ say('a') }} {{ link('b') }} {{ say(word='c') }} {{ say(value) }}",
    "a filter": "{{ t.name | upper }} {{ '%s!' | format(value) }} {{ missing | default(t.name) }}",
    "a choice": "{{ 'ja' if lang == 'zh' else 'nein' }}{% if lang == 'en' %}en{% elif value %}v{% endif %}",
    "a list of words": "{% for line in t.lines %}{{ loop.index }}{{ line }}{% endfor %}",
    "a value as key": "{{ t[key] }} {{ t[key] | lower }}",
    "a macro": "{% from 'macros' import icon, more as on with context %}{{ icon('a') }}{{ on(value, t.name) }}",
    "a macro by its module": "{% import 'macros' as m with context %}{{ m.icon('a') }}{{ m.more('b', t.mark) }}",
    "a macro that asks for the page": "{% from 'asking' import here, there with context %}{{ here() }}{{ there() }}",
    "a call block": IMPORT + "{% call row(t.name) %}{{ t.mark }}{{ value }}{% endcall %}",
    "a macro of macros": IMPORT + "{{ card(key, value) }}{{ card(value) }}{{ card('k', 'v') }}",
    "a macro in a block": IMPORT + "{% call row(value) %}{{ line(1, value) }}{% endcall %}",
    "a block in a block": IMPORT + "{% call row(key) %}{% call row(value) %}{{ key }}{% endcall %}{% endcall %}",
    "a name of the macro": IMPORT + "{% set name = 'mine' %}{% call row(value) %}{{ name }}{% endcall %}{{ name }}",
    "a block that may be absent": IMPORT + "{{ empty('e') }}{% call empty(value) %}{{ key }}{% endcall %}",
    "a block put out often": IMPORT + "{% call often() %}{{ value }}{% endcall %}",
    "a block with arguments": IMPORT + "{% call(x) each() %}{{ x }}{{ value }}{% endcall %}",
    "a block in a loop": IMPORT
    + "{% for i in (1, 2) %}{% call row(i) %}{{ loop.index }}{% set i = 3 %}{{ i }}{% endcall %}{{ i }}{% endfor %}",
    "a macro that loops": IMPORT + "{% set item = 'mine' %}{{ all(('a', value)) }}{{ item }}",
    "a macro that counts": IMPORT + "{{ counted((value, 2)) }}",
    "a macro that sets its argument": IMPORT + "{{ doubled('a') }}{{ doubled(value) }}",
    "a macro with a name in a branch": IMPORT + "{% set mark = key %}{{ marked(value) }}{{ marked('') }}{{ mark }}",
    "a macro with a name of two branches": "{% macro m(x) %}{% if x %}{% set mark = x %}{% else %}{% set mark = 'no' %}"
    "{% endif %}{{ mark }}{% endmacro %}{% set mark = key %}{{ m(value) }}{{ m('') }}{{ mark }}",
    "an argument named often": IMPORT + "{{ thrice(record.name) }}{{ thrice(value) }}{{ thrice(say(value)) }}",
    "a macro with defaults": IMPORT + "{{ line(value) }}{{ line(1, 2, 3) }}{{ line(b=value, a=2) }}",
    "a macro in an expression": IMPORT + "{{ line(value) ~ key }}{{ line(value) | upper }}",
    "a macro whose global is hidden": IMPORT + "{% set link = key %}{{ more(value, link) }}",
    "a macro of its own": "{% macro m(x, y='y') %}{{ x }}{{ y }}{% endmacro %}{{ m(value) }}{{ m(y=2, x=3) }}",
    "a macro defined later": "{{ n is defined }}{% macro n(x) %}{{ x }}{% endmacro %}{{ n(value) }}",
    "a macro that calls itself": IMPORT + "{{ down(3) }}{{ down(count) }}",
    "a macro with any arguments": IMPORT + "{{ any(value, 2, x=key) }}",
    "a macro in a branch": IMPORT
    + "{% if lang == 'en' %}{{ line(1) }}{% elif lang == 'zh' %}{{ line(value) }}{% else %}-{% endif %}",
    "a branch with a block": "{% if lang == 'en' %}{% block b %}n{% endblock %}{% else %}{{ value }}{% endif %}"
    "{{ self.b() }}",
    "branches": "{% if value %}1{% elif lang == 'zh' %}2{% else %}3{% endif %}"
    "{% if not value %}1{% elif lang == 'zh' %}2{% endif %}{% if lang %}{% set a = 1 %}{% endif %}{{ a }}",
    "a block that sets a name": "{% block b %}{% set x = value %}{{ x }}{% block c scoped %}{{ x }}{% endblock %}"
    "{% endblock %}{% block d %}{% endblock %}",
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
    "a page of a section": "{% extends 'base' %}{% set active = 'news' %}{% block title %}{{ active }}{% endblock %}",
    "a page without a title": "{% extends 'base' %}",
    "a page that adds": "{% extends 'base' %}{% block main %}[{{ super() }}{{ value }}]{% endblock %}",
    "a page above a page": "{% extends 'a page that adds' %}dropped{% block title %}{{ key }}{% endblock %}"
    "{% block main %}{{ super() }}{% set x = value %}{{ x }}{% endblock %}"
    "{% block aside %}{{ self.title() }}{% endblock %}",
    "a page that imports another": "{% extends 'a page that imports' %}{% from 'macros' import icon %}"
    "{% from 'others' import icon %}{% block main %}{{ icon(value) }}{% endblock %}",
    "a page with macros": "{% extends 'base' %}{% from 'macros' import icon, line with context %}"
    "{% macro own(x) %}<{{ x }}>{% endmacro %}"
    "{% block aside %}{{ icon(key) }}{{ line(value) }}{{ own(value) }}{% endblock %}",
    "a page with its own names": "{% extends 'base' %}{% set x = 1 %}"
    "{% block main %}{% set x = 2 %}{{ x }}{% endblock %}{% block aside %}{{ x }}{% endblock %}",
    "a page that asks too early": "{% extends 'base' %}{% block title %}{{ self.main() }}{% endblock %}",
    "a page that includes": "{% extends 'base' %}{% block title %}{% include 'canonical' %}{% endblock %}"
    "{% block aside %}{{ value }}{% include 'header' without context %}{{ key }}{% endblock %}",
    "a page with a call": "{% extends 'base' %}{% from 'macros' import each, often with context %}{% block aside %}"
    "{% call(x) each() %}{{ x }}{{ value }}{% endcall %}{% filter upper %}{{ value }}{% endfilter %}{% endblock %}",
    "a page whose block has a block": "{% extends 'base' %}"
    "{% block main %}{% set x = 1 %}{% block in %}{{ x is defined }}{% endblock %}{% endblock %}",
    "a page that extends by a name": "{% set above = 'base' %}{% extends above %}"
    "{% block title %}{{ key }}{% endblock %}",
    "a page that extends perhaps": "{% if value %}{% extends 'base' %}{% endif %}"
    "{% block title %}{{ key }}{% endblock %}",
    "a page of several branches": "{% extends 'branches of blocks' %}{% block one %}{{ value }}{% endblock %}",
    "what may be missing": "{{ record.none | default('-') }}{{ record.none is defined }}{{ record.name }}"
    "{{ record['x'] is undefined }}{{ nothing is defined }}"
    "{{ (record.none | default(record)).name }}{{ [1, 2].x | d('d') }}",
    "what is missing and not missed": "{% if not value %}{{ record.none.none }}{% endif %}{{ record.none is none }}",
    "a word of Python": "{{ record.class | default('c') }}{{ {'from': 1}.from }}",
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
    "base": "{% from 'macros' import icon with context %}{% include 'header' %}"
    "<title>{% block title %}{% endblock %}</title>{{ self.title() }}"
    "{% block main %}<main>{{ icon('m') }}{% block aside %}{{ t.name }}{% endblock %}</main>"
    "{% endblock %}",
    "branches of blocks": "{% block zero %}{% endblock %}"
    "{% if value %}{% block one %}1{% endblock %}{% else %}{% block two %}2{% endblock %}{% endif %}",
    "others": "{% macro icon(name) %}<b>{{ name }}</b>{% endmacro %}",
    "a page that imports": "{% from 'macros' import icon %}{% block main %}{% endblock %}{{ icon('base') }}",
    "tree": "({% for node in nodes %}{% set nodes = node %}{% include 'tree' %}{% endfor %})",
    **SAME,
}
VALUES = {"value": "<v>", "key": "name", "path": "a/b.html", "count": 2, "record": {"name": "<r>"}}


def plain(templates: Mapping[str, str]) -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined, loader=DictLoader(templates))
    environment.globals.update(GLOBALS)
    return environment


def folding(templates: Mapping[str, str], **known: object) -> FoldingEnvironment:
    loader = DictLoader(templates)
    return FoldingEnvironment(GLOBALS | known, autoescape=True, undefined=StrictUndefined, loader=loader)


class Heard(list[str]):
    """Says back what it hears, and remembers."""

    def __call__(self, word: str) -> str:
        self.append(word)
        return word


@pytest.mark.parametrize("name", SAME)
def test_a_folded_template_says_what_the_plain_one_says(name: str) -> None:
    for values in (VALUES, VALUES | {"active": "schemes"}):
        expected = plain(TEMPLATES).get_template(name).render(values)
        environment = folding(TEMPLATES)
        template = environment.get_template(name)
        assert [template.render(values), template.render(values)] == [expected, expected]
        assert [environment.render(name, values), environment.render(name, values)] == [expected, expected]


@pytest.mark.parametrize("name", ["a page above a page", "a page that adds", "a page with macros"])
def test_a_page_is_one_program_with_what_it_extends(name: str) -> None:
    environment = folding(TEMPLATES)
    program = environment.compile(TEMPLATES[name], PAGE + name, raw=True)
    assert "def block_" not in program
    assert "get_template" not in program
    assert environment.get_template(PAGE + name).render(VALUES) == environment.get_template(name).render(VALUES)


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


def test_a_macro_is_written_out_where_it_is_called() -> None:
    environment = folding(TEMPLATES)
    for name in ("a call block", "a macro of macros", "a block that may be absent", "a macro that loops"):
        environment.get_template(name)
        program = environment.compile(TEMPLATES[name], name, raw=True)
        assert "context.call" not in program


def test_a_block_that_nobody_gave_is_missed() -> None:
    template = folding(TEMPLATES | {"page": IMPORT + "{{ row(1) }}"}).get_template("page")
    with pytest.raises(UndefinedError):
        template.render()


@pytest.mark.parametrize(
    "name", ["icons.html", "macros.html", "site-header.html", "site-footer.html", "float-menu.html"]
)
def test_what_every_page_has_asks_for_its_section_alone(name: str, house: House) -> None:
    assert house.environment_at("../").asked_by(name) <= {SECTION}


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
        with pytest.raises(error):
            environment.render(name, {})
