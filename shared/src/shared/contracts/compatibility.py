"""What breaks a consumer: the rules by which a new schema is compared with the one that was released.

Both directions count, because topics are replayed from the beginning: old readers meet new events (nothing they
rely on may go or widen), and new readers meet old events (nothing they require may be missing from them).
"""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

CONSTRAINTS = ("pattern", "format", "minimum", "maximum", "exclusiveMinimum", "minLength", "maxLength", "const")


def breaking_changes(released: Schema, proposed: Schema) -> list[str]:
    """Return one sentence for each breaking change, none when the proposed schema is compatible."""
    return list(_compare("", released, proposed, released, proposed))


def _compare(at: str, old: Schema, new: Schema, old_root: Schema, new_root: Schema) -> Iterator[str]:
    old, new = _resolve(old, old_root), _resolve(new, new_root)
    yield from _types(at, old, new)
    yield from _constraints(at, old, new)
    yield from _properties(at, old, new, old_root, new_root)
    if "items" in old and "items" in new:
        yield from _compare(f"{at}/items", old["items"], new["items"], old_root, new_root)
    yield from _alternatives(at, old, new, old_root, new_root)


def _types(at: str, old: Schema, new: Schema) -> Iterator[str]:
    if old.get("type") != new.get("type"):
        yield f"{at or '/'}: type was {old.get('type')}, would be {new.get('type')}"


def _constraints(at: str, old: Schema, new: Schema) -> Iterator[str]:
    if "enum" in old or "enum" in new:
        before, after = set(old.get("enum", ())), set(new.get("enum", ()))
        if before != after:
            yield f"{at}: values were {sorted(before)}, would be {sorted(after)}"
    for name in CONSTRAINTS:
        if old.get(name) != new.get(name):
            yield f"{at}: {name} was {old.get(name)}, would be {new.get(name)}"


def _properties(at: str, old: Schema, new: Schema, old_root: Schema, new_root: Schema) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    was_required, is_required = set(old.get("required", ())), set(new.get("required", ()))
    for name, schema in before.items():
        if name not in after:
            yield f"{at}/{name}: was removed"
            continue
        if name in was_required and name not in is_required:
            yield f"{at}/{name}: was always there, would be optional"
        yield from _compare(f"{at}/{name}", schema, after[name], old_root, new_root)
    for name in after.keys() - before.keys():
        if "default" not in _resolve(after[name], new_root) and "default" not in after[name]:
            yield f"{at}/{name}: is new without a default, so events written before could not be read"


def _alternatives(at: str, old: Schema, new: Schema, old_root: Schema, new_root: Schema) -> Iterator[str]:
    before, after = old.get("anyOf", []), new.get("anyOf", [])
    if len(before) != len(after):
        yield f"{at}: had {len(before)} alternatives, would have {len(after)}"
        return
    for number, (left, right) in enumerate(zip(before, after, strict=True)):
        yield from _compare(f"{at}/anyOf/{number}", left, right, old_root, new_root)


def _resolve(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    target: Any = root
    for part in str(reference).removeprefix("#/").split("/"):
        target = target[part]
    return target
