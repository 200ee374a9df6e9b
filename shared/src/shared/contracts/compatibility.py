"""What breaks a consumer: the rules by which a new schema is compared with the one that was released.

Both directions count, because topics are replayed from the beginning: old readers meet new events (nothing they
rely on may go or widen), and new readers meet old events (nothing they require may be missing from them). A keyword
that is not known here counts as a constraint, and may not change.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

Schema = Mapping[str, Any]

WORDS_ONLY = frozenset({"$schema", "$id", "$comment", "title", "description", "examples", "deprecated"})
"""What says something to people alone."""
COMPARED_BY_RULE = frozenset(
    {"$ref", "$defs", "type", "enum", "default", "required", "properties", "items", "additionalProperties"}
    | {"prefixItems", "anyOf", "oneOf", "allOf"}
)


def breaking_changes(released: Schema, proposed: Schema) -> list[str]:
    """Return one sentence for each breaking change, none when the proposed schema is compatible."""
    return list(_Comparison(released, proposed).of("", released, proposed))


class _Comparison:
    """One comparison of two documents; a pair of definitions is compared once, so that they may refer to themselves."""

    def __init__(self, released: Schema, proposed: Schema) -> None:
        self._roots = released, proposed
        self._compared: set[tuple[int, int]] = set()

    def of(self, at: str, old: Schema, new: Schema) -> Iterator[str]:
        old, new = _resolve(old, self._roots[0]), _resolve(new, self._roots[1])
        if (id(old), id(new)) in self._compared:
            return
        self._compared.add((id(old), id(new)))
        yield from _type(at, old, new)
        yield from _values(at, old, new)
        yield from _constraints(at, old, new)
        yield from self._properties(at, old, new)
        for keyword in ("items", "additionalProperties"):
            yield from self._nested(at, keyword, old.get(keyword), new.get(keyword))
        for keyword in ("anyOf", "oneOf", "allOf", "prefixItems"):
            yield from self._listed(at, keyword, old.get(keyword, []), new.get(keyword, []))

    def _properties(self, at: str, old: Schema, new: Schema) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name, schema in before.items():
            if name not in after:
                yield f"{at}/{name}: was removed"
                continue
            yield from self._presence(name, at, old, new)
            yield from self.of(f"{at}/{name}", schema, after[name])
        for name in after.keys() - before.keys():
            if not self._has_default(after[name], 1):
                yield f"{at}/{name}: is new without a default, so events written before could not be read"

    def _presence(self, name: str, at: str, old: Schema, new: Schema) -> Iterator[str]:
        was_required, is_required = name in old.get("required", ()), name in new.get("required", ())
        had_default = self._has_default(old["properties"][name], 0)
        has_default = self._has_default(new["properties"][name], 1)
        if was_required and not is_required:
            yield f"{at}/{name}: was always there, would be optional"
        if not was_required and is_required and not has_default:
            yield f"{at}/{name}: was optional, would be required without a default"
        elif had_default and not has_default:
            yield f"{at}/{name}: had a default, without which events that lack it could not be read"

    def _has_default(self, schema: Schema, side: int) -> bool:
        return "default" in schema or "default" in _resolve(schema, self._roots[side])

    def _nested(self, at: str, keyword: str, old: Any, new: Any) -> Iterator[str]:
        """Compare two schemas, either of which may be absent, or a boolean where JSON Schema allows one."""
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from self.of(f"{at}/{keyword}", cast("Schema", old), cast("Schema", new))
        elif old != new:
            yield f"{at}: {keyword} was {old}, would be {new}"

    def _listed(self, at: str, keyword: str, old: Sequence[Schema], new: Sequence[Schema]) -> Iterator[str]:
        """Compare alternatives or places; the order of alternatives means nothing."""
        if len(old) != len(new):
            yield f"{at}: {keyword} had {len(old)} schemas, would have {len(new)}"
            return
        if keyword != "prefixItems":
            old, new = _in_order(old), _in_order(new)
        for number, (left, right) in enumerate(zip(old, new, strict=True)):
            yield from self.of(f"{at}/{keyword}/{number}", left, right)


def _type(at: str, old: Schema, new: Schema) -> Iterator[str]:
    if old.get("type") != new.get("type"):
        yield f"{at or '/'}: type was {old.get('type')}, would be {new.get('type')}"


def _values(at: str, old: Schema, new: Schema) -> Iterator[str]:
    before, after = (sorted(map(repr, schema.get("enum", ()))) for schema in (old, new))
    if before != after:
        yield f"{at}: values were {', '.join(before) or 'any'}, would be {', '.join(after) or 'any'}"


def _constraints(at: str, old: Schema, new: Schema) -> Iterator[str]:
    for name in sorted((old.keys() | new.keys()) - WORDS_ONLY - COMPARED_BY_RULE):
        if old.get(name) != new.get(name):
            yield f"{at}: {name} was {old.get(name)}, would be {new.get(name)}"


def _in_order(alternatives: Sequence[Schema]) -> list[Schema]:
    return sorted(alternatives, key=lambda schema: (str(schema.get("type")), str(schema.get("$ref"))))


def _resolve(schema: Schema, root: Schema) -> Schema:
    """Follow references within the document, however many there are."""
    while "$ref" in schema:
        target: Any = root
        for part in str(schema["$ref"]).removeprefix("#").removeprefix("/").split("/"):
            target = target[part] if part else target
        schema = cast("Schema", target)
    return schema
