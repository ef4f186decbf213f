"""Our own signatures: two harmless test files, by which a scanner proves that it looks, and to the end.

Built here from pieces, so that no scanner of a developer's machine takes this file for one of them.
"""

MARKER = b"GUITAI-" + b"SCANNER-PROOF-" + b"5f2c1e7a9b40d863"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
FILE_NAME = "guitai.ndb"
MARKER_NAME = "Guitai.Proof"


def lines() -> str:
    """Answer a database of ClamAV: name, any kind of file, anywhere in it, these bytes."""
    known = {MARKER_NAME: MARKER, "Guitai.Test.EICAR": EICAR}
    return "".join(f"{name}:0:*:{content.hex()}\n" for name, content in known.items())
