"""The project stands for itself: it names no place where it was made, and pages load nothing foreign."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.habits.conftest import Module

# Each is built from pieces, so that this file does not hold it.
FOLDERS = ("/" + "work", "shared" + "/")
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("snapshot", "debian", "org"),
        ("proxy", "golang", "org"),
    )
)
ELSEWHERE = re.compile(
    "|".join([*(rf"(?<![\w.]){folder}(?!(?<!/)[a-z])" for folder in FOLDERS), *map(re.escape, HOSTS)])
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(f"see {FOLDERS[0]}/main", True, id="an absolute path"),
        pytest.param(f"see {FOLDERS[1]}design.md", True, id="a neighbour's folder"),
        pytest.param(f"--index-url https://{HOSTS[0]}/simple", True, id="a registry"),
        pytest.param("at home" + FOLDERS[0] + "flow", False, id="another word"),
        pytest.param("un" + FOLDERS[1] + "not", False, id="the end of another word"),
    ],
)
def test_a_word_from_elsewhere_is_noticed(text: str, found: bool) -> None:
    assert bool(ELSEWHERE.search(text)) is found


def test_no_file_names_the_place_where_it_was_made(root: Path, project_files: tuple[Path, ...]) -> None:
    found = [
        f"{path.relative_to(root)}: {line.strip()[:100]}"
        for path in project_files
        for line in path.read_bytes().decode("latin-1").split("\n")
        if ELSEWHERE.search(line)
    ]
    assert found == []


LOADED = re.compile(
    r"""
    (?: \b(?:src|srcset|poster|data|action|formaction|xlink:href|background)\s*=\s*["']?
      | <link\b[^>]*\bhref\s*=\s*["']?
      | <(?:image|use)\b[^>]*\bhref\s*=\s*["']?
      | \burl\(\s*["']?
      | @import\s+["']?
      | \b(?:fetch|import|urlopen|WebSocket|EventSource|sendBeacon)\(\s*["']
    )
    (?:(?:https?|wss?):)?//
    """,
    re.VERBOSE | re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("text", "loads"),
    [
        pytest.param('<img src="https://example.org/a.png">', True, id="a picture"),
        pytest.param('<script src="//example.org/a.js"></script>', True, id="a script, by any protocol"),
        pytest.param('<link rel="stylesheet" href="https://example.org/a.css">', True, id="a style sheet"),
        pytest.param("src: url(https://example.org/a.woff2)", True, id="a font"),
        pytest.param('@import "https://example.org/a.css";', True, id="a style sheet's style sheet"),
        pytest.param('fetch("https://example.org")', True, id="a script's request"),
        pytest.param('<a href="https://example.org">study</a>', False, id="a link waits for a person"),
        pytest.param('<svg xmlns="http://www.w3.org/2000/svg">', False, id="a namespace is a name"),
        pytest.param('<img src="/static/a.png">', False, id="our own"),
    ],
)
def test_what_loads_from_elsewhere_is_noticed(text: str, loads: bool) -> None:
    assert bool(LOADED.search(text)) is loads


def test_nothing_that_we_serve_or_print_loads_from_a_foreign_host(package_files: tuple[Path, ...]) -> None:
    found = []
    for path in package_files:
        if path.suffix in {".css", ".html", ".js", ".json", ".py", ".svg", ".toml", ".xml"}:
            found += [f"{path}: {match[0]}" for match in LOADED.finditer(path.read_text("utf-8"))]
    assert found == []


def test_no_module_opens_a_connection(modules: tuple[Module, ...]) -> None:
    clients = re.compile(
        r"(?:aiohttp|ftplib|http|httpx|requests|smtplib|socket|urllib\.request|urllib3)(?:\..*)?"
    )
    opened = {str(module.path): set(filter(clients.fullmatch, module.imports)) for module in modules}
    assert {path: names for path, names in opened.items() if names} == {}
