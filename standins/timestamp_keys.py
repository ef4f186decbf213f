"""Keys, certificates and the openssl configuration of the demo's time-stamping authority, and of one nobody trusts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

YEARS = timedelta(days=3650)
# 32473 is the number of enterprises in examples (RFC 5612).
CONFIGURATION = """[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/stamper.pem
signer_key = {folder}/stamper.key.pem
signer_digest = sha256
default_policy = 1.3.6.1.4.1.32473.1.1
digests = sha256, sha384, sha512
accuracy = secs:1
clock_precision_digits = 3
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def make(data: Path) -> None:
    """The authority and the stranger can stamp; what was there stays, so that old stamps still hold."""
    if (data / "root.pem").exists():
        return
    for name in ("stranger", "authority"):
        _make_one(data / name, name)
    (data / "root.pem").write_bytes((data / "authority" / "root.pem").read_bytes())  # last: all of it is there


def _make_one(folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, stamper_name = _name(f"Demo {name}, root"), _name(f"Demo {name}, time-stamps")
    root = _certificate(root_name, root_name, root_key).add_extension(x509.BasicConstraints(True, None), True)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    stamper = _certificate(stamper_name, root_name, key).add_extension(usage, True)
    stamper = stamper.add_extension(x509.BasicConstraints(False, None), True)
    (folder / "root.pem").write_bytes(root.sign(root_key, SHA256()).public_bytes(Encoding.PEM))
    (folder / "stamper.pem").write_bytes(stamper.sign(root_key, SHA256()).public_bytes(Encoding.PEM))
    secret = folder / "stamper.key.pem"
    secret.touch(mode=0o600)
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "serial").write_text("01\n", encoding="ascii")
    (folder / "openssl.cnf").write_text(CONFIGURATION.format(folder=folder.resolve()), encoding="utf-8")


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _certificate(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return x509.CertificateBuilder(
        issuer, subject, key.public_key(), x509.random_serial_number(), now - timedelta(days=1), now + YEARS
    )
