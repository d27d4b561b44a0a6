"""`clinic-feedback serve`: the program for browsers."""

from __future__ import annotations

import click


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=8_000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@click.option(
    "--behind-proxy", is_flag=True, help="Listen on every network: a proxy that ends TLS stands before it."
)
def serve(port: int, workers: int, behind_proxy: bool) -> None:  # noqa: FBT001 - click's way
    """Serve the program for browsers, until it is stopped.

    It listens on this machine alone. Browsers on other machines need TLS: put a proxy before it.
    """
    from clinic_feedback.commands.open_records import opened_records, settings_of_command
    from clinic_feedback.public_address import public_address

    settings = settings_of_command()
    with opened_records(settings):
        pass  # what is wrong is said here, once, and not by each worker
    if settings.address is None:
        address = public_address(f"http://127.0.0.1:{port}")
        settings = settings.model_copy(update={"address": address})
        click.echo(
            f"no address is set, so links and QR codes work on this machine alone ({address}); "
            "set 'address' to what patients' phones reach the program by",
            err=True,
        )
    from clinic_feedback.app import create_app
    from clinic_feedback.serving import Listening
    from clinic_feedback.serving import serve as run

    host = "0.0.0.0" if behind_proxy or settings.behind_proxy else "127.0.0.1"  # noqa: S104 - as asked for
    run(lambda: create_app(settings), Listening(port, host, workers))
