"""What has to travel, from what was touched and what stands."""

from __future__ import annotations

from generator.publish.delivery import plan_changes, plan_whole


def test_what_still_stands_is_sent_and_the_rest_removed() -> None:
    found = plan_changes(["b.html", "a.html", "gone.html"], {"a.html", "b.html"}.__contains__)
    assert (found.send, found.remove) == (("a.html", "b.html"), ("gone.html",))
    assert not found.whole


def test_a_whole_site_replaces_what_else_stands_at_the_target() -> None:
    found = plan_whole({"a.html", "b.html"}, {"b.html", "old.html"})
    assert (found.send, found.remove, found.whole) == (("a.html", "b.html"), ("old.html",), True)


def test_assets_are_sent_first_and_never_removed() -> None:
    new, old = "assets/lixin.2.css", "assets/lixin.1.css"
    for found in (plan_changes([new, old, "a.html"], {new, "a.html"}.__contains__), plan_whole({new, "a.html"}, {old})):
        assert (found.assets, found.pages, found.remove) == ((new,), ("a.html",), ())
