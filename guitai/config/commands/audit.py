"""guitai audit verify: finds any change of the audit, and its place."""

from guitai.audit import commands


def main(arguments: list[str]) -> int:
    if arguments[:1] != ["verify"]:
        raise SystemExit("usage: guitai audit verify")
    return commands.verify_command(arguments[1:])
