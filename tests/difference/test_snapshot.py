from __future__ import annotations

import pytest

from generator.difference.snapshot import id_at
from generator.records.files import scan
from tests.build.project import write_project


@pytest.mark.parametrize(
    "path",
    [
        "registry/certificates/2024/.hidden.yaml",
        "registry/certificates/2024/A.yml",
        "registry/certificates/24/A.yaml",
        "registry/certificates/2024/deeper/A.yaml",
        "registry/enterprises/2024/A.yaml",
        "registry/media/logo.yaml",
        "registry/ledger/A.yaml",
        "registry/A.yaml",
        "docs/certificates/2024/A.yaml",
        "registry/certificates/README.md",
    ],
)
def test_what_the_registry_does_not_read_is_no_record(path: str) -> None:
    assert id_at(path) is None


def test_every_file_that_the_registry_reads_has_an_id(tmp_path) -> None:  # type: ignore[no-untyped-def]
    sources, _ = scan(write_project(tmp_path))
    ids = {source.path: id_at(source.path) for source in sources}
    assert all(ids[source.path] is not None and ids[source.path][0] == source.kind for source in sources)  # type: ignore[index]
    assert ids["registry/certificates/2024/DEMO-2024-0001.yaml"] == ("certificate", "DEMO-2024-0001")
