from __future__ import annotations

from markdown import markdown  # type: ignore[import-untyped]

from generator.editorial.tables import TableLabels


def rendered(text: str) -> str:
    return str(markdown(text, extensions=["tables", TableLabels()]))


def test_every_heading_has_its_scope() -> None:
    assert rendered("| A | B |\n| --- | --- |\n| 1 | 2 |").count('<th scope="col">') == 2


def test_a_cell_of_a_wide_table_knows_its_heading() -> None:
    html = rendered("| *A* | B `b` & | |\n| --- | --- | --- |\n| 1 | 2 | 3 |")
    assert '<table class="lx-stack">' in html
    assert '<td data-label="A">1</td>' in html
    assert 'data-label="B ' in html
    assert "<td>3</td>" in html


def test_a_narrow_table_stays_as_it_is() -> None:
    html = rendered("| A | B |\n| --- | --- |\n| 1 | 2 |")
    assert "lx-stack" not in html
    assert "data-label" not in html


def test_alignment_is_a_class_and_no_inline_style() -> None:
    html = rendered("| A | B |\n| --- | ---: |\n| 1 | 2 |")
    assert "style=" not in html
    assert '<td class="lx-right">2</td>' in html
    assert "<td>1</td>" in html
