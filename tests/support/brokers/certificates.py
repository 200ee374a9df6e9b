"""Certificates for a broker on this machine, made in a moment and valid for an hour."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.clock import system_clock


@dataclass(frozen=True)
class Authority:
    """Somebody who vouches for others; `certificate` is what their clients are given."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def named(cls, name: str) -> "Authority":
        """Return a new authority, which vouches for itself."""
        key, subject = ec.generate_private_key(ec.SECP256R1()), _name(name)
        constraints = x509.BasicConstraints(ca=True, path_length=0)
        unsigned = _unsigned(subject, subject, key).add_extension(constraints, critical=True)
        signs = x509.KeyUsage(*(place in {5, 6} for place in range(9)))  # certificates and lists of revoked ones
        identified = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        whole = unsigned.add_extension(signs, critical=True).add_extension(identified, critical=False)
        return cls(subject, key, whole.sign(key, hashes.SHA256()))

    def write(self, file: Path) -> Path:
        """Write the certificate as PEM."""
        file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return file

    def write_server(self, file: Path, address: str) -> Path:
        """Write a key and a certificate for a server at an IP address into one PEM file, as Kafka reads them."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        unsigned = _unsigned(_name(address), self.name, key).add_extension(names, critical=False)
        certificate = unsigned.add_extension(signer, critical=False).sign(self.key, hashes.SHA256())
        encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
        file.write_bytes(private + certificate.public_bytes(encoding))
        return file


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _unsigned(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now, hour = system_clock(), timedelta(hours=1)
    return x509.CertificateBuilder(
        issuer, subject, key.public_key(), x509.random_serial_number(), now - hour, now + hour
    )
