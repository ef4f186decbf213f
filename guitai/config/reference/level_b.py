"""level-b.md: the controls of 資通系統防護基準 (附表十) for 普 and 中, each with what meets it or what is missing."""

from guitai.config.reference import evidence
from guitai.config.reference.markdown import head

WORDS = (
    "資通安全責任等級分級辦法 附表十, the rows of grades 普 and 中, in our own short words. **Unverified**: read from",
    "a reproduction by a third party that says to hold amendments (several rows moved from 中 to 普), not from the",
    "law's own table; 資通安全管理法 was amended in 2025 and has to be read again. The numbers are the reproduction's.",
    "*Not applicable* are duties of the agency that no program can do.",
)


def page() -> str:
    found = evidence.claims("level-b")
    counted = f"{len(found)} controls: {evidence.counts(found)}"
    title = head(
        "資通系統防護基準 · protection of information systems, level B", "docs/level-b.yaml", *WORDS, "", counted
    )
    return "\n".join([title, evidence.graded(found)])
