"""`python -m tests.support.kubernetes.reduce_schemas KUBERNETES CRD...`: writes anew by what manifests are judged.

KUBERNETES is the folder `v<version>-local-strict` inside the Python package kubernetes-validate, which is too large to
install for every test. Each CRD is a file made by Strimzi's generator (Java 21 or later, jars from Maven):
`java -cp 'jars/*' io.strimzi.crdgenerator.CrdGenerator --yaml --api-versions v1 --target-kube 1.27+ CLASS=FILE`,
or `config/crd/bases/postgresql.cnpg.io_clusters.yaml` of CloudNativePG's Go module, a zip on Go's module proxy.
What no manifest here needs is left out, and so refused as unknown.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.support.kubernetes.schemas import FILE

KINDS = {
    "v1 Namespace": "namespace-v1",
    "v1 Service": "service-v1",
    "v1 ServiceAccount": "serviceaccount-v1",
    "v1 ConfigMap": "configmap-v1",
    "apps/v1 Deployment": "deployment-apps-v1",
    "batch/v1 Job": "job-batch-v1",
    "networking.k8s.io/v1 NetworkPolicy": "networkpolicy-networking-v1",
    "networking.k8s.io/v1 Ingress": "ingress-networking-v1",
    "policy/v1 PodDisruptionBudget": "poddisruptionbudget-policy-v1",
    "autoscaling/v2 HorizontalPodAutoscaler": "horizontalpodautoscaler-autoscaling-v2",
}
UNUSED = {
    "Kafka": {"template", "logging", "metricsConfig", "jmxOptions", "tieredStorage", "cruiseControl", "kafkaExporter"},
    "Cluster": {
        *("affinity", "backup", "externalClusters", "projectedVolumeTemplate", "tablespaces", "monitoring", "env"),
        *("ephemeralVolumeSource", "envFrom", "podSecurityContext", "securityContext", "topologySpreadConstraints"),
    },
}
SAYS_NOTHING = {"description", "format", "default", "$schema", "$id"}


def stripped(schema: Any, *, names: bool = False) -> Any:
    """Return a schema without what only people read; `names` says that its keys are names of properties."""
    if isinstance(schema, dict):
        pairs: list[tuple[str, Any]] = list(schema.items())  # pyright: ignore[reportUnknownArgumentType]
        kept = [(key, each) for key, each in pairs if names or not (key in SAYS_NOTHING or key.startswith("x-kube"))]
        return {key: stripped(each, names=key == "properties" and not names) for key, each in kept}
    if isinstance(schema, list):
        return [stripped(each) for each in schema]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(schema, str) and "#/$defs/" in schema:
        return f"#/$defs/{schema.rsplit('/', 1)[1]}"
    return schema


def closed(schema: Any) -> Any:
    """Return a resource definition's schema that refuses fields it does not name, as the server would drop them."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(schema, dict):
        return schema
    found: dict[str, Any] = {key: closed(each) for key, each in schema.items()}  # pyright: ignore[reportUnknownVariableType]
    if found.get("type") == "object" and "properties" in found:
        found.setdefault("additionalProperties", False)
    return found


def of_kubernetes(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the kinds, and the definitions that they reach."""
    everything = json.loads((folder / "_definitions.json").read_text())["$defs"]
    kinds = {kind: stripped(json.loads((folder / f"{name}.json").read_text())) for kind, name in KINDS.items()}
    reached: dict[str, Any] = {}
    waiting = _names_in(kinds)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached[name] = stripped(everything[name])
            waiting += _names_in(reached[name])
    return kinds, dict(sorted(reached.items()))


def of_definition(path: Path) -> tuple[str, dict[str, Any]]:
    """Return a custom kind and its schema."""
    said = yaml.safe_load(path.read_text())["spec"]
    [version] = said["versions"]
    schema = closed(stripped(version["schema"]["openAPIV3Schema"]))
    anything: dict[str, Any] = {"apiVersion": {}, "kind": {}, "metadata": {}}
    schema["properties"] = anything | {"spec": schema["properties"]["spec"]}
    kind = said["names"]["kind"]
    spec = schema["properties"]["spec"]["properties"]
    within = [spec["kafka"]["properties"], spec["entityOperator"]["properties"]] if kind == "Kafka" else []
    for part in (spec, *within):
        for name in UNUSED.get(kind, set()) & part.keys():
            del part[name]
    return f"{said['group']}/{version['name']} {kind}", schema


def _names_in(schema: Any) -> list[str]:
    return re.findall(r'"#/\$defs/([^"]+)"', json.dumps(schema))


def write(kubernetes: Path, definitions: list[Path]) -> None:
    """Write the file, one kind or definition a line."""
    kinds, reached = of_kubernetes(kubernetes)
    kinds |= dict(of_definition(path) for path in definitions)
    lines = [f'"{section}": {{\n{_lines(entries)}\n}}' for section, entries in (("kinds", kinds), ("$defs", reached))]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def _lines(entries: dict[str, Any]) -> str:
    return ",\n".join(f"{json.dumps(key)}: {json.dumps(each, separators=(',', ':'))}" for key, each in entries.items())


if __name__ == "__main__":
    write(Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]])
