"""What must hold for the repository itself."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements/base.txt", "requirements/dev.txt", "requirements/uv.txt", "package-lock.json"]
# Where packages come from is the business of each machine; paths of one machine are of no use on another.
ELSEWHERE = re.compile(
    r"https?://(?:[\w.-]+\.)?(?:pypi\.org|pythonhosted\.org|npmjs\.org|npmjs\.com|yarnpkg\.com)|--index-url|\"resolved\""
)
PATHS = re.compile(r"(?<![\w./])/(?:work|root|home)/[\w.]+")


def tracked() -> list[Path]:
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = (ROOT / name for name in told.stdout.split("\0") if name)
    return [path for path in files if path.is_file() and path != Path(__file__)]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="ignore")


def test_no_file_names_a_package_registry() -> None:
    found = {str(path.relative_to(ROOT)): hit.group() for path in tracked() if (hit := ELSEWHERE.search(text_of(path)))}

    assert found == {}


def test_no_file_names_a_path_of_one_machine() -> None:
    found = {str(path.relative_to(ROOT)): hit.group() for path in tracked() if (hit := PATHS.search(text_of(path)))}

    assert found == {}


def test_every_locked_python_package_has_a_hash() -> None:
    for name in LOCKS[:3]:
        entries = re.split(r"\n(?=\S)", text_of(ROOT / name))
        for entry in entries:
            assert entry.startswith("#") or "--hash=sha256:" in entry, f"{name}: {entry.splitlines()[0]}"


def test_every_recipe_with_a_meaning_is_in_the_help() -> None:
    recipes = re.findall(r"^\.PHONY: ([a-z-]+)$", text_of(ROOT / "Makefile"), re.MULTILINE)
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert [name for name in recipes if f"make {name}" not in told.stdout and not name.startswith("system-")] == []
