#!/usr/bin/env python3
"""Puts bundles before independent judges and prints what each of them saw.

usage: judges.py [--covering] FOLDER

FOLDER holds bundles (folders, as `kwgen new --dir` writes them) or streams (files, as `--stdout`
prints them), whose names end in their target version: web-1.35, web-1.35.yaml.

With --covering the folder holds the covering set: every object is put before the schema of its version,
and a sample of those without a waiver before checkov.

Ends with 1 on a finding that is not in .ci/exceptions.yaml.
"""

import collections
import concurrent.futures
import fnmatch
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import venv_of_judges

venv_of_judges.enter("checkov", "kubernetes_validate", "yaml", "yamllint", programs=["trivy"])

import kubernetes_validate  # noqa: E402
import kubernetes_validate.utils as schemas  # noqa: E402
import yaml  # noqa: E402
import yamllint.config  # noqa: E402
import yamllint.linter  # noqa: E402

HERE = Path(__file__).resolve().parent
MOST_EXCEPTIONS = 8
SAMPLE = 100
PARTS = 8

# What trivy must find in it: a trivy without its checks finds nothing anywhere.
BAD = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "bad", "namespace": "bad"},
    "spec": {
        "selector": {"matchLabels": {"app": "bad"}},
        "template": {
            "metadata": {"labels": {"app": "bad"}},
            "spec": {
                "hostNetwork": True,
                "containers": [{"name": "bad", "image": "nginx", "securityContext": {"privileged": True}}],
                "volumes": [{"name": "host", "hostPath": {"path": "/"}}],
            },
        },
    },
}
BAD_CHECKS = {"KSV-0009", "KSV-0011", "KSV-0012", "KSV-0013", "KSV-0014", "KSV-0017", "KSV-0023", "KSV-0118"}


class Bundle:
    """A folder or a stream: its files, its objects and the version they are for."""

    def __init__(self, path):
        self.path, self.name = path, path.name.removesuffix(".yaml")
        found = re.search(r"-(1\.\d+)$", self.name)
        if not found:
            sys.exit(f"judges: the name of {path} does not end in a version, such as -1.35")
        self.version = found[1]
        self.files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        self.objects = []
        for file in self.files:
            if file.name in ("kustomization.yaml", "kwgen.yaml"):
                continue
            try:
                self.objects += [(file, one) for one in yaml.safe_load_all(file.read_text()) if one]
            except yaml.YAMLError:
                # yamllint says where it is broken.
                continue


class Verdict:
    """What one judge saw."""

    def __init__(self, judge):
        self.judge, self.start = judge, time.monotonic()
        self.passed = self.skipped = self.objects = 0
        self.findings = []

    def find(self, bundle, check, where, what):
        self.findings.append({"bundle": bundle, "check": check, "where": where, "what": what})

    def say(self, exceptions):
        """Prints it; returns the number of findings that no exception covers."""
        excused = [one for one in self.findings if excuse(self.judge, one, exceptions)]
        open_findings = [one for one in self.findings if one not in excused]
        print(
            f"{self.judge}: {self.objects} objects, {self.passed} checks passed, "
            f"{len(open_findings)} failed, {len(excused)} excepted, {self.skipped} skipped "
            f"({time.monotonic() - self.start:.1f} s)"
        )
        for (check, what), ones in group(open_findings).items():
            places = ", ".join(f"{one['bundle']} {one['where']}" for one in ones[:3])
            more = f" and {len(ones) - 3} more" if len(ones) > 3 else ""
            print(f"  {check}: {what}\n    {places}{more}")
        return len(open_findings)


def group(findings):
    grouped = {}
    for one in findings:
        grouped.setdefault((one["check"], one["what"]), []).append(one)
    return grouped


def excuse(judge, finding, exceptions):
    for one in exceptions:
        patterns = one.get("bundles", ["*"])
        if (
            one["judge"] == judge
            and finding["check"] in one["checks"]
            and any(fnmatch.fnmatch(finding["bundle"], pattern) for pattern in patterns)
        ):
            one["used"] = True
            return True
    return False


def title(thing):
    return f"{thing['kind']}/{thing['metadata']['name']}"


def judge_schemas(bundles):
    """The strict schema of the bundle's own target version."""
    verdict = Verdict("kubernetes-validate")
    # The package reads the same files again for each object.
    schemas.schema_contents = functools.lru_cache(maxsize=None)(schemas.schema_contents)
    for bundle in bundles:
        for file, thing in bundle.objects:
            verdict.objects += 1
            # The Gateway API is no part of Kubernetes' schemas: counted, not judged.
            if thing.get("apiVersion", "").startswith("gateway.networking.k8s.io/"):
                verdict.skipped += 1
                continue
            try:
                kubernetes_validate.validate(thing, bundle.version, strict=True)
                verdict.passed += 1
            except kubernetes_validate.ValidationError as error:
                path = ".".join(str(step) for step in error.path)
                verdict.find(bundle.name, "schema", f"{title(thing)} {path}", error.message[:200])
            except kubernetes_validate.SchemaNotFoundError as error:
                verdict.find(bundle.name, "no-schema", title(thing), error.message)
    return verdict


def judge_checkov(bundles):
    """One run over all objects; each bundle in a namespace of its own, so that none helps another."""
    verdict = Verdict("checkov")
    with tempfile.TemporaryDirectory() as folder:
        for at, bundle in enumerate(bundles):
            things = [separated(thing, f"bundle-{at}") for _, thing in bundle.objects]
            text = yaml.safe_dump_all(things, sort_keys=False)
            (Path(folder) / f"{bundle.name}.yaml").write_text(text)
        checkov = Path(sys.executable).parent / "checkov"
        command = [sys.executable, str(checkov)] if checkov.exists() else ["checkov"]
        options = ["--framework", "kubernetes", "--skip-download", "--compact", "-o", "json", "-d", folder]
        ran = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    try:
        report = json.loads(ran.stdout)
        summary, results = report["summary"], report["results"]
    except (ValueError, KeyError, TypeError):
        sys.exit(f"judges: checkov did not report:\n{ran.stdout[-2000:]}\n{ran.stderr[-2000:]}")
    verdict.objects = sum(len(bundle.objects) for bundle in bundles)
    verdict.passed, verdict.skipped = summary["passed"], summary["skipped"]
    if summary["parsing_errors"]:
        verdict.find("all", "parsing", "", f"{summary['parsing_errors']} files were not read")
    for one in results["failed_checks"]:
        bundle = Path(one["file_path"]).name.removesuffix(".yaml")
        verdict.find(bundle, one["check_id"], one["resource"], one["check_name"])
    return verdict


def judge_trivy(bundles):
    """The checks that the binary carries, of every severity, over one file for each object.

    It puts a check that is about one kind to every object of a run that has one of that kind, so that
    bundles go together only with bundles of the same kinds.
    """
    verdict = Verdict("trivy")
    groups = {}
    for bundle in bundles:
        groups.setdefault(frozenset(thing["kind"] for _, thing in bundle.objects), []).append(bundle)
    for together in groups.values():
        with tempfile.TemporaryDirectory() as folder:
            things = {"bad/0.json": (None, BAD)}
            for bundle in together:
                for at, (_, thing) in enumerate(bundle.objects):
                    things[f"{bundle.name}/{at}.json"] = (bundle, thing)
            for name, (_, thing) in things.items():
                (Path(folder) / name).parent.mkdir(exist_ok=True)
                (Path(folder) / name).write_text(json.dumps(thing))
            results = trivy(folder)
        alive = {one["ID"] for one in results.pop("bad/0.json", []) if one["Status"] == "FAIL"}
        if not BAD_CHECKS <= alive:
            sys.exit(f"judges: trivy did not see {', '.join(sorted(BAD_CHECKS - alive))} in a bad manifest")
        for name, (bundle, thing) in things.items():
            if bundle is None:
                continue
            verdict.objects += 1
            if name not in results:
                verdict.find(bundle.name, "not-read", title(thing), "trivy did not take it for Kubernetes")
            for one in results.get(name, []):
                if one["Status"] == "FAIL":
                    verdict.find(bundle.name, one["ID"], title(thing), one["Title"])
                else:
                    verdict.passed += 1
    return verdict


def trivy(folder):
    """What trivy says of each file of a folder: nothing is fetched, and no setting of the machine is read."""
    program = Path(sys.executable).parent / "trivy"
    command = [str(program) if program.exists() else "trivy", "config", "--quiet"]
    options = ["--skip-check-update", "--skip-version-check", "--disable-telemetry"]
    options += ["--misconfig-scanners", "kubernetes", "--include-non-failures", "--format", "json"]
    with tempfile.TemporaryDirectory() as empty:
        options += ["--cache-dir", empty]
        env = {name: value for name, value in os.environ.items() if not name.startswith("TRIVY_")}
        ran = subprocess.run(
            [*command, *options, folder], capture_output=True, text=True, check=False, cwd=empty, env=env
        )
    try:
        return {one["Target"]: one["Misconfigurations"] for one in json.loads(ran.stdout)["Results"]}
    except (ValueError, KeyError, TypeError):
        sys.exit(f"judges: trivy did not report:\n{ran.stdout[-2000:]}\n{ran.stderr[-2000:]}")


def separated(thing, namespace):
    """A copy of an object in another namespace."""
    copy = json.loads(json.dumps(thing))
    if copy["kind"] == "Namespace":
        copy["metadata"]["name"] = namespace
    elif "namespace" in copy["metadata"]:
        copy["metadata"]["namespace"] = namespace
    return copy


def judge_yamllint(bundles):
    """How the YAML is written."""
    verdict = Verdict("yamllint")
    config = yamllint.config.YamlLintConfig(file=str(HERE / "yamllint.yaml"))
    for bundle in bundles:
        for file in bundle.files:
            verdict.objects += 1
            problems = list(yamllint.linter.run(file.read_text(), config))
            verdict.passed += not problems
            for problem in problems:
                where = f"{file.relative_to(bundle.path) if bundle.path.is_dir() else file.name}:{problem.line}"
                verdict.find(bundle.name, problem.rule or "syntax", where, problem.desc)
    return verdict


def judge_kustomize(bundles):
    """Each kustomization builds to exactly the objects beside it."""
    verdict = Verdict("kubectl kustomize")
    if not shutil.which("kubectl"):
        verdict.skipped = len(bundles)
        return verdict
    for bundle in bundles:
        for file in bundle.files:
            if file.name != "kustomization.yaml":
                continue
            verdict.objects += 1
            where = str(file.parent.relative_to(bundle.path))
            command = ["kubectl", "kustomize", str(file.parent)]
            ran = subprocess.run(command, capture_output=True, text=True, check=False)
            if ran.returncode:
                verdict.find(bundle.name, "build", where, ran.stderr.strip()[-300:])
                continue
            built = [one for one in yaml.safe_load_all(ran.stdout) if one]
            written = [thing for path, thing in bundle.objects if path.parent == file.parent]
            if sorted(map(canonical, built)) == sorted(map(canonical, written)):
                verdict.passed += 1
            else:
                verdict.find(bundle.name, "differs", where, "it builds to other objects than the files hold")
    return verdict


def canonical(thing):
    return json.dumps(thing, sort_keys=True)


def judge_part(folder, part):
    """The schemas for one part of a folder of streams: the verdict, and bundles and objects by version."""
    entries = sorted(Path(folder).iterdir())[part::PARTS]
    bundles = [Bundle(path) for path in entries]
    counts = collections.Counter()
    for bundle in bundles:
        counts[bundle.version, "bundles"] += 1
        counts[bundle.version, "objects"] += len(bundle.objects)
    return judge_schemas(bundles), counts


def judge_covering(folder, exceptions):
    """All schemas on all cores, checkov over a sample; the number of findings."""
    whole, counts = Verdict("kubernetes-validate"), collections.Counter()
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for verdict, counted in pool.map(judge_part, [folder] * PARTS, range(PARTS)):
            whole.objects += verdict.objects
            whole.passed += verdict.passed
            whole.skipped += verdict.skipped
            whole.findings += verdict.findings
            counts += counted
    failed = whole.say(exceptions)
    for version in sorted({version for version, _ in counts}):
        print(f"  {version}: {counts[version, 'bundles']} bundles, {counts[version, 'objects']} objects")
    # Whoever waives a rule means to fail a judge.
    sound = [path for path in sorted(Path(folder).iterdir()) if "kwgen.io/accept." not in path.read_text()]
    if len(sound) < SAMPLE:
        sys.exit(f"judges: only {len(sound)} bundles of {folder} have no waiver")
    sample = [Bundle(sound[at * len(sound) // SAMPLE]) for at in range(SAMPLE)]
    return failed + judge_checkov(sample).say(exceptions)


def main():
    arguments = sys.argv[1:]
    is_covering = arguments[:1] == ["--covering"]
    if is_covering:
        arguments = arguments[1:]
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.exit(__doc__)
    if is_covering:
        exceptions = yaml.safe_load((HERE / "exceptions.yaml").read_text())
        sys.exit(1 if judge_covering(arguments[0], exceptions) else 0)
    entries = sorted(Path(arguments[0]).iterdir())
    bundles = [Bundle(path) for path in entries if path.is_dir() or path.suffix == ".yaml"]
    if not bundles:
        sys.exit(f"judges: nothing to judge in {sys.argv[1]}")
    exceptions = yaml.safe_load((HERE / "exceptions.yaml").read_text())
    if len(exceptions) > MOST_EXCEPTIONS or not all(one.get("reason") for one in exceptions):
        sys.exit(f"judges: at most {MOST_EXCEPTIONS} exceptions, each with its reason")
    judges = [judge_schemas, judge_yamllint, judge_kustomize, judge_checkov, judge_trivy]
    failed = sum(judge(bundles).say(exceptions) for judge in judges)
    for one in exceptions:
        if not one.get("used"):
            print(f"not needed here: the exception {one['judge']} {', '.join(one['checks'])}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
