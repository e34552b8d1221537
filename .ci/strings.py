#!/usr/bin/env python3
"""Puts nasty strings through kwgen and reads them back with PyYAML and, where it is there, kubectl.

Every string stands as an env value, a word of args and a config file; each reader must see exactly
that string. Usage: .ci/strings.py path/to/kwgen
"""

import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
BATCH = 40


def nasty():
    """The list of the Rust tests, so that there is one."""
    text = (ROOT / "tests/strings/nasty.rs").read_text(encoding="utf-8")
    body = text[text.index("const NASTY") : text.index("];", text.index("const NASTY"))]
    literals = re.findall(r'"((?:[^"\\]|\\.)*)"', body)
    simple = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "'": "'", "0": "\0"}

    def unescape(match):
        code = match.group(1)
        return chr(int(code[2:-1], 16)) if code.startswith("u{") else simple[code]

    return [re.sub(r"\\(u\{[0-9a-fA-F]+\}|.)", unescape, one) for one in literals]


def random_strings(count):
    """The same strings each time: a fixed seed."""
    chance = random.Random(20261125)
    pieces = nasty() + list("abc xyz:#-'\"\\|>\n\t{}[],&*!%@`=<~?0123456789eE._+é你😀")
    return ["".join(chance.choices(pieces, k=chance.randint(1, 6))) for _ in range(count)]


def manifests(kwgen, strings, folder):
    answers = {
        "apiVersion": "kwgen/v1",
        "name": "payments",
        "image": "registry.example.com/shop/payments:1.4.2",
        "ports": ["http:8080"],
        "env": {f"V{at}": text for at, text in enumerate(strings)},
        "args": strings + ["last"],
        "config": {f"f{at}": text for at, text in enumerate(strings)},
    }
    # JSON in ASCII is YAML to every reader, but for characters beyond 16 bits.
    text = json.dumps(answers, ensure_ascii=True)
    text = re.sub(
        r"\\ud([89ab][0-9a-f]{2})\\ud([c-f][0-9a-f]{2})",
        lambda pair: "\\U%08X" % ord(json.loads('"' + pair.group(0) + '"')),
        text,
    )
    (folder / "answers.yaml").write_text(text, encoding="utf-8")
    command = [kwgen, "new", "--non-interactive", "--answers", "answers.yaml", "--stdout"]
    ran = subprocess.run(command, cwd=folder, capture_output=True)
    if ran.returncode != 0:
        sys.exit(f"kwgen refused {strings!r}\n{ran.stderr.decode()}")
    return ran.stdout.decode("utf-8")


def by_pyyaml(stream):
    return {one["kind"]: one for one in yaml.safe_load_all(stream)}


def by_kubectl(stream):
    # Any kind is taken as it is, so that no server and no schema is needed.
    found = {}
    for document in re.split(r"^---\n", stream, flags=re.M):
        document = re.sub(r"^apiVersion: .*$", "apiVersion: foo.bar/v1", document, count=1, flags=re.M)
        command = ["kubectl", "label", "--local", "-f", "-", "x=y", "-o", "json"]
        ran = subprocess.run(command, input=document.encode(), capture_output=True, check=True)
        one = json.loads(ran.stdout)
        found[one["kind"]] = one
    return found


def differences(reader, objects, strings):
    container = objects["Deployment"]["spec"]["template"]["spec"]["containers"][0]
    env = {one["name"]: one["value"] for one in container["env"]}
    for at, text in enumerate(strings):
        read = (env[f"V{at}"], container["args"][at], objects["ConfigMap"]["data"][f"f{at}"])
        for place, value in zip(("env", "args", "config"), read):
            if value != text:
                yield f"{reader}: {place}: {text!r} became {value!r}"


def main():
    kwgen = str(pathlib.Path(sys.argv[1]).resolve())
    readers = {"PyYAML": by_pyyaml}
    if shutil.which("kubectl"):
        readers["kubectl"] = by_kubectl
    # No process can be given a NUL; kwgen refuses it.
    strings = [one for one in nasty() + random_strings(800) if "\0" not in one]
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        for start in range(0, len(strings), BATCH):
            batch = strings[start : start + BATCH]
            stream = manifests(kwgen, batch, pathlib.Path(name))
            for reader, read in readers.items():
                wrong.extend(differences(reader, read(stream), batch))
    print("\n".join(wrong))
    print(f"{len(strings)} strings in 3 places, read by {' and '.join(readers)}: {len(wrong)} differ")
    sys.exit(1 if wrong else 0)


main()
