"""Lets the rules judge a case, keeps the judgement, and recomputes it years later."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from guitai.cases import queries
from guitai.cases.household import members
from guitai.cases.models import Case, Judgement
from guitai.cases.routing import Standing
from guitai.cases.situation import differences, region_of, situation
from guitai.cases.supplements import queries as supplements
from guitai.cases.terms import NO_CONSENT, Piece
from guitai.catalogue.terms import Service
from guitai.core.clock import TAIPEI
from guitai.facts import queries as vocabulary
from guitai.gateways.declaration import IfDown
from guitai.rules import queries as rules
from guitai.rules.assessment import Assessment
from guitai.rules.situation import Situation
from guitai.rules.terms import Verdict

PATIENCE = timedelta(days=7)


def judge(case: Case, *, today: date, now: datetime) -> Judgement:
    """The judgement is kept with the very situation it came from; the same as before is not kept twice."""
    service = queries.service_of(case)
    facts = as_kept(situation(service, case.answers, queries.pieces(case.application), case=case.reference, on=today))
    assessment = assess(service, facts, on=today)
    digest = sha256(assessment.canonical()).hexdigest()
    earlier = queries.judgement(case)
    if earlier and (earlier.digest, earlier.situation) == (digest, facts):
        return earlier
    return Judgement.objects.create(
        case=case,
        number=case.judgements.count() + 1,
        on=today,
        situation=facts,
        answer=assessment.answer(),
        digest=digest,
        rules=service.digest,
        verdict=assessment.verdict,
        made_at=now,
    )


def as_kept(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Answer the situation as it will be read again: what is judged is what is kept, to the order of its keys."""
    kept: dict[str, Any] = json.loads(json.dumps(facts, sort_keys=True))
    return kept


def assess(service: Service, facts: Mapping[str, Any], *, on: date) -> Assessment:
    return rules.assess(service.rulebook, Situation.read(facts, where=str(facts["id"])), on=on)


def counted(service: Service, pieces: list[Piece], *, on: date) -> frozenset[str]:
    """Answer whom the law may count, before anybody but the household register was asked.

    Grounds that would leave somebody out are not known yet and are taken not to be there: a look-up too many about a
    person of the household is lawful (施行細則 §13 names them), a missing one would hold up the case.
    """
    words = vocabulary.vocabulary(vocabulary.services_folder()).person
    persons = [
        {"id": member.about, **{key: value for key, value in member.facts.items() if key in words}}
        for member in members(pieces)
    ]
    if not persons:
        return frozenset()
    bare = {"id": "counting", "on": on.isoformat(), "region": region_of(pieces), "persons": persons}
    return frozenset(assess(service, bare, on=on).counted_persons)


def recomputes(judgement: Judgement) -> bool:
    """Tell whether the edition of the case judges the same situation byte for byte as it did then."""
    service = queries.service_of(judgement.case)
    again = assess(service, judgement.situation, on=judgement.on)
    return sha256(again.canonical()).hexdigest() == judgement.digest


def standing(case: Case, *, now: datetime) -> Standing:
    """Answer what the next move depends on; after PATIENCE nobody waits for a silent source any more."""
    service, pieces, judgement = queries.service_of(case), queries.pieces(case.application), queries.judgement(case)
    gaps = tuple(piece for piece in pieces if piece.is_gap)
    patient = now - case.submitted_at < PATIENCE
    waits = {item.key for item in service.data.items if item.if_down is IfDown.WAIT and patient}
    over, something = supplements.over_with_something(case, today=now.astimezone(TAIPEI).date())
    return Standing(
        verdict=Verdict(judgement.verdict) if judgement else Verdict.UNDETERMINED,
        gaps=gaps,
        waiting_gaps=tuple(piece for piece in gaps if piece.item in waits and piece.gap != NO_CONSENT),
        differences=tuple(differences(service, case.answers, pieces)),
        status_in_register=_has_status(judgement.situation if judgement else {}),
        supplement_overdue=over and not something,
        supplement_unclear=over and something,
    )


def _has_status(facts: Mapping[str, Any]) -> bool:
    applicant: Mapping[str, Any] = facts["persons"][0] if facts.get("persons") else {}
    status = facts.get("facts", {}).get("public_assistance_status", "none")
    known = {"none", "unknown"}
    return status not in known or applicant.get("disability", "none") not in known
