"""Kustomizations of `deploy/kubernetes`: built by kustomize or kubectl where one is there, otherwise only read."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.support.kubernetes.schemas import Manifest
from tests.support.not_run import not_runnable
from tests.support.processes import run
from tests.support.source_tree import ROOT

FOLDER = ROOT / "deploy" / "kubernetes"


def kustomizations() -> list[Path]:
    """Return every kustomization."""
    return sorted(FOLDER.rglob("kustomization.yaml"))


def files_named_by(kustomization: Path) -> Iterator[Path]:
    """Yield every file and folder that a kustomization names."""
    said: dict[str, Any] = yaml.safe_load(kustomization.read_text())
    patches = [each["path"] for each in said.get("patches", [])]
    named = [*said.get("resources", []), *said.get("components", []), *patches]
    yield from ((kustomization.parent / name).resolve() for name in named)


def documents_in(path: Path) -> list[Manifest]:
    """Return the documents of a file."""
    return [each for each in yaml.safe_load_all(path.read_text()) if each]


@cache
def built() -> list[Manifest]:
    """Return all that the example consists of, as it would be applied."""
    command = ["kustomize", "build"] if shutil.which("kustomize") else ["kubectl", "kustomize"]
    if shutil.which(command[0]) is None:
        not_runnable("kustomize or kubectl (the Kubernetes example as it is built)")
    printed = run([*command, FOLDER / "overlays" / "example"])
    return [each for each in yaml.safe_load_all(printed) if each]


def of_kind(kind: str) -> dict[str, Manifest]:
    """Return what is built of one kind, by name."""
    return {each["metadata"]["name"]: each for each in built() if each["kind"] == kind}
