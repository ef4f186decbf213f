"""The consent as a record others can read, with the fields of ISO/IEC TS 27560:2023.

The text of the standard was not at hand: names follow the mapping that the W3C group for the Data Privacy Vocabulary
publishes. What is unverified stands in docs/adr.
"""

from datetime import datetime
from typing import Any

from guitai.accounts import queries as accounts
from guitai.accounts.terms import AgencyKind, AgencyView
from guitai.consents import queries
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity
from guitai.consents.words import Naming, naming
from guitai.core.clock import TAIPEI

SCHEMA = "ISO/IEC TS 27560:2023"
PROFILE = "guitai-consent-record/1"
LAWFUL_BASIS = "個人資料保護法 §15 ②（經當事人同意）"
MANDATE = "行政程序法 §24（委任代理人）"
WITHDRAWAL = "本人或代理人可隨時在 /consents/{id}/ 按「收回同意」，或帶身分證到任何公所櫃台；收回後立即停止查調與代辦。"
RIGHTS = "個人資料保護法 §3：查詢閱覽、製給複製本、補充更正、停止蒐集處理利用、刪除。"
NOT_FIXED = "尚未訂定"


def record(consent: Consent) -> dict[str, Any]:
    """Answer the whole record as plain values, ready for JSON."""
    controllers = accounts.agencies(AgencyKind.COUNTY)
    return {
        "schema_version": SCHEMA,
        "profile": PROFILE,
        "record_id": str(consent.pk),
        "pii_principal_id": consent.subject,
        "pii_processing": _processing(consent, controllers, naming()),
        "party_identification": [*map(_controller, controllers), *_representative(consent)],
        "event": _events(consent),
        "evidence": _evidence(consent),
    }


def _processing(consent: Consent, controllers: list[AgencyView], named: Naming) -> dict[str, Any]:
    return {
        "privacy_notice": {"text": consent.text, "sha256": consent.text_sha256},
        "language": consent.language,
        "purposes": [
            {
                "purpose": consent.purpose,
                "lawful_basis": [LAWFUL_BASIS, *([MANDATE] if consent.representative else [])],
                "pii_information": [_pii(fact, named) for fact in consent.facts],
                "pii_controllers": [each.code for each in controllers],
                "collection_method": "向各機關查詢（gateways），逐筆留存紀錄",
                "processing_method": "依法規計算資格與金額；核定由承辦人員決定，資料明確者得自動核定",
                "storage_locations": ["TW"],
                "retention_period": NOT_FIXED,
                "processing_locations": ["TW"],
                "geographic_restrictions": ["TW"],
                "services": [{"id": key, "name": named.service(key)} for key in consent.services],
                "jurisdiction": ["TW"],
                "recipient_third_parties": [consent.representative] if consent.representative else [],
                "withdrawal_method": WITHDRAWAL.format(id=consent.pk),
                "privacy_rights": RIGHTS,
                "codes_of_conduct": [],
                "impact_assessment": None,
                "authority_party": None,
            }
        ],
    }


def _pii(fact: str, named: Naming) -> dict[str, Any]:
    # whether a fact is special (個人資料保護法 §6) nobody has classified yet: unknown is not "no"
    return {
        "pii_type": named.fact(fact),
        "pii_attribute_id": fact,
        "pii_optional": False,
        "sensitive_pii_category": None,
        "special_pii_category": None,
    }


def _controller(agency: AgencyView) -> dict[str, Any]:
    return {
        "party_id": agency.code,
        "party_name": agency.name,
        "party_address": agency.address,
        "party_phone": agency.phone,
        "party_contact": agency.phone,
        "party_role": "PII controller",
        "party_type": "public agency",
    }


def _representative(consent: Consent) -> list[dict[str, Any]]:
    if consent.capacity == Capacity.SELF:
        return []
    return [
        {
            "party_id": consent.representative,
            "party_name": consent.representative_name,
            "party_address": None,
            "party_contact": None,
            "party_role": consent.capacity,
            "party_type": "representative",
            "relation": consent.relation,
            "may_withdraw_application": consent.may_withdraw,
        }
    ]


def _events(consent: Consent) -> list[dict[str, Any]]:
    given = {
        "event_time": _local(consent.given_at),
        "validity_duration": f"{_local(consent.given_at)}/{consent.until.isoformat()}T23:59:59+08:00",
        "entity_id": consent.given_by,
        "event_type": "explicit consent",
        "event_state": "given",
    }
    if consent.revoked_at is None:
        return [given]
    withdrawn = {
        "event_time": _local(consent.revoked_at),
        "validity_duration": None,
        "entity_id": consent.revoked_by,
        "event_type": "explicit consent",
        "event_state": "withdrawn",
    }
    return [given, withdrawn]


def _evidence(consent: Consent) -> dict[str, Any]:
    kept = consent.signature
    if kept is None:
        return {"means": consent.means}
    return {
        "means": kept.means,
        "signed_at": _local(kept.at),
        "place": kept.place,
        "before": kept.witness_name,
        "witnesses": [each["name"] for each in kept.witnesses],
        "sha256": kept.sha256,
        "intact": queries.is_intact(consent),
    }


def _local(moment: datetime) -> str:
    return moment.astimezone(TAIPEI).isoformat(timespec="seconds")
