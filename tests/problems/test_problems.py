from generator.problems import Problem, Report, in_order, problem, written


def test_values_that_are_none_are_left_out() -> None:
    found = problem("bad-region", "a.yaml", ("region",), value="33", nearest=None)
    assert found.values == (("value", "33"),)


def test_a_report_collects_problems_with_and_without_a_line() -> None:
    report = Report("a.yaml")
    report.add("empty-value", ("name",))
    report.add_at("duplicate-key", 4, 1, ("name",), name="name", first_line=2)
    assert [(found.code, found.line, found.column) for found in report] == [
        ("empty-value", None, None),
        ("duplicate-key", 4, 1),
    ]


def test_order_is_by_file_then_line_and_equal_problems_count_once() -> None:
    late = Problem("b.yaml", 2, 1, "empty-value", ("list", 1))
    early = Problem("b.yaml", None, None, "file-name", ())
    other = Problem("a.yaml", 9, 9, "empty-value", ("list", "key"))
    assert in_order([late, early, other, late]) == [other, early, late]


def test_places_are_written_as_paths() -> None:
    assert written(("events", 2, "on")) == "events[2].on"
    assert written((0, "a")) == "[0].a"
    assert written(()) == ""


def test_a_place_with_an_endless_field_name_is_cut() -> None:
    assert len(written(("k" * 5_000, 0))) < 100
