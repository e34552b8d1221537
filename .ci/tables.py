#!/usr/bin/env python3
"""Makes blueprints/kubernetes/fields.yaml and required.yaml.

They come from the strict JSON schemas of Kubernetes 1.25 to 1.37 in the package
kubernetes-validate, with gates.yaml and server.yaml laid over them.

usage: tables.py           writes both files
       tables.py --check   writes nothing; fails if a file is not what would be written
"""

import json
import sys
from pathlib import Path

import venv_of_judges

venv_of_judges.enter("kubernetes_validate", "yaml")

import kubernetes_validate  # noqa: E402
import yaml  # noqa: E402

DATA = Path(__file__).resolve().parent.parent / "blueprints" / "kubernetes"
MINORS = range(25, 38)
NEWEST = MINORS[-1]

# The kinds kwgen reads, and those it will.
KINDS = {
    "apps.v1": ["DaemonSet", "Deployment", "StatefulSet"],
    "autoscaling.v2": ["HorizontalPodAutoscaler"],
    "batch.v1": ["CronJob", "Job"],
    "core.v1": [
        "ConfigMap", "LimitRange", "Namespace", "PersistentVolumeClaim", "Pod", "ResourceQuota",
        "Secret", "Service", "ServiceAccount",
    ],
    "networking.v1": ["Ingress", "NetworkPolicy"],
    "policy.v1": ["PodDisruptionBudget"],
    "rbac.v1": ["Role", "RoleBinding"],
    "storage.v1": ["StorageClass"],
}

# What the server writes, a manifest does not: the status of a kind, and who manages its fields.
SKIPPED = {"managedFields"}


def definitions(minor):
    folder = f"kubernetes-json-schema/v1.{minor}.0-local-strict/_definitions.json"
    return json.loads((Path(kubernetes_validate.__file__).parent / folder).read_text())["$defs"]


def target(field):
    """The type that a field holds, itself, as items or as values."""
    for one in (field, field.get("items", {}), field.get("additionalProperties", {})):
        if isinstance(one, dict) and "$ref" in one:
            return one["$ref"].rsplit("/", 1)[-1]
    return None


def short(name):
    """The name k8s-openapi decodes a type under: the last part."""
    return name.rsplit(".", 1)[-1]


class Walk:
    """All types and fields that can be reached from KINDS."""

    def __init__(self):
        self.schemas = {minor: definitions(minor) for minor in MINORS}
        self.kinds = [f"io.k8s.api.{group}.{kind}" for group, kinds in KINDS.items() for kind in kinds]
        self.types = {}
        self.first = {}
        self.required = {}
        for minor in MINORS:
            self.walk(minor)

    def is_skipped(self, newest, field):
        return field in SKIPPED or (field == "status" and newest in self.kinds)

    def walk(self, minor):
        """Follows the newest types through an older schema by the names of their fields: a type
        that was split off later (VolumeResourceRequirements) had its fields before."""
        todo, seen = [(kind, kind) for kind in self.kinds], set()
        while todo:
            newest, here = todo.pop()
            if (newest, here) in seen:
                continue
            seen.add((newest, here))
            if self.types.setdefault(short(newest), newest) != newest:
                sys.exit(f"two types of one name: {newest} and {self.types[short(newest)]}")
            new, old = self.schemas[NEWEST][newest], self.schemas[minor][here]
            self.first.setdefault((short(newest), None), minor)
            for field in old.get("required", []):
                if not self.is_skipped(newest, field):
                    self.required.setdefault((short(newest), field), set()).add(minor)
            for name, field in new.get("properties", {}).items():
                if self.is_skipped(newest, name) or name not in old.get("properties", {}):
                    continue
                self.first.setdefault((short(newest), name), minor)
                below = target(field), target(old["properties"][name])
                if all(below):
                    todo.append(below)


def load(name):
    return yaml.safe_load((DATA / name).read_text())


def usable(states):
    """The first version with the gate on; 0 where there is none so far."""
    on = [minor for minor, state in sorted(states.items()) if state in ("b+", "GA")]
    off = [minor for minor, state in sorted(states.items()) if state not in ("b+", "GA")]
    if on and off and max(off) > min(on):
        sys.exit(f"a gate that is switched off again is not understood: {states}")
    return min(on, default=0)


def fields_of(walk, gates):
    """Type → field → first version in which it may be written; only those after 1.25."""
    table = {}
    rows = {tuple(key.split(".", 1)): states for key, states in gates["fields"].items()}
    for key in rows:
        if key not in walk.first:
            sys.exit(f"gates.yaml: there is no field {'.'.join(key)}")
    for (name, field), since in sorted(walk.first.items(), key=str):
        if field is None:
            continue
        states = rows.get((name, field))
        is_new = since > MINORS[0] and since > walk.first[name, None]
        if states is None and is_new:
            sys.exit(f"gates.yaml: no row for {name}.{field}, which came in 1.{since}")
        if states is None:
            continue
        if min(states) != max(since, MINORS[0]):
            sys.exit(f"gates.yaml: {name}.{field} stands in the schemas from 1.{since} on, not 1.{min(states)}")
        on = usable(states)
        if on != MINORS[0]:
            table.setdefault(name, {})[field] = on
    return table


def values_of(walk, gates):
    table = {}
    for key, states in gates["values"].items():
        field, value = key.split("=", 1)
        if tuple(field.split(".", 1)) not in walk.first:
            sys.exit(f"gates.yaml: there is no field {field}")
        table.setdefault(field, {})[value] = usable(states)
    return table


def check_constraints(walk, constraints):
    """values.yaml is written by hand; its fields must exist."""
    for name, fields in constraints.items():
        for field in fields:
            if (name, field) not in walk.first:
                sys.exit(f"values.yaml: there is no field {name}.{field}")


def required_of(walk, server):
    """Type → fields that every version requires, and those that only older ones do."""
    always, until = {}, {}
    mandatory = {(name, field) for name, fields in server["required"].items() for field in fields}
    optional = {(name, field) for name, fields in server["optional"].items() for field in fields}
    for name, field in sorted((mandatory | optional)):
        if (name, field) not in walk.first:
            sys.exit(f"server.yaml: there is no field {name}.{field}")
    for key, minors in walk.required.items():
        if key in optional or key in mandatory:
            continue
        last = max(minors)
        if last == NEWEST:
            if min(minors) > max(walk.first[key], MINORS[0]):
                sys.exit(f"{'.'.join(key)} is required from 1.{min(minors)} on: say in server.yaml what the server does")
            mandatory.add(key)
        else:
            until.setdefault(key[0], {})[key[1]] = last
    for name, field in sorted(mandatory):
        always.setdefault(name, []).append(field)
    return always, {name: until[name] for name in sorted(until)}


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)}: {flow(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(value) + "]"
    return str(value)


def quoted(key):
    return f'"{key}"' if str(key).isdigit() else key


def section(title, table):
    rows = [f"  {key}: {flow(table[key])}" for key in sorted(table)]
    return "\n".join([f"{title}:", *rows]) + "\n"


HEAD = """\
# Made by .ci/tables.py from the schemas of Kubernetes 1.{first} to 1.{last} (kubernetes-validate {version})
# and {beside}. Do not edit: change that file and run the script.
"""


def main():
    walk, gates, server = Walk(), load("gates.yaml"), load("server.yaml")
    always, until = required_of(walk, server)
    check_constraints(walk, load("values.yaml"))

    def head(beside):
        version = kubernetes_validate.version.__version__
        return HEAD.format(first=MINORS[0], last=NEWEST, version=version, beside=beside)

    texts = {
        "fields.yaml": head("gates.yaml")
        + "# Type, field, first minor version in which the field may be written (0: none so far).\n"
        + "# A field that is not here may be written in every version from 1.25 on.\n"
        + section("fields", fields_of(walk, gates))
        + "# The same for single values of a field.\n"
        + section("values", values_of(walk, gates)),
        "required.yaml": head("server.yaml")
        + "# Type and the fields that must be there.\n"
        + section("always", always)
        + "# Required up to this minor version only.\n"
        + section("until", until),
    }
    stale = [name for name, text in texts.items() if (DATA / name).read_text() != text]
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"blueprints/kubernetes/{name} is not what .ci/tables.py makes", file=sys.stderr)
        if stale:
            sys.exit(1)
        print(f"tables: {len(walk.types)} types, as made from the schemas")
        return
    for name in stale:
        (DATA / name).write_text(texts[name])
    print(f"tables: {len(walk.types)} types; written: {', '.join(stale) or 'nothing'}")


main()
