"""The manifests of `deploy/kubernetes`: valid, closed, and saying the same as what they are made after."""

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from matcher.settings import MatcherSettings
from needs.settings import NeedsSettings
from offers.settings import OffersSettings
from shared.messaging.topics import TOPICS
from tests.support.brokers.access_rules import Rule, documented_rules
from tests.support.kubernetes.kustomizations import (
    FOLDER,
    built,
    documents_in,
    files_named_by,
    kustomizations,
    of_kind,
)
from tests.support.kubernetes.schemas import Manifest, faults_of
from tests.support.source_tree import ROOT

SETTINGS = {"needs": NeedsSettings, "offers": OffersSettings, "matcher": MatcherSettings}
ROLES = ("api", "relay", "worker")
PROCESSES = {f"{service}-{role}" for service in SETTINGS for role in ROLES} | {"matcher-round-worker"}
EVERYWHERE = {53, 5432, 4318}
REPLICAS_KEPT = {"min.insync.replicas": "2"}


def workloads() -> dict[str, Manifest]:
    return {**of_kind("Deployment"), **of_kind("Job")}


def pod_of(workload: Manifest) -> dict[str, Any]:
    return workload["spec"]["template"]["spec"]


def container_of(workload: Manifest) -> dict[str, Any]:
    [container] = pod_of(workload)["containers"]
    return container


def told(workload: Manifest) -> Iterator[tuple[str, str]]:
    """Every setting of a process, from its own list and from the maps it reads."""
    container = container_of(workload)
    yield from ((each["name"], each["value"]) for each in container["env"])
    for source in container["envFrom"]:
        yield from of_kind("ConfigMap")[source["configMapRef"]["name"]]["data"].items()


def fits(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    some = selector.get("matchExpressions", [])
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items()) and all(
        labels.get(each["key"]) in each["values"] for each in some
    )


def rules_of(account: str, acl: dict[str, Any]) -> list[Rule]:
    resource = acl["resource"]
    pattern = {"literal": "literal", "prefix": "prefixed"}[resource["patternType"]]
    return [Rule(account, operation, resource["type"], resource["name"], pattern) for operation in acl["operations"]]


def ways_out(labels: dict[str, str]) -> set[int]:
    """Return the ports to which a pod of these labels may speak."""
    policies = [each["spec"] for each in of_kind("NetworkPolicy").values() if fits(each["spec"]["podSelector"], labels)]
    assert any("Egress" in policy["policyTypes"] for policy in policies)
    return {port["port"] for policy in policies for way in policy.get("egress", []) for port in way["ports"]}


def test_every_file_that_is_named_is_there_and_every_file_is_named() -> None:
    named = {path for each in kustomizations() for path in files_named_by(each)}
    named = {path / "kustomization.yaml" if path.is_dir() else path for path in named}
    assert sorted(path for path in named if not path.is_file()) == []
    example = FOLDER / "overlays" / "example" / "kustomization.yaml"
    assert {path.resolve() for path in FOLDER.rglob("*.yaml")} - named == {example}


@pytest.mark.parametrize("kustomization", kustomizations(), ids=lambda path: str(path.relative_to(FOLDER).parent))
def test_every_document_before_it_is_built_is_valid(kustomization: Path) -> None:
    resources = yaml.safe_load(kustomization.read_text()).get("resources", [])
    files = [kustomization.parent / each for each in resources if each.endswith(".yaml")]
    assert [fault for file in files for document in documents_in(file) for fault in faults_of(document)] == []


def test_every_document_as_it_is_applied_is_valid() -> None:
    assert len(built()) > 50
    assert [fault for manifest in built() for fault in faults_of(manifest)] == []


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("Deployment", ("spec", "replica"), 2),
        ("Deployment", ("spec", "replicas"), "two"),
        ("Deployment", ("spec", "template", "spec", "containers", 0, "livenessProbe", "httpGet", "part"), 8000),
        ("NetworkPolicy", ("spec", "podSelector", "matchLabel"), {}),
        ("KafkaTopic", ("spec", "partition"), 3),
        ("KafkaUser", ("spec", "authorization", "acls", 0, "operations"), ["Rewrite"]),
        ("KafkaNodePool", ("spec", "roles"), ["broker", "leader"]),
        ("Kafka", ("spec", "kafka", "listener"), []),
        ("Kafka", ("apiVersion",), "kafka.strimzi.io/v1beta2"),
        ("Cluster", ("spec", "postgresql", "synchronous", "dataDurability"), "always"),
        ("Cluster", ("spec", "enableSuperUserAccess"), False),
    ],
)
def test_a_field_that_is_misspelt_or_of_the_wrong_kind_would_be_noticed(
    kind: str, path: tuple[str | int, ...], value: Any
) -> None:
    manifest = copy.deepcopy(next(iter(of_kind(kind).values())))
    place: Any = manifest
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert faults_of(manifest) != []


def test_every_process_of_every_service_is_there_with_its_own_command_and_image() -> None:
    assert set(of_kind("Deployment")) == PROCESSES
    for name, workload in workloads().items():
        service, _, part = name.partition("-")
        assert container_of(workload)["args"] == [part]
        assert re.fullmatch(rf"registry\.example\.org/accord-{service}:\d+\.\d+\.\d+", container_of(workload)["image"])
    assert set(of_kind("Job")) == {f"{service}-migrate" for service in SETTINGS}


def test_no_pod_of_ours_can_do_more_than_it_has_to() -> None:
    for workload in workloads().values():
        pod, container = pod_of(workload), container_of(workload)
        assert (pod["serviceAccountName"], pod["automountServiceAccountToken"]) == ("accord", False)
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert {"cpu", "memory"} <= container["resources"]["requests"].keys()
        assert "memory" in container["resources"]["limits"]
        assert not pod.keys() & {"hostNetwork", "hostPID", "hostIPC"}
        writable = [each["mountPath"] for each in container["volumeMounts"] if not each.get("readOnly")]
        assert writable == ["/tmp"]  # noqa: S108 - the pod's own


def test_what_stays_up_is_asked_whether_it_lives_and_whether_it_is_ready() -> None:
    for workload in of_kind("Deployment").values():
        container = container_of(workload)
        asked = {name: container[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "liveness", "readiness")}
        assert asked == {"startup": "/livez", "liveness": "/livez", "readiness": "/readyz"}


def test_every_setting_is_one_that_the_service_knows() -> None:
    for name, workload in workloads().items():
        fields = SETTINGS[name.partition("-")[0]].model_fields
        given = [key.removeprefix("ACCORD_").removesuffix("_FILE").lower() for key, _ in told(workload)]
        whole = [key.removeprefix("ACCORD_").lower() for key, _ in told(workload)]
        unknown = [key for key, exact in zip(given, whole, strict=True) if not {key, exact} & fields.keys()]
        assert unknown == []
        assert {"database_url", "oidc_issuer"} <= set(given)


def test_only_relays_and_workers_are_told_of_kafka_and_only_workers_know_persons() -> None:
    for name, workload in workloads().items():
        names = {key for key, _ in told(workload)}
        part = name.partition("-")[2]
        assert ("ACCORD_KAFKA_BOOTSTRAP" in names, "ACCORD_KAFKA_PASSWORD_FILE" in names) == (
            part in {"relay", "worker"},
            part in {"relay", "worker"},
        )
        assert ("ACCORD_PERSON_KEY_FILE" in names) == (part == "worker")
        assert ("ACCORD_MIGRATION_DATABASE_URL_FILE" in names) == (part == "migrate")


def test_a_pod_is_given_the_secrets_of_its_own_service_alone_and_none_stands_in_a_file() -> None:
    assert of_kind("Secret") == {}
    for name, workload in workloads().items():
        service, _, part = name.partition("-")
        volumes = pod_of(workload)["volumes"]
        given = {each["secret"]["secretName"] for each in volumes if "secret" in each}
        projected = [source for each in volumes if "projected" in each for source in each["projected"]["sources"]]
        given |= {source["secret"]["name"] for source in projected}
        more = {"migrate": {f"{service}-owner"}, "worker": {"accord-persons"}}
        kafka = {service, "accord-cluster-ca-cert"} if part in {"relay", "worker"} else set[str]()
        assert given == {f"{service}-database"} | more.get(part, set()) | kafka


def test_nothing_goes_in_or_out_but_what_a_part_needs() -> None:
    of_part = {"api": {443}, "relay": {9093}, "worker": {9093}, "round-worker": set[int](), "migrate": set[int]()}
    for name, workload in workloads().items():
        labels = workload["spec"]["template"]["metadata"]["labels"]
        assert ways_out(labels) == EVERYWHERE | of_part[name.partition("-")[2]]
    closed = of_kind("NetworkPolicy")["closed"]["spec"]
    assert closed["policyTypes"] == ["Ingress", "Egress"]
    assert not closed.keys() & {"ingress", "egress"}


def test_disruptions_and_scaling_speak_of_deployments_that_are_there() -> None:
    deployments = of_kind("Deployment")
    for name, budget in of_kind("PodDisruptionBudget").items():
        labels = deployments[name]["spec"]["template"]["metadata"]["labels"]
        assert fits(budget["spec"]["selector"], labels)
        others = [each for each in deployments if each != name]
        pods = [deployments[each]["spec"]["template"]["metadata"]["labels"] for each in others]
        assert not any(fits(budget["spec"]["selector"], each) for each in pods)
        assert deployments[name]["spec"]["replicas"] > budget["spec"]["minAvailable"]
    assert {each["spec"]["scaleTargetRef"]["name"] for each in of_kind("HorizontalPodAutoscaler").values()} == {
        f"{service}-api" for service in SETTINGS
    }


def test_kafkas_topics_are_those_of_the_code() -> None:
    found = {name: each["spec"] for name, each in of_kind("KafkaTopic").items()}
    wanted = {
        topic.name: {"partitions": topic.partitions, "replicas": 3, "config": {**topic.settings, **REPLICAS_KEPT}}
        for topic in TOPICS
    }
    assert found == wanted


def test_kafkas_accounts_have_the_rights_that_the_page_gives_them() -> None:
    found = {
        rule
        for account, user in of_kind("KafkaUser").items()
        for acl in user["spec"]["authorization"]["acls"]
        for rule in rules_of(account, acl)
    }
    assert found == {rule for rule in documented_rules() if rule.account in SETTINGS}


def test_databases_roles_and_rights_are_those_of_the_compose_file() -> None:
    script = (ROOT / "deploy/docker/postgres/databases.sql").read_text()
    plain = re.sub(r" PASSWORD :'\w+'", "", script)
    statements = {line.rstrip(";") for line in plain.splitlines() if re.match("CREATE|REVOKE|GRANT", line)}
    [cluster] = (each for each in built() if each["apiVersion"] == "postgresql.cnpg.io/v1")
    assert set(cluster["spec"]["bootstrap"]["initdb"]["postInitSQL"]) == statements
    roles = {each["name"]: each["passwordSecret"]["name"] for each in cluster["spec"]["managed"]["roles"]}
    assert roles == {
        **{service: f"{service}-database" for service in SETTINGS},
        **{f"{service}_owner": f"{service}-owner" for service in SETTINGS},
    }
