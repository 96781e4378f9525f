"""Find the wheels that requirements.txt would install on each system and Python of the documents.

python -m tools.resolve [3.12 ...]: the Pythons; all that the app supports by default. It prints the table of
docs/deploy.md, and ends with 1 where something has no wheel. Nothing is installed. Five minutes, by what the index
answers.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
# pip looks for wheels of the platform that it is given, but asks the machine that it runs on whether a line such as
# `tensorflow-cpu; sys_platform == "linux"` counts. So it runs with the answers of the other system.
PIP = """
import json, sys
from pip._vendor.packaging import markers
environment = markers.default_environment() | json.loads(sys.argv.pop(1))
markers.default_environment = lambda: environment
from pip._internal.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class System:
    """platforms: the tags of the wheels that it can use. markers: what it answers to conditions of requirements."""

    name: str
    platforms: tuple[str, ...]
    markers: dict[str, str]


def _linux(machine: str) -> System:
    """The wheels run with the C library of Debian 11, glibc 2.31, which Community Cloud has, and with later ones."""
    tags = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(31, 16, -1))
    markers = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": machine}
    return System(f"Linux, {machine}", (*tags, f"manylinux2014_{machine}"), markers)


SYSTEMS = (
    _linux("x86_64"),
    _linux("aarch64"),
    System(
        "macOS 14, Apple silicon",
        ("macosx_14_0_arm64",),
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
    ),
    System(
        "Windows, x86_64",
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
)


def environment_of(system: System, python: str) -> dict[str, str]:
    """Return what this Python on this system answers to the conditions of requirements."""
    return system.markers | {"python_version": python, "python_full_version": f"{python}.0"}


def resolve(system: System, python: str, requirements: Path = ROOT / "requirements.txt") -> list[str]:
    """Return the names of the wheels. Raises RuntimeError with pip's reason where there is none for something."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-c", PIP, json.dumps(environment_of(system, python)), "install", "--quiet"]
        command += ["--dry-run", "--ignore-installed", "--only-binary=:all:", "--disable-pip-version-check"]
        command += ["--target", folder, "--python-version", python, "--report", str(report), "-r", str(requirements)]
        command += [option for platform in system.platforms for option in ("--platform", platform)]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode:
            raise RuntimeError("\n".join(line for line in result.stderr.splitlines() if line.startswith("ERROR")))
        found = json.loads(report.read_text(encoding="utf-8"))
    asked = {name: found["environment"][name] for name in environment_of(system, python)}
    if asked != environment_of(system, python):
        raise RuntimeError(f"pip asked another system: {asked}")
    return sorted(each["download_info"]["url"].rpartition("/")[2] for each in found["install"])


def main() -> None:
    pythons, failed = tuple(sys.argv[1:]) or PYTHONS, []
    print(f"| | {' | '.join(pythons)} |", "|---" * (1 + len(pythons)) + "|", sep="\n", flush=True)
    for system in SYSTEMS:
        print(f"| {system.name} |", end="", flush=True)
        for python in pythons:
            try:
                print(f" {len(resolve(system, python))} wheels |", end="", flush=True)
            except RuntimeError as error:
                failed.append(f"{system.name}, Python {python}:\n{error}")
                print(" none |", end="", flush=True)
        print(flush=True)
    sys.exit("\n".join(failed) or None)


if __name__ == "__main__":
    main()
