"""Far ends that are not even a proper server: bare sockets that say what they like."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from guitai.gateways import wire
from guitai.gateways.terms import NoAnswer, Reason
from guitai.gateways.tests.questions import NOW

pytestmark = pytest.mark.server
LIMITS = wire.Limits(total=1.0, connect=1.0, read=0.5, most_bytes=1_000)
Talk = Callable[[socket.socket], None]


@contextmanager
def far_end(talk: Talk) -> Iterator[int]:
    """A socket on the loopback that accepts once, hears the question and then talks."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_serve, args=(listening, talk))
        thread.start()
        yield listening.getsockname()[1]
        thread.join(timeout=5)


def _serve(listening: socket.socket, talk: Talk) -> None:
    far, _ = listening.accept()
    with far:
        far.settimeout(3)
        try:
            talk(far)
        except OSError:
            return


def says(*parts: bytes, pause: float = 0.0) -> Talk:
    def talk(far: socket.socket) -> None:
        heard = far.recv(65_536)
        while not heard.endswith(b"{}"):  # hang up only on what was heard whole: the kernel resets otherwise
            heard += far.recv(65_536)
        for part in parts:
            far.sendall(part)
            time.sleep(pause)

    return talk


def reason_for(talk: Talk, *, scheme: str = "http") -> Reason | None:
    with far_end(talk) as port:
        try:
            wire.post(f"{scheme}://127.0.0.1:{port}/", headers={}, body=b"{}", loopback=True, limits=LIMITS)
        except NoAnswer as failure:
            return failure.reason
    return None


@pytest.mark.parametrize(
    ("talk", "reason"),
    [
        (says(), Reason.DOWN),
        (says(b"SSH-2.0-OpenSSH_9.2\r\n"), Reason.DOWN),
        (says(b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"), Reason.DOWN),
        (says(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nab"), Reason.DOWN),
        (says(b"HTTP/1.1 200 OK\r\n", *[b"x: y\r\n"] * 20, pause=0.2), Reason.SLOW),
        (says(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 20, pause=0.2), Reason.SLOW),
        (says(b"HTTP/1.1 200 OK\r\n" + b"x: " + b"y" * 200_000 + b"\r\n\r\n"), Reason.DOWN),
        (says(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2_000), Reason.GARBAGE),
        (says(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\nx"), Reason.GARBAGE),
        (says(b"HTTP/1.1 200 OK\r\ncontent-encoding: identity, br\r\n\r\nx"), Reason.GARBAGE),
        (says(b"HTTP/1.0 200 OK\r\n\r\n{}"), None),
    ],
)
def test_whatever_a_socket_says_the_answer_comes_in_time(talk: Talk, reason: Reason | None) -> None:
    started = time.monotonic()

    assert reason_for(talk) is reason
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("days", [-10, 10], ids=["expired", "self-signed"])
def test_a_certificate_that_is_not_good_is_not_talked_to(days: int, tmp_path: Path) -> None:
    heard: list[bytes] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path, until=NOW + timedelta(days=days)))

    def talk(far: socket.socket) -> None:
        with context.wrap_socket(far, server_side=True) as secured:
            heard.append(secured.recv(65_536))

    assert reason_for(talk, scheme="https") is Reason.DOWN
    assert heard in ([], [b""])


def _certificate(folder: Path, *, until: datetime) -> Path:
    key, name = generate_private_key(SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(NOW - timedelta(days=30)).not_valid_after(until)
    file = folder / "far.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + builder.sign(key, SHA256()).public_bytes(Encoding.PEM))
    return file
