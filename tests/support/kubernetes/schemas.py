"""The schemas by which manifests are judged: those of Kubernetes 1.37, Strimzi 1.2.0 and CloudNativePG 1.30.0."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

FILE = Path(__file__).parents[2] / "data" / "kubernetes_schemas.json"

Manifest = dict[str, Any]


def faults_of(manifest: Manifest) -> list[str]:
    """Return what is wrong with a manifest, each with its place; an unknown kind is wrong."""
    return sorted(_faults(manifest))


def kind_of(manifest: Manifest) -> str:
    """Return its version and kind, as they are written."""
    return f"{manifest['apiVersion']} {manifest['kind']}"


def written_for_kubeconform(folder: Path) -> str:
    """Write each kind's schema as a file of its own, and return the location by which kubeconform finds them."""
    schemas = _schemas()
    for versioned, schema in schemas["kinds"].items():
        version, kind = versioned.rsplit(" ", 1)
        # Kinds of the core have no group; kubeconform takes their version for it.
        group, number = version.split("/")[0], version.split("/")[-1]
        text = json.dumps({**schema, "$defs": schemas["$defs"]})
        (folder / f"{group}-{number}-{kind.lower()}.json").write_text(text)
    return f"{folder}/{{{{ .Group }}}}-{{{{ .ResourceAPIVersion }}}}-{{{{ .ResourceKind }}}}.json"


def _faults(manifest: Manifest) -> Iterator[str]:
    kind = kind_of(manifest)
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
