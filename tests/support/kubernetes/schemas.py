"""The schemas by which manifests are judged: Kubernetes 1.37 (kubernetes-validate 1.37.0) and Strimzi 1.2.0."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

FILE = Path(__file__).parents[2] / "data" / "kubernetes_schemas.json"
WITHOUT_SCHEMA = {"postgresql.cnpg.io/v1 Cluster"}
"""CloudNativePG publishes no schema in any registry that tests could take it from: these are only read."""

Manifest = dict[str, Any]


def faults_of(manifest: Manifest) -> list[str]:
    """Return what is wrong with a manifest, each with its place; an unknown kind is wrong."""
    return sorted(_faults(manifest))


def kind_of(manifest: Manifest) -> str:
    """Return its version and kind, as they are written."""
    return f"{manifest['apiVersion']} {manifest['kind']}"


def _faults(manifest: Manifest) -> Iterator[str]:
    kind = kind_of(manifest)
    if kind in WITHOUT_SCHEMA:
        return
    schemas = _schemas()
    if kind not in schemas["kinds"]:
        yield f"{kind}: no schema"
        return
    schema = {**schemas["kinds"][kind], "$defs": schemas["$defs"]}
    for error in Draft202012Validator(schema).iter_errors(manifest):
        yield f"{kind} {manifest['metadata']['name']} {error.json_path}: {error.message}"


@cache
def _schemas() -> dict[str, Any]:
    return json.loads(FILE.read_text())
