"""The files of deploy/ name settings and modules that exist: Dask ignores what it does not know."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import distributed
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
KNOWN = yaml.safe_load(Path(distributed.__file__).with_name("distributed.yaml").read_text(encoding="utf-8"))


def names_in(settings, before=()):
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from names_in(value, (*before, name))
        else:
            yield (*before, name)


@pytest.mark.parametrize("path", sorted((DEPLOY / "dask/config").glob("*.yaml")), ids=lambda path: path.name)
def test_dask_knows_every_setting(path):
    known = set(names_in(KNOWN))
    for name in names_in(yaml.safe_load(path.read_text(encoding="utf-8"))):
        assert name in known


def test_units_name_modules_that_exist():
    named = {
        module for path in DEPLOY.rglob("*.service") for module in re.findall(r"--preload (\S+)", path.read_text())
    }
    assert named
    assert all(find_spec(module) for module in named)


def test_every_variable_of_the_app_in_deploy_is_explained():
    explained = (ROOT / "docs/server.md").read_text(encoding="utf-8")
    texts = [path.read_text(encoding="utf-8") for path in DEPLOY.rglob("*") if path.is_file()]
    variables = {name for text in texts for name in re.findall(r"\bNNKIT_\w+", text)}
    assert {"NNKIT_CACHE", "NNKIT_DASK_SCHEDULER"} <= variables
    assert not [name for name in variables if f"`{name}`" not in explained]


@pytest.mark.skipif(os.name != "posix" or shutil.which("openssl") is None, reason="modes of POSIX, and openssl")
def test_certificates_are_for_their_owner_and_the_folder_above_is_for_everybody(tmp_path):
    folder = tmp_path / "nnkit" / "tls"
    command = ["sh", DEPLOY / "dask/certificates.sh", folder]
    subprocess.run(command, check=True, capture_output=True, umask=0o022)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (folder.parent, folder, *folder.iterdir())}
    assert (modes.pop("nnkit"), modes.pop("tls")) == (0o755, 0o700)
    assert {"ca.crt", "cluster.crt", "cluster.key"} <= modes.keys()
    assert set(modes.values()) == {0o600}
