"""asvs.md: the requirements of OWASP ASVS 5.0.0 at levels 1 and 2, each with what meets it or what is missing."""

from itertools import groupby

from guitai.config.reference import evidence
from guitai.config.reference.evidence import Claim
from guitai.config.reference.markdown import head, table

CHAPTERS = {
    "V1": "Encoding and sanitization",
    "V2": "Validation and business logic",
    "V3": "Web frontend",
    "V4": "API and web service",
    "V5": "Files",
    "V6": "Authentication",
    "V7": "Sessions",
    "V8": "Authorization",
    "V9": "Self-contained tokens",
    "V10": "OAuth and OIDC",
    "V11": "Cryptography",
    "V12": "Secure communication",
    "V13": "Configuration",
    "V14": "Data protection",
    "V15": "Coding and architecture",
    "V16": "Logging and errors",
    "V17": "WebRTC",
}
WORDS = (
    "Our own reading against [OWASP ASVS 5.0.0](https://github.com/OWASP/ASVS); the words are ours and short, the",
    "standard's count. Nobody outside of the project has checked it. *Met* names what shows it: a test, or the file",
    "and the word that does it. What the proxy, the machine or the agency has to do is not counted as met.",
)


def page() -> str:
    found = evidence.claims("asvs")
    applicable = sum(each.status != evidence.NOT_APPLICABLE for each in found)
    counted = f"{len(found)} requirements, {applicable} applicable: {evidence.counts(found)}"
    parts = [head("OWASP ASVS 5.0.0, level 2", "docs/asvs.yaml", *WORDS, "", counted), _by_level(found)]
    for chapter, group in groupby(found, key=chapter_of):
        parts += [f"## {chapter} {CHAPTERS[chapter]}\n", evidence.graded(group)]
    return "\n".join(parts)


def chapter_of(claim: Claim) -> str:
    return claim.id.partition(".")[0]


def _by_level(found: list[Claim]) -> str:
    levels = sorted({each.level for each in found})
    return table(
        ["level", "requirements"], [(level, evidence.counts(c for c in found if c.level == level)) for level in levels]
    )
