"""Where the other agencies are: environment, else the stand-ins of the demo.

Each agency has GUITAI_GATEWAY_<AGENCY>_URL, _KEY (path of its public key), _KEY_ID (what it signs as) and _SECONDS (how
long a question may take); ours are GUITAI_GATEWAY_KEY and GUITAI_GATEWAY_KEY_ID. GUITAI_GATEWAY_KEYS_DIR moves all keys
at once. An agency without an address is not connected: its questions wait.
"""

from pathlib import Path

from guitai.config import environment

# source → the agency that answers for it, and the port of its stand-in
AGENCIES = {
    "household_register": ("household", 8001),
    "tax": ("tax", 8002),
    "insurance": ("insurance", 8003),
    "pension_insurer": ("pension", 8004),
    "welfare": ("welfare", 8005),
    "welfare_precheck": ("welfare", 8005),  # the same system, asked something else
    "bank": ("bank", 8006),
}


def gateways(*, demo: bool) -> dict[str, dict[str, str]]:
    keys = Path(environment.value("GUITAI_GATEWAY_KEYS_DIR", str(environment.VAR / "keys")))
    entries = {source: _entry(*agency, keys=keys, demo=demo) for source, agency in AGENCIES.items()}
    return {source: entry for source, entry in entries.items() if entry["url"]}


def _entry(agency: str, port: int, *, keys: Path, demo: bool) -> dict[str, str]:
    name = f"GUITAI_GATEWAY_{agency.upper()}"
    return {
        "url": environment.value(f"{name}_URL", f"http://127.0.0.1:{port}" if demo else ""),
        "agency": environment.value(f"{name}_KEY_ID", agency),
        "public_key": environment.value(f"{name}_KEY", str(keys / f"{agency}.pub.pem")),
        "seconds": environment.value(f"{name}_SECONDS", "5"),
        "our_key_id": environment.value("GUITAI_GATEWAY_KEY_ID", "guitai"),
        "our_key": environment.value("GUITAI_GATEWAY_KEY", str(keys / "guitai.key.pem")),
    }
