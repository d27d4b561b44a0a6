"""The address that patients' phones reach the program by: the beginning of every link and QR code.

It is a setting and nothing else: what a request calls its host is never asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.?")
_PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
_EXAMPLE = "give it as https://clinic.example or https://clinic.example/feedback"
_LONGEST = 200


class AddressError(ValueError):
    """A text that is no address of ours. `found`: what is wrong; `remedy`: what to do."""

    def __init__(self, found: str, remedy: str = _EXAMPLE) -> None:
        """Keep both apart; the address itself is not repeated, as it may hold a password."""
        self.found, self.remedy = found, remedy
        super().__init__(f"{found}; {remedy}")


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Where the program is reached. `host`: with its port, where it is not the usual one.

    `prefix`: the path that all of its pages lie under, '' or '/feedback'. `is_loopback`: no other
    machine reaches it, so it belongs on no QR code.
    """

    scheme: str
    host: str
    prefix: str
    is_loopback: bool

    def __str__(self) -> str:
        """The whole address, without a slash at its end."""
        return f"{self.scheme}://{self.host}{self.prefix}"

    def link(self, path: str) -> str:
        """A link to a page of ours. `path`: from the prefix on, beginning with a slash."""
        return f"{self}{path}"


def public_address(text: str) -> PublicAddress:
    """The address that a text gives. Raises AddressError."""
    if len(text) > _LONGEST or not text.isascii() or not text.isprintable():
        raise AddressError("is too long, or holds signs that no address has")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressError("is no address") from None
    if parts.scheme not in ("https", "http"):
        raise AddressError("does not begin with https://")
    if not (_is_ip(host) or _HOST.fullmatch(host)):
        raise AddressError("names no host that can be used")
    if "@" in parts.netloc or "?" in text or "#" in text:
        raise AddressError(
            "holds more than host, port and prefix", "take out @, ?, # and what goes with them"
        )
    prefix = parts.path.rstrip("/")
    if not _PREFIX.fullmatch(prefix):
        raise AddressError("has a prefix that cannot be used", "use letters, digits, - . _ ~ and /")
    is_loopback = _is_loopback(host)
    if parts.scheme == "http" and not is_loopback:
        remedy = "use https: phones and tablets refuse cookies, and anybody on the way reads along"
        raise AddressError("begins with http://, which only this machine itself may use", remedy)
    return PublicAddress(parts.scheme, _with_port(host, port, parts.scheme), prefix, is_loopback)


def _with_port(host: str, port: int | None, scheme: str) -> str:
    shown = f"[{host}]" if ":" in host else host
    usual = {"https": 443, "http": 80}[scheme]
    return shown if port in (None, usual) else f"{shown}:{port}"


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return "%" not in host


def _is_loopback(host: str) -> bool:
    if _is_ip(host):
        return ip_address(host).is_loopback
    return host.rstrip(".") == "localhost" or host.rstrip(".").endswith(".localhost")
