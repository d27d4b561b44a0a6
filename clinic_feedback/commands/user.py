"""`clinic-feedback user`: those who sign in, by ones or from a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from clinic_feedback.records.transaction import Transaction

_CONDITION = "Each link lets its owner choose a password once, within 7 days. It is shown only now."


@click.group()
def user() -> None:
    """Add those who sign in; each gets a link to choose a password."""


@user.command()
@click.argument("username", metavar="USER")
@click.option("--name", required=True, help="First and last name.")
@click.option("--language", help="en or nb; else the language of the settings.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    help="clinician, contact_person (both with --clinic), quality, administrator. May be given again.",
)
@click.option("--clinic", "clinics", multiple=True, metavar="CODE", help="Where. May be given again.")
@click.option("--profession", default="", help="A clinician's: doctor, nurse, psychologist, ...")
@click.option("--clinician", default="", metavar="CODE", help="The clinician that visits name already.")
def add(  # noqa: PLR0913  one parameter an option of the command
    username: str,
    *,
    name: str,
    language: str | None,
    roles: tuple[str, ...],
    clinics: tuple[str, ...],
    profession: str,
    clinician: str,
) -> None:
    """Add USER, and print the link by which they choose their password."""
    from clinic_feedback.commands.field_lines import refused_in_words
    from clinic_feedback.commands.open_records import opened_records, settings_of_command
    from clinic_feedback.commands.user_list import ListedUser, link_text, person_from, posts_in
    from clinic_feedback.records.audit import Actor, Origin
    from clinic_feedback.records.set_up_links import make_link
    from clinic_feedback.records.staff_accounts import add_user

    settings = settings_of_command()
    language = language or settings.default_language
    listed = ListedUser(username, name, language, posts_in(roles, clinics), profession, clinician)

    def service(tx: Transaction) -> str:
        actor = Actor("user add", Origin.COMMAND)
        made = add_user(tx, actor, listed.username, person_from(listed))
        return link_text(settings, make_link(tx, actor, made))

    with opened_records(settings) as records, refused_in_words():
        link = records.write(service)
    click.echo(link)
    click.echo(_CONDITION, err=True)


@user.command(name="import")
@click.argument("file", metavar="CSV", type=click.Path(path_type=Path, allow_dash=True))
def import_users(file: Path) -> None:
    """Add everybody in CSV who is not there yet, and print a link for each: user,link.

    Columns: user, name, language, role, clinic, profession, clinician; the first two are needed. One
    line a role: somebody with several stands on several lines. A fault on any line changes nothing.
    """
    from clinic_feedback.commands.input_files import bytes_of
    from clinic_feedback.commands.open_records import opened_records, settings_of_command
    from clinic_feedback.commands.user_list import add_all, users_of_csv

    settings = settings_of_command()
    listed = users_of_csv(file, bytes_of(file), settings.default_language)
    with opened_records(settings) as records:
        links = records.write(lambda tx: add_all(tx, settings, file, listed))
    click.echo("user,link")
    for username, link in links:
        click.echo(f"{username},{link}")
    there = len(listed) - len(links)
    click.echo(f"new: {len(links)}, there already: {there}. {_CONDITION}", err=True)
