"""What the rules would say now, from what registers and the applicant have said so far: before anything is sent."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy

from guitai.cases import judging, queries, verdict
from guitai.cases.household import SELF, members
from guitai.cases.models import Application
from guitai.cases.situation import situation
from guitai.catalogue import queries as catalogue
from guitai.core.kit import Words
from guitai.eforms import queries as drafts
from guitai.facts import queries as vocabulary
from guitai.rules import queries as rules

# Also read by who acts for somebody: nobody is addressed.
HEADLINES: dict[str, Words] = {
    "eligible": gettext_lazy("By what is known now, the conditions are met."),
    "not_eligible": gettext_lazy("By what is known now, the conditions are not met."),
    "undetermined": gettext_lazy("By what is known now, it cannot be said yet."),
}


def foresee(application: Application, *, today: date) -> verdict.Verdict:
    """Answer the verdict in words; what nobody has said yet is unknown, not no."""
    service = catalogue.service(application.service_key, application.edition)
    draft, pieces = drafts.draft_of(application.applicant, application.draft), queries.pieces(application)
    answers = drafts.answers_to_send(draft, service.form)
    facts = judging.as_kept(situation(service, answers, pieces, case=str(application.draft), on=today))
    assessment = judging.assess(service, facts, on=today)
    names = verdict.Names(
        people={member.about: member.name for member in members(pieces) if member.about != SELF},
        laws=service.law,
        vocabulary=vocabulary.vocabulary(vocabulary.services_folder()),
        figures=service.gives.figures,
    )
    found = verdict.read(rules.for_reader(service.rulebook, assessment.answer()), names)
    return replace(found, headline=HEADLINES[found.kind])
