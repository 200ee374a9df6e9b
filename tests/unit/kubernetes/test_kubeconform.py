"""The manifests by kubeconform, a second judge of the same schemas, where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.support.kubernetes.kustomizations import built
from tests.support.kubernetes.schemas import written_for_kubeconform
from tests.support.not_run import not_runnable


@pytest.fixture
def kubeconform(tmp_path: Path) -> list[str]:
    """The command, with our schemas and no others."""
    if shutil.which("kubeconform") is None:
        not_runnable("kubeconform (the Kubernetes example judged once more)")
    return ["kubeconform", "-strict", "-summary", "-schema-location", written_for_kubeconform(tmp_path)]


def judged(command: list[str], text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)  # noqa: S603


def test_every_document_as_it_is_applied_is_valid(kubeconform: list[str]) -> None:
    verdict = judged(kubeconform, yaml.safe_dump_all(built()))
    assert verdict.returncode == 0, verdict.stdout
    assert f"Valid: {len(built())}, Invalid: 0, Errors: 0, Skipped: 0" in verdict.stdout


def test_it_refuses_a_field_that_no_kind_has(kubeconform: list[str]) -> None:
    document = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "x"}, "automount": False}
    verdict = judged(kubeconform, yaml.safe_dump(document))
    assert verdict.returncode == 1
    assert "automount" in verdict.stdout
