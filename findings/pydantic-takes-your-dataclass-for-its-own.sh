#!/usr/bin/env bash
# pydantic 2.12.3: a plain dataclass as the type of a field is read like a model, and an instance of it is not looked at.
#
# Guess: a value class of one's own (a span of time), allowed with `arbitrary_types_allowed` and read from text by a
# BeforeValidator, is accepted if the validator made it and refused otherwise: for "arbitrary" types the documentation
# promises an isinstance check.
# In fact a standard-library dataclass is no arbitrary type. A mapping in the file becomes an instance, its numbers turned
# from text on the way and past the one reader that knows which spans are allowed; an empty mapping is answered with
# "missing" for the fields of the class, names that no user has ever seen. And an instance whose fields have the wrong
# types passes as it is.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pydantic==2.12.3
"$ordner/umgebung/bin/python" - <<'PROBE' | tee "$ordner/gesehen"
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError


@dataclass(frozen=True)
class Span:
    number: int
    unit: str


def read(value):
    if not isinstance(value, str):
        return value
    number, unit = value.split()
    if int(number) > 100:
        raise ValueError("too long")
    return Span(int(number), unit)


class Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    span: Annotated[Span, BeforeValidator(read)]


for value in ("3 weeks", "300 weeks", {"number": "300", "unit": "weeks"}, {}, Span("many", 5)):
    try:
        print(value, "->", Rule.model_validate({"span": value}).span)
    except ValidationError as error:
        print(value, "->", [(problem["loc"], problem["type"]) for problem in error.errors()])
PROBE
diff "$ordner/gesehen" - <<'SOLL'
3 weeks -> Span(number=3, unit='weeks')
300 weeks -> [(('span',), 'value_error')]
{'number': '300', 'unit': 'weeks'} -> Span(number=300, unit='weeks')
{} -> [(('span', 'number'), 'missing'), (('span', 'unit'), 'missing')]
Span(number='many', unit=5) -> Span(number='many', unit=5)
SOLL
echo "As described: past the reader by a mapping, and unseen as an instance."
