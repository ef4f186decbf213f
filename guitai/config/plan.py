"""What `guitai run` keeps running: the product's three processes and, in the demo, the stand-ins of other agencies."""

import sys
from dataclasses import dataclass
from pathlib import Path

from guitai.config.processes import Program

AGENCIES = ("household", "tax", "insurance", "pension", "welfare", "bank")
MAILBOX = "mailbox"
SMS = "sms"
SIGN_INS = "demo-sign-ins.txt"
WORLD_SEED = "1"
PYTHON = (sys.executable, "-m")
GUITAI = (*PYTHON, "guitai.config.cli")


@dataclass(frozen=True)
class Plan:
    """Ports and folders of one run; the pages on the first port, the others after it."""

    port: int
    var: Path
    demo: bool

    @property
    def base_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def ports(self) -> list[int]:
        return [self.port, *self.standin_ports.values(), self.mail_port, self.smpp_port] if self.demo else [self.port]

    @property
    def standin_ports(self) -> dict[str, int]:
        pages = {name: self.port + place for place, name in enumerate((*AGENCIES, MAILBOX), start=1)}
        return pages | {SMS: self.mail_port + 1}

    @property
    def mail_port(self) -> int:
        return self.port + len(AGENCIES) + 2

    @property
    def smpp_port(self) -> int:
        return self.mail_port + 2

    @property
    def world(self) -> Path:
        return self.var / "world"

    @property
    def keys(self) -> Path:
        return self.var / "keys"

    def environment(self) -> dict[str, str]:
        """Answer what our own processes are told."""
        told = {"GUITAI_BASE_URL": self.base_url, "GUITAI_WORLD_DIR": str(self.world)}
        if not self.demo:
            return told
        gateways = {f"GUITAI_GATEWAY_{name.upper()}_URL": self.address(name) for name in AGENCIES}
        mail = {"GUITAI_MAILBOX_URL": f"http://localhost:{self.standin_ports[MAILBOX]}"}
        smtp = {"GUITAI_SMTP_HOST": "127.0.0.1", "GUITAI_SMTP_PORT": str(self.mail_port)}
        texts = {"GUITAI_SMS_PAGE_URL": f"http://localhost:{self.standin_ports[SMS]}"}
        smpp = {"GUITAI_SMS_HOST": "127.0.0.1", "GUITAI_SMS_PORT": str(self.smpp_port), "GUITAI_SMS_USER": "guitai"}
        return told | gateways | mail | smtp | texts | smpp | {"GUITAI_GATEWAY_KEYS_DIR": str(self.keys)}

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.standin_ports[name]}"

    def beforehand(self) -> list[Program]:
        """Answer what is done once, before the stand-ins can start."""
        if not self.demo or (self.world / "people.json").exists():
            return []
        return [
            Program("keys", [*PYTHON, "standins.keys", "--out", str(self.keys)]),
            Program("world", [*PYTHON, "standins.world", "--out", str(self.world), "--seed", WORLD_SEED]),
        ]

    def standins(self) -> list[Program]:
        return [self._standin(name) for name in self.standin_ports] if self.demo else []

    def prepare(self) -> Program:
        return Program("prepare", [*GUITAI, "prepare"], self.environment())

    def product(self) -> list[Program]:
        web = [*GUITAI, "web", f"--bind=127.0.0.1:{self.port}"]
        return [
            Program("web", web, self.environment(), health=f"http://127.0.0.1:{self.port}/"),
            Program("worker", [*GUITAI, "worker"], self.environment()),
            Program("sequencer", [*GUITAI, "sequencer"], self.environment()),
        ]

    def _standin(self, name: str) -> Program:
        port = self.standin_ports[name]
        if name == MAILBOX:
            command = [*PYTHON, "standins.mailbox", f"--http-port={port}", f"--smtp-port={self.mail_port}"]
        elif name == SMS:
            command = [*PYTHON, "standins.sms", f"--http-port={port}", f"--smpp-port={self.smpp_port}"]
        else:
            command = [*PYTHON, f"standins.{name}", f"--port={port}", f"--data={self.world}", f"--keys={self.keys}"]
        return Program(name, command, health=f"{self.address(name)}/health")
