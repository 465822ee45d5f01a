"""A scheme is data: one more YAML file, and it is checked, offered to editors, imported, indexed and shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.cli import main
from generator.render import urls
from tests.build.project import SECOND, build_project, contents, write_project, write_record
from tests.model import made

ID = "laundry-certification"
SCHEME = """\
id: laundry-certification
name: 洗染服务认证
name_en: Laundry service certification
short_name: 洗染服务
kind: certification
summary: 对洗染企业的收衣、洗涤、质检和交付服务作出评价。
basis:
  - standard: GB-T-27922-2011
    edition: "2011"
grades:
  - {id: trial, name: 试评级, name_en: Trial, awardable: false}
  - {id: clean, name: 洁净级, name_en: Clean, from_points: 70}
  - {id: spotless, name: 无瑕级, name_en: Spotless, from_points: 90}
direction: ascending
full_points: 100
validity_months: 36
"""
HEAD = (
    "证书编号,scheme,获证组织,发证机构,级别,score.total,first_issued_on,issued_on,valid_from,valid_until,"
    "basis.1.standard,basis.1.edition,scope,events.1.kind,events.1.date"
)
DATES = "2026/3/2,2026/3/2,2026/3/2,2029/3/1,GB-T-27922-2011,2011,衣物洗涤,issued,2026/3/2"


def row(number: str, holder: str, grade: str, points: str) -> str:
    return f"{number},{ID},{holder},{made.ISSUER.id},{grade},{points},{DATES}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose issuer has permission for a scheme that is not there yet: its file is all that is added."""
    root = write_project(tmp_path / "project")
    approval = made.ISSUER.approvals[0]
    write_record(root, replace(made.ISSUER, approvals=(replace(approval, schemes=(*approval.schemes, ID)),)))
    assert check(root) == 1
    (root / "registry" / "schemes" / f"{ID}.yaml").write_text(SCHEME, encoding="utf-8")
    return root


def check(root: Path) -> int:
    return main(["check", "--root", str(root), "--at", "2026-11-20"])


def import_(root: Path, *rows: str) -> int:
    sheet = root.parent / "sheet.csv"
    sheet.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    return main(["import", str(sheet), "--kind", "certificate", "--root", str(root), "--at", "2026-11-20"])


GOOD = (row("XR-1", made.HOLDER, "clean", "79.5"), row("XR-2", SECOND.credit_code, "spotless", "90"))


def test_the_registry_with_the_scheme_is_sound(project: Path) -> None:
    assert check(project) == 0


def test_a_new_certificate_is_offered_the_grades_that_may_be_awarded(project: Path) -> None:
    assert main(["new", "certificate", "--root", str(project), "--set", f"scheme={ID}", "--set", "number=XR-9"]) == 0
    text = next((project / "registry/certificates").rglob("XR-9.yaml")).read_text(encoding="utf-8")
    assert "clean 洁净级 / spotless 无瑕级" in text
    assert "trial" not in text


def test_certificates_under_it_are_imported(project: Path) -> None:
    assert import_(project, *GOOD) == 0
    assert check(project) == 0


def test_its_own_ladder_judges_the_rows(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (row("XR-1", made.HOLDER, "spotless", "89.9"), row("XR-2", made.HOLDER, "trial", "60"))
    assert import_(project, GOOD[1].replace("XR-2", "XR-3"), *rows) == 1
    out = capsys.readouterr().out
    assert " error score-grade-mismatch " in out
    assert " error grade-not-awardable " in out
    assert {path.stem for path in project.rglob("XR-*.yaml")} == {"XR-3"}


def test_it_has_its_page_and_its_places_in_the_indexes(project: Path) -> None:
    before = set(contents(project / "site")) if build_project(project).written else set()
    assert urls.scheme(ID) in before
    assert import_(project, *GOOD) == 0
    build_project(project, at=date(2026, 11, 22))
    site = contents(project / "site")
    added = set(site) - before
    assert {urls.certificate("XR-1"), urls.certificate("XR-2"), urls.certificate_json("XR-1")} <= added
    listed = [site[path].decode() for path in added if path.startswith("certificates/") and ID in path]
    assert any("XR-1" in page and "XR-2" in page for page in listed)
    assert any("XR-2" in page and "XR-1" not in page for page in listed)
    assert "无瑕级" in site[urls.certificate("XR-2")].decode()
    assert "洗染服务认证" in site["schemes/index.html"].decode()
    assert "洁净级" in site[urls.scheme(ID)].decode()
