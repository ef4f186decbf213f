"""Which systems may ask us: GUITAI_API_CALLERS names them, "name=path of its public key" with commas between."""

from guitai.config import environment


def callers() -> dict[str, str]:
    pairs = (each.partition("=") for each in environment.value("GUITAI_API_CALLERS").split(",") if each)
    return {name.strip(): file.strip() for name, _equals, file in pairs}
