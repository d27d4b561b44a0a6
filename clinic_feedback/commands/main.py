"""The console script `clinic-feedback`: finds a command, and turns every refusal into one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import click

from clinic_feedback.commands.refusals import EXIT_BAD_INPUT, EXIT_STOPPED, RefusedError

COMMANDS: Mapping[str, str] = {
    "check": "clinic_feedback.commands.check:check",
    "clinic": "clinic_feedback.commands.clinic:clinic",
    "compare": "clinic_feedback.commands.compare:compare",
    "consultation": "clinic_feedback.commands.consultation:consultation",
    "db": "clinic_feedback.commands.db:db",
    "demo": "clinic_feedback.commands.demo:demo",
    "import": "clinic_feedback.commands.import_:import_",
    "keys": "clinic_feedback.commands.keys:keys",
    "packs": "clinic_feedback.commands.packs:packs",
    "report": "clinic_feedback.commands.report:report",
    "seal": "clinic_feedback.commands.seal:seal",
    "serve": "clinic_feedback.commands.serve:serve",
    "user": "clinic_feedback.commands.user:user",
    "withdraw": "clinic_feedback.commands.withdraw:withdraw",
}
"""Where each command lives: it is imported when it is called, so none pays for another."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Every command's name."""
        return sorted(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """The command of this name, imported."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(
    cls=LazyGroup,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(version("clinic-feedback"), message="%(version)s")
def cli() -> None:
    """Show where a patient and a clinician saw one consultation differently."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command; whatever it refuses is said in one line a fault on stderr."""
    try:
        _refuse_strangers()
        code = cli.main(args=arguments, prog_name="clinic-feedback", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(EXIT_BAD_INPUT)
    except click.ClickException as error:
        _stop([f"clinic-feedback: {error.format_message()}"], error.exit_code)
    except RefusedError as refused:
        _stop(refused.lines, EXIT_BAD_INPUT)
    except (click.Abort, KeyboardInterrupt):
        _stop(["clinic-feedback: stopped"], EXIT_STOPPED)
    except OSError as error:
        _stop_without_output(error)
    sys.exit(code or 0)


def _stop(lines: Iterable[str], exit_code: int) -> NoReturn:
    """Say each fault on one line, whatever is in it, and end."""
    for line in lines:
        click.echo(" ".join(line.split()), err=True)
    sys.exit(exit_code)


def _stop_without_output(error: OSError) -> NoReturn:
    """End where nothing more can be printed; Python must not try once again on its way out."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  open until the end
    _stop(
        [f"clinic-feedback: cannot be printed ({error.strerror}); make room, or print elsewhere"],
        EXIT_BAD_INPUT,
    )


def _refuse_strangers() -> None:
    """Refuse to start where another package of one of our names stands before ours."""
    home = Path(__file__).resolve().parents[2]
    lines = []
    for name in ("forms", "reports"):
        found = find_spec(name)
        place = found.origin if found is not None else None
        if place is None or Path(place).resolve().parents[1] != home:
            lines.append(
                f"clinic-feedback: another '{name}' ({place or 'a folder of that name'}) stands before ours "
                f"in {home}; start from another folder, or take it out of PYTHONPATH"
            )
    if lines:
        raise RefusedError(lines)
