"""What `guitai run` keeps running: the product's three processes and, in the demo, the stand-ins of other agencies."""

import sys
from dataclasses import dataclass
from pathlib import Path

from guitai.config.commands import scanner
from guitai.config.processes import Program

AGENCIES = ("household", "tax", "insurance", "pension", "welfare", "bank")
MAILBOX = "mailbox"
SMS = "sms"
TIMESTAMPS = "timestamps"
SIGN_INS = "demo-sign-ins.txt"
WORLD_SEED = "1"
PYTHON = (sys.executable, "-m")
GUITAI = (*PYTHON, "guitai.config.cli")


def has_scanner() -> bool:
    return scanner.path() is not None


def scanner_told(*, demo: bool) -> dict[str, str]:
    """Answer that there is no scanner, where this machine has none and the demo may do without."""
    return {"GUITAI_SCANNER": "absent"} if demo and not has_scanner() else {}


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
        ours = [self.port, self.files_port, self.waiting_port]
        return [*ours, *self.standin_ports.values(), self.mail_port, self.smpp_port] if self.demo else ours

    @property
    def standin_ports(self) -> dict[str, int]:
        pages = {name: self.port + place for place, name in enumerate((*AGENCIES, MAILBOX), start=1)}
        return pages | {SMS: self.mail_port + 1, TIMESTAMPS: self.port + 11}

    @property
    def mail_port(self) -> int:
        return self.port + len(AGENCIES) + 2

    @property
    def smpp_port(self) -> int:
        return self.mail_port + 2

    @property
    def files_port(self) -> int:
        return self.port + 13

    @property
    def waiting_port(self) -> int:
        return self.port + 12

    @property
    def world(self) -> Path:
        return self.var / "world"

    @property
    def timestamps(self) -> Path:
        return self.var / "timestamps"

    @property
    def keys(self) -> Path:
        return self.var / "keys"

    def environment(self) -> dict[str, str]:
        """Answer what our own processes are told."""
        told = {"GUITAI_BASE_URL": self.base_url, "GUITAI_FILES_URL": self.files_url}
        told |= {"GUITAI_WAITING_URL": f"http://localhost:{self.waiting_port}"}
        told |= {"GUITAI_WORLD_DIR": str(self.world)} | scanner_told(demo=self.demo)
        if not self.demo:
            return told
        gateways = {f"GUITAI_GATEWAY_{name.upper()}_URL": self.address(name) for name in AGENCIES}
        mail = {"GUITAI_MAILBOX_URL": f"http://localhost:{self.standin_ports[MAILBOX]}"}
        smtp = {"GUITAI_SMTP_HOST": "127.0.0.1", "GUITAI_SMTP_PORT": str(self.mail_port)}
        texts = {"GUITAI_SMS_PAGE_URL": f"http://localhost:{self.standin_ports[SMS]}"}
        smpp = {"GUITAI_SMS_HOST": "127.0.0.1", "GUITAI_SMS_PORT": str(self.smpp_port), "GUITAI_SMS_USER": "guitai"}
        stamps = self.timestamps / "root.pem"
        told |= {"GUITAI_TSA_URL": f"{self.address(TIMESTAMPS)}/", "GUITAI_TSA_ROOTS": str(stamps)}
        return told | gateways | mail | smtp | texts | smpp | {"GUITAI_GATEWAY_KEYS_DIR": str(self.keys)}

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.standin_ports[name]}"

    @property
    def files_url(self) -> str:
        """Answer the attachments' origin: another name of this machine, so that no cookie of the pages goes there."""
        return f"http://127.0.0.1:{self.files_port}"

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
        told = self.environment()
        web = [*GUITAI, "web", f"--bind=127.0.0.1:{self.port}"]
        return [
            Program("web", web, told, health=f"http://127.0.0.1:{self.port}/"),
            Program(
                "attachments",
                [*GUITAI, "attachments", f"--bind=127.0.0.1:{self.files_port}"],
                told | {"DJANGO_SETTINGS_MODULE": "guitai.config.files_settings"},  # whatever we were started with
            ),
            *([Program("scanner", [*GUITAI, "scanner"], told)] if has_scanner() else []),
            Program("waiting-room", [*GUITAI, "waiting-room", f"--bind=127.0.0.1:{self.waiting_port}"], told),
            Program("worker", [*GUITAI, "worker"], told),
            Program("sequencer", [*GUITAI, "sequencer"], told),
        ]

    def _standin(self, name: str) -> Program:
        port = self.standin_ports[name]
        if name == MAILBOX:
            command = [*PYTHON, "standins.mailbox", f"--http-port={port}", f"--smtp-port={self.mail_port}"]
        elif name == SMS:
            command = [*PYTHON, "standins.sms", f"--http-port={port}", f"--smpp-port={self.smpp_port}"]
        elif name == TIMESTAMPS:
            command = [*PYTHON, "standins.timestamps", f"--port={port}", f"--data={self.timestamps}"]
        else:
            command = [*PYTHON, f"standins.{name}", f"--port={port}", f"--data={self.world}", f"--keys={self.keys}"]
        return Program(name, command, health=f"{self.address(name)}/health")
