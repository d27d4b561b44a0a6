"""Texts encrypted at rest, and digests to find by what nobody may read.

Encryption is AES-256-GCM with a random nonce. A sealed text is

    version (1 byte) | key id (4) | nonce (12) | encrypted, padded UTF-8 | tag (16)

and bound to its place by associated data: version, key id, table, column and public id. It opens
nowhere else. Random nonces are safe for 2^32 texts a key; a large clinic writes a million a year.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KeyId = NewType("KeyId", str)
"""What a data key is called, in eight digits and letters from a to f: the start of its fingerprint."""

KEY_BYTES = 32
LOOKUP_KEY = KeyId("lookup")
"""What the look-up key is called beside the data keys."""

_VERSION = b"\x01"
_ID_BYTES = 4
_NONCE_BYTES = 12
_HEADER = slice(0, len(_VERSION) + _ID_BYTES)
_NONCE = slice(_HEADER.stop, _HEADER.stop + _NONCE_BYTES)
# A reference, a 'no' and a sentence take one step alike; a page of text costs at most one step more.
_STEP_BYTES = 128
_TEXT_ENDS = b"\x80"
_FINGERPRINT_BYTES = 16
_FINGERPRINT_OF = b"clinic-feedback key"


class Purpose(StrEnum):
    """What a digest is for: the same text has another one for each. Changing a name loses what it found."""

    INVITATION = "invitation token"
    SHORT_CODE = "short code"
    FORM_KEY = "form key"
    SUBMISSION = "submission content"
    RECEIPT = "receipt"
    RECEIPT_SOURCE = "receipt made from a form key"
    REFERENCE = "reference"
    STAFF_SESSION = "staff session"
    CSRF = "csrf"
    TABLET = "tablet"
    SET_UP = "set-up link"
    CLUSTER = "clinician in sums"
    ATTEMPT = "attempt"
    TOMBSTONE = "tombstone"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed text stands: it opens there alone."""

    table: str
    column: str
    public_id: str


class SealedTextError(Exception):
    """A sealed text does not open."""


class MissingKeyError(SealedTextError):
    """The key that a text was sealed with is not among ours. `key_id`: which one."""

    def __init__(self, key_id: KeyId) -> None:
        """Say which key is missing and what to do."""
        self.key_id = key_id
        super().__init__(
            f"the data key {key_id} is missing: bring it back from your copy of the keys, and start again; "
            "nothing is lost until then"
        )


class UnreadableError(SealedTextError):
    """Bytes that are no sealed text of this place: damaged, changed, or moved. `place`: where."""

    def __init__(self, place: Place) -> None:
        """Say where and what to do, never what is there."""
        self.place = place
        super().__init__(
            f"{place.table}.{place.column} of {place.public_id} does not open: it was damaged, changed, or "
            "belongs elsewhere; bring this row back from a backup"
        )


def fingerprint(key: bytes) -> str:
    """What a key is known by, in 32 digits and letters; it does not tell the key."""
    return hmac.digest(key, _FINGERPRINT_OF, "sha256")[:_FINGERPRINT_BYTES].hex()


def key_id(data_key: bytes) -> KeyId:
    """What a data key is called."""
    return KeyId(fingerprint(data_key)[: 2 * _ID_BYTES])


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys. `data_keys`: the newest first; it seals, all of them open. Keys are 32 bytes each.

    `session_secrets`: what cookies are signed with, the newest first; stored texts do not depend on
    them. Keys are left out where a ring is printed.
    """

    data_keys: tuple[bytes, ...] = field(repr=False)
    lookup_key: bytes = field(repr=False)
    session_secrets: tuple[str, ...] = field(repr=False)
    _by_id: Mapping[KeyId, bytes] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Call every data key by its id."""
        object.__setattr__(self, "_by_id", {key_id(key): key for key in self.data_keys})

    @property
    def fingerprints(self) -> Mapping[KeyId, str]:
        """What to know every key by that stored data need, the newest data key first."""
        data = {name: fingerprint(key) for name, key in self._by_id.items()}
        return {**data, LOOKUP_KEY: fingerprint(self.lookup_key)}

    def seal(self, text: str, place: Place) -> bytes:
        """A text so that only this ring opens it, and only in this place."""
        newest = self.data_keys[0]
        header = _VERSION + bytes.fromhex(key_id(newest))
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return header + nonce + AESGCM(newest).encrypt(nonce, _padded(text), _bound_to(header, place))

    def open(self, sealed: bytes, place: Place) -> str:
        """The text that was sealed for this place.

        Raises MissingKeyError, or UnreadableError where it was damaged, changed or sealed for another
        place.
        """
        header, nonce = sealed[_HEADER], sealed[_NONCE]
        if not header.startswith(_VERSION) or len(nonce) < _NONCE_BYTES:
            raise UnreadableError(place)
        sealed_with = _key_id_in(sealed)
        if sealed_with not in self._by_id:
            raise MissingKeyError(sealed_with)
        cipher = AESGCM(self._by_id[sealed_with])
        try:
            padded = cipher.decrypt(nonce, sealed[_NONCE.stop :], _bound_to(header, place))
        except InvalidTag:
            raise UnreadableError(place) from None
        return padded[: padded.rindex(_TEXT_ENDS)].decode()

    def is_newest(self, sealed: bytes) -> bool:
        """Whether the newest key sealed this; else it is to be sealed again before an older one goes."""
        return _key_id_in(sealed) == key_id(self.data_keys[0])

    def digest(self, purpose: Purpose, text: str) -> bytes:
        """32 bytes to find a text by. Without the look-up key nobody can tell, or try, which text it was."""
        return hmac.digest(self.lookup_key, f"{purpose}\0{text}".encode(), sha256)


def _key_id_in(sealed: bytes) -> KeyId:
    return KeyId(sealed[len(_VERSION) : _HEADER.stop].hex())


def _padded(text: str) -> bytes:
    """UTF-8, its end marked, filled up to whole steps: its length tells little about the text's."""
    marked = text.encode() + _TEXT_ENDS
    return marked + bytes(-len(marked) % _STEP_BYTES)


def _bound_to(header: bytes, place: Place) -> bytes:
    """Associated data: no two places give the same, whatever their names hold."""
    names = (name.encode() for name in (place.table, place.column, place.public_id))
    return header + b"".join(len(name).to_bytes(4) + name for name in names)
