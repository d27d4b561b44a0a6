"""The address of links and QR codes: what it may be, and what it never is."""

from __future__ import annotations

import pytest

from clinic_feedback.public_address import AddressError, public_address


@pytest.mark.parametrize(
    ("given", "read", "is_loopback"),
    [
        pytest.param("https://clinic.example", "https://clinic.example", False, id="a host"),
        pytest.param("https://clinic.example/", "https://clinic.example", False, id="a slash at the end goes"),
        pytest.param("https://clinic.example/a/feedback/", "https://clinic.example/a/feedback", False, id="a prefix"),
        pytest.param("HTTPS://Clinic.Example:443/x", "https://clinic.example/x", False, id="capitals, the usual port"),
        pytest.param("https://clinic.example:8443", "https://clinic.example:8443", False, id="another port"),
        pytest.param("https://10.0.0.5", "https://10.0.0.5", False, id="a number in the house"),
        pytest.param("https://xn--sykehus-q1a.example", "https://xn--sykehus-q1a.example", False, id="letters of any script, encoded"),
        pytest.param("http://127.0.0.1:8080", "http://127.0.0.1:8080", True, id="this machine"),
        pytest.param("http://127.9.9.9", "http://127.9.9.9", True, id="this machine by another number"),
        pytest.param("http://localhost:5000/x", "http://localhost:5000/x", True, id="this machine by name"),
        pytest.param("http://[::1]:5000", "http://[::1]:5000", True, id="this machine by its newer number"),
        pytest.param("https://localhost", "https://localhost", True, id="with TLS it is still this machine"),
    ],
)  # fmt: skip
def test_an_address_is_read_and_knows_who_reaches_it(given: str, read: str, is_loopback: bool) -> None:
    address = public_address(given)
    assert (str(address), address.is_loopback) == (read, is_loopback)
    assert address.link("/v/abc") == f"{read}/v/abc"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param("http://10.0.0.5:8080", "only this machine itself may use", id="no TLS to another machine"),
        pytest.param("http://localhost.evil.example", "only this machine itself may use", id="looks like this machine"),
        pytest.param("clinic.example/feedback", "does not begin with https://", id="no scheme"),
        pytest.param("ftp://clinic.example", "does not begin with https://", id="another scheme"),
        pytest.param("https://", "names no host", id="no host"),
        pytest.param("https:///feedback", "names no host", id="a path alone"),
        pytest.param("https://clinic_1.example", "names no host", id="a sign that no host has"),
        pytest.param("https://-clinic.example", "names no host", id="a hyphen at the start"),
        pytest.param("https://[fe80::1%25eth0]", "names no host", id="a number that one cable knows"),
        pytest.param("https://u:hunter2@clinic.example", "holds more than", id="a password"),
        pytest.param("https://clinic.example/?a=1", "holds more than", id="a question"),
        pytest.param("https://clinic.example/#a", "holds more than", id="a place on a page"),
        pytest.param("https://clinic.example?", "holds more than", id="an empty question"),
        pytest.param("https://clinic.example/../x", "has a prefix", id="a way up"),
        pytest.param("https://clinic.example//x", "has a prefix", id="an empty step"),
        pytest.param("https://clinic.example/a b", "has a prefix", id="a blank"),
        pytest.param("https://clinic.example/%2e", "has a prefix", id="an encoded sign"),
        pytest.param("https://clinic.example:99999", "is no address", id="no such port"),
        pytest.param("https://[::1", "is no address", id="half a bracket"),
        pytest.param("https://klinikkø.example", "signs that no address has", id="not encoded"),
        pytest.param("https://clinic.example/\n", "signs that no address has", id="a line end"),
        pytest.param("https://" + "a" * 300, "is too long", id="longer than a QR code should hold"),
        pytest.param("", "does not begin with https://", id="nothing"),
    ],
)  # fmt: skip
def test_what_no_phone_could_open_is_refused_without_being_repeated(given: str, words: str) -> None:
    with pytest.raises(AddressError, match=words) as caught:
        public_address(given)
    assert caught.value.remedy
    assert "hunter2" not in str(caught.value)
