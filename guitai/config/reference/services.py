"""services.md: what each service promises, rests on, looks up and sends."""

from pathlib import Path

from guitai.catalogue.terms import Service
from guitai.config.reference import folders
from guitai.config.reference.markdown import code, head, table
from guitai.gateways.declaration import Item


def page() -> str:
    title = head("Services", "the folders of services/", "How one is written: docs/guides/service-author.md.")
    return "\n".join([title, *(_part(folder, service) for folder, service in folders.services())])


def _part(folder: Path, service: Service) -> str:
    law = "、".join(f"[{law.name}{law.article}]({law.url})" for law in service.law)
    sheet = [
        ("folder", f"{folders.name(folder)}/"),
        ("key", f"`{service.key}`"),
        ("kind", service.sheet.kind),
        ("agency", _agencies().get(service.agency_code, service.agency_code)),
        ("law", law),
        ("time limit", f"{service.time_limit_days} days ({service.sheet.time_limit.basis})"),
        ("fee", service.fee.zh),
        ("who", "；".join(text.zh for text in service.who)),
        ("found by", "、".join(service.words)),
        ("rules", f"`{service.rulebook.benefit}` {service.rulebook.version}"),
        ("letters", code(service.letters)),
        ("notices", code(service.notices)),
    ]
    columns = ["item", "asked of", "about", "what", "purpose", "basis", "reused for (days)", "when silent"]
    looked_up = table(columns, map(_item, service.data.items))
    heading = f"## {service.title.zh}\n\n{service.summary.zh}\n"
    return "\n".join([heading, table(["", ""], sheet), "### What is looked up\n", looked_up])


def _item(item: Item) -> list[object]:
    basis = "、".join(item.basis)
    gives = code(item.gives)
    return [item.key, item.source, item.about, gives, item.purpose, basis, item.freshness_days, item.if_down]


def _agencies() -> dict[str, str]:
    """Answer the name of every agency by its code."""
    lists = (said for path, said in folders.documents() if path.name == "agencies.yaml")
    return {agency["code"]: agency["name"] for said in lists for agency in said["agencies"]}
