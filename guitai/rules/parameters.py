"""The book of all parameters: which dated amount counts for a region on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

from guitai.facts import strict_yaml
from guitai.facts.strict_yaml import Document
from guitai.rules.amounts import NATIONAL, Dated, dated_amounts


@dataclass(frozen=True)
class Found:
    """What a parameter is on a day; `value` is None when it is missing or may not be used."""

    value: Fraction | None
    assumed: bool = False
    source: str = ""


NOT_FOUND = Found(None)


@dataclass(frozen=True)
class ParameterBook:
    values: Mapping[str, tuple[Dated, ...]]
    regions: Mapping[str, str]  # county → region that announces for it
    labels: Mapping[str, str] = field(default_factory=dict)
    assumed_allowed: bool = False

    @classmethod
    def read(cls, folder: Path, *, assumed_allowed: bool) -> "ParameterBook":
        """Every amount of the folder; Unreadable where one is doubtful."""
        files = sorted(folder.glob("*.yaml"))
        documents = (strict_yaml.read(file.read_bytes(), file=str(file)) for file in files)
        return cls.of(documents, assumed_allowed=assumed_allowed)

    @classmethod
    def of(cls, documents: Iterable[Document], *, assumed_allowed: bool) -> "ParameterBook":
        """Every amount of these documents, wherever they were kept; Unreadable where one is doubtful."""
        values: dict[str, tuple[Dated, ...]] = {}
        labels: dict[str, str] = {}
        regions: dict[str, str] = {}
        for document in documents:
            for name, entry in document.data.items():
                if name == "regions":
                    regions = {county: region for region, counties in entry.items() for county in counties}
                    continue
                if name in values:
                    raise document.refuse("is there twice", (name,), "keep one")
                values[name] = dated_amounts(document, name, entry)
                labels[name] = entry["label"]["zh"]
        return cls(values, regions, labels, assumed_allowed)

    def find(self, name: str, *, region: str, day: date) -> Found:
        """The amount of the county itself, else of the region that announces for it, else of the nation."""
        in_force = {dated.region: dated for dated in self.values.get(name, ()) if dated.since <= day <= dated.until}
        places = (region, self.regions.get(region, region), NATIONAL)
        dated = next((in_force[place] for place in places if place in in_force), None)
        if dated is None or dated.value is None or (dated.verified == "no" and not self.assumed_allowed):
            return NOT_FOUND
        return Found(dated.value, dated.verified == "no", dated.source)
