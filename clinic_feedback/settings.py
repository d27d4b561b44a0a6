"""All settings, typed: what each one means, what it may be, and what it is when nobody says.

Read by `clinic_feedback.settings_reading`; described for people in docs/settings.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, SecretStr, ValidationInfo
from pydantic_core import PydanticCustomError

from clinic_feedback.public_address import AddressError, PublicAddress, public_address
from forms.faults import type_in_words
from forms.free_text import first_sign, tidy
from forms.wording import spoken

REFUSED = "refused"
"""The kind of pydantic's error for what a setting itself refuses; its context has `found` and `remedy`."""

FOLDER = "folder"
"""The key of the validation context under which the folder stands that paths start from."""

_NAME_LENGTH = 80


def refused(found: str, remedy: str) -> PydanticCustomError:
    """What is wrong with a setting's value and what to do. Neither repeats a value."""
    return PydanticCustomError(REFUSED, "{found}; {remedy}", {"found": found, "remedy": remedy})


def _path(given: object, info: ValidationInfo) -> Path:
    """A path; one that is not whole starts from the folder of the context."""
    text = _text(given)
    if not text or "\0" in text:
        raise refused("is no path", "name a file or folder, or leave the setting out")
    try:
        return Path((info.context or {}).get(FOLDER, ""), Path(text).expanduser())
    except RuntimeError:
        raise refused("begins with ~, and there is no such home folder", "give the whole path") from None


def _database(given: object, info: ValidationInfo) -> SecretStr:
    text = _text(given)
    if text.startswith("postgresql://"):
        return SecretStr(text)
    if ":" in text.partition("/")[0] or any(sign in text for sign in "?#"):
        raise refused("is neither a file nor PostgreSQL", "give a path, or postgresql://USER@HOST/NAME")
    return SecretStr(f"sqlite:///{_path(text, info)}")


def _address(given: object) -> PublicAddress:
    try:
        return public_address(_text(given))
    except AddressError as error:
        raise refused(error.found, error.remedy) from None


def _text(given: object) -> str:
    if isinstance(given, str):
        return given
    raise refused(f"is {type_in_words(given)}", "give a text, in quotes")


def _language(given: str) -> str:
    languages = spoken("clinic_feedback")
    if given not in languages:
        raise refused("is not spoken here", f"choose one of: {', '.join(languages)}")
    return given


def _line(given: str) -> str:
    if first_sign(given) or len(given.splitlines()) > 1 or len(given) > _NAME_LENGTH:
        raise refused("does not fit", f"give at most {_NAME_LENGTH} characters on one line")
    return tidy(given)


AnyPath = Annotated[Path, PlainValidator(_path)]
Hours = Annotated[int, Field(ge=1, le=168)]
Tries = Annotated[int, Field(ge=1, le=10_000)]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$"), AfterValidator(str.lower)]


class Settings(BaseModel):
    """What the program runs with. Frozen; secrets are left out where it is printed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    database: Annotated[SecretStr, PlainValidator(_database)]
    keys_file: AnyPath
    keys: SecretStr | None = None
    address: Annotated[PublicAddress, PlainValidator(_address)] | None = None
    behind_proxy: bool = False
    packs_folder: AnyPath | None = None
    withdrawals_file: AnyPath | None = None

    organisation: Annotated[str, AfterValidator(_line)] = ""
    logo: AnyPath | None = None
    accent: Colour | None = None
    accent_dark: Colour | None = None
    default_language: Annotated[str, AfterValidator(_language)] = "en"

    closing_hours: Annotated[int, Field(ge=24, le=168)] = 72
    due_days: Annotated[int | None, Field(ge=1, le=60)] = None
    retention_months: Annotated[int, Field(ge=1, le=120)] = 24
    block_minimum: Annotated[int, Field(ge=10, le=1_000)] = 10

    idle_after: Annotated[int, Field(ge=30, le=900)] = 120
    idle_grace: Annotated[int, Field(ge=20, le=900)] = 180
    draft_tablet_minutes: Annotated[int, Field(ge=5, le=120)] = 30
    draft_phone_hours: Hours = 24
    draft_clinician_hours: Hours = 12
    session_hours: Annotated[int, Field(ge=1, le=24)] = 10

    throttle_minutes: Annotated[int, Field(ge=1, le=1_440)] = 15
    throttle_account: Tries = 10
    throttle_tablet: Tries = 20
    throttle_clinic: Tries = 200

    @property
    def database_url(self) -> str:
        """The database as SQLAlchemy names it, password included: not to be printed."""
        return self.database.get_secret_value()

    @property
    def keys_text(self) -> str | None:
        """The content of CLINIC_FEEDBACK_KEYS; where there is one, the keys file is not read."""
        return None if self.keys is None else self.keys.get_secret_value()
