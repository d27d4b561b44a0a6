"""`clinic-feedback demo`: the program with a clinic in it, to be tried."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from clinic_feedback.demo.throwaway import Throwaway

_YEARS_SEED = 19


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
@click.option("--no-serve", is_flag=True, help="Make the database, print, and end: it stays.")
@click.option("--no-year", is_flag=True, help="The study's clinic alone, without a year of two others.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8_000, show_default=True)
def demo(as_json: bool, no_serve: bool, no_year: bool, port: int) -> None:  # noqa: FBT001 - click's way
    """Make a throw-away database with the study's clinic, and serve it on this machine.

    Prints the address, one login a role, and a patient's link. Most answers are made up.
    """
    from clinic_feedback.demo.throwaway import new_password, new_throwaway

    made, password = new_throwaway(f"http://127.0.0.1:{port}"), new_password()
    try:
        told = _filled(made, password, with_year=not no_year)
        click.echo(json.dumps(told) if as_json else _in_words(told))
        sys.stdout.flush()
        if not no_serve:
            _serve(made, port)
    finally:
        if not no_serve:
            made.remove()


def _filled(made: Throwaway, password: str, *, with_year: bool) -> Mapping[str, object]:
    from clinic_feedback.clock import local_date
    from clinic_feedback.demo import study, year
    from clinic_feedback.demo.filling import study_clinic
    from clinic_feedback.sign_in.passwords import hashed

    today = local_date(made.records.clock.now(), study.clinic().time_zone)
    password_hash = hashed(password)
    logins, token = made.records.write(lambda tx: study_clinic(tx, today, password_hash))
    if with_year:
        from clinic_feedback.demo.year_filling import fill_year
        from clinic_feedback.records.sealing import seal_due
        from reports.release import Terms

        fill_year(made.records, year.year(_YEARS_SEED, today), password_hash)
        seal_due(made.records, Terms(answers=made.settings.block_minimum))
    address = made.settings.address
    return {
        "url": str(address),
        "logins": {role: {**login, "password": password} for role, login in logins.items()},
        "patient_url": address.link(f"/p/{token}") if address else "",
        "database": made.environment["CLINIC_FEEDBACK_DATABASE"],
        "environment": dict(made.environment),
    }


def _in_words(told: Mapping[str, object]) -> str:
    logins = told["logins"]
    lines = [f"clinic-feedback runs at {told['url']}", "", "Sign in as:"]
    lines += [
        f"  {role:<16} {login['user']:<24} {login['password']}"
        for role, login in (logins.items() if isinstance(logins, dict) else ())
    ]
    lines += ["", f"A patient's form: {told['patient_url']}", "", "Most answers are made up. Ctrl-C ends it."]
    return "\n".join(lines)


def _serve(made: Throwaway, port: int) -> None:
    from clinic_feedback.app import create_app
    from clinic_feedback.serving import Listening, serve

    made.records.database.close()
    serve(lambda: create_app(made.settings), Listening(port))
