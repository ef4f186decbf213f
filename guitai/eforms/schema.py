"""What a question, a page and a form may contain, as JSON Schema: the first check of every definition."""

from typing import Any

from guitai.eforms.terms import QuestionRole, QuestionType

KEY = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,59}$"}
TEXT: dict[str, Any] = {
    "type": "object",
    "required": ["zh", "en"],
    "properties": {"zh": {"type": "string", "minLength": 1}, "en": {"type": "string", "minLength": 1}},
    "additionalProperties": False,
}
SCALAR = {"type": ["string", "integer", "boolean"]}
CONDITION: dict[str, Any] = {
    "oneOf": [
        {
            "type": "object",
            "required": ["question", comparison],
            "properties": {"question": KEY, comparison: value},
            "additionalProperties": False,
        }
        for comparison, value in {
            "is": SCALAR,
            "in": {"type": "array", "items": SCALAR, "minItems": 1},
            "not": SCALAR,
            "at_least": {"type": "integer"},
        }.items()
    ]
    + [
        {
            "type": "object",
            "required": [joined],
            "properties": {joined: {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/condition"}}},
            "additionalProperties": False,
        }
        for joined in ("all", "any")
    ]
}
FITS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "born": KEY,
        "from_age": {"type": "integer", "minimum": 0},
        "to_age": {"type": "integer", "maximum": 200},
        "only": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
    "additionalProperties": False,
}
OPTION: dict[str, Any] = {
    "type": "object",
    "required": ["value", "label"],
    "properties": {
        "value": {"type": "string", "minLength": 1, "maxLength": 60},
        "label": TEXT,
        "hint": TEXT,
        "exclusive": {"type": "boolean"},
        "facts": {"type": "object"},
        "fits": FITS,
    },
    "additionalProperties": False,
}
QUESTION_PROPERTIES: dict[str, Any] = {
    "type": {"enum": [kind.value for kind in QuestionType]},
    "label": TEXT,
    "hint": TEXT,
    "required": {"type": "boolean"},
    "when": {"$ref": "#/$defs/condition"},
    "ask_if_gap": KEY,
    "fact": {"type": "string", "pattern": "^[a-z][a-z0-9_]*([.][a-z0-9_]+)*$"},
    "options": {"type": "array", "items": OPTION, "minItems": 1},
    "options_from": {"type": "string", "pattern": "^[a-z][a-z0-9_]*[.][a-z][a-z0-9_]*$"},
    "may_be_unknown": {"type": "boolean"},
    "autocomplete": {"type": "string"},
    "max_length": {"type": "integer", "minimum": 1, "maximum": 5000},
    "minimum": {"type": "integer"},
    "maximum": {"type": "integer"},
    "must_be": {"enum": ["past", "future"]},
    "holder_is": KEY,
    "max_items": {"type": "integer", "minimum": 1, "maximum": 30},
    "min_items": {"type": "integer", "minimum": 0},
    "item": TEXT,
    "title_from": KEY,
    "about": KEY,
    "role": {"enum": [role.value for role in QuestionRole]},
    "questions": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/use"}},
}
DEFS: dict[str, Any] = {
    "condition": CONDITION,
    "question": {
        "type": "object",
        "required": ["type", "label"],
        "properties": QUESTION_PROPERTIES,
        "additionalProperties": False,
    },
    # in a page: the name of a bank question, a bank question changed a little, or a question of its own
    "use": {
        "anyOf": [
            KEY,
            {
                "type": "object",
                "properties": {"use": KEY, "key": KEY, **QUESTION_PROPERTIES},
                "anyOf": [{"required": ["use"]}, {"required": ["key", "type", "label"]}],
                "additionalProperties": False,
            },
        ]
    },
}
BANK: dict[str, Any] = {
    "type": "object",
    "required": ["questions"],
    "properties": {
        "questions": {
            "type": "object",
            "propertyNames": KEY,
            "additionalProperties": {"$ref": "#/$defs/question"},
        }
    },
    "additionalProperties": False,
    "$defs": DEFS,
}
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["form", "title", "pages"],
    "properties": {
        "form": KEY,
        "title": TEXT,
        "pages": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["key", "title", "questions"],
                "properties": {
                    "key": KEY,
                    "title": TEXT,
                    "intro": TEXT,
                    "when": {"$ref": "#/$defs/condition"},
                    "questions": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/use"}},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
    "$defs": DEFS,
}
