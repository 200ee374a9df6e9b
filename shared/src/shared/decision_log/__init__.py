"""The decision log as it is written, exported and checked: pure functions, so that anybody can verify it offline.

Each entry is a link {number, at, action, previous_hash, content_hash} and a content. Its hash is the SHA-256 of the
link in canonical JSON (RFC 8785), and `content_hash` that of the content. So an entry whose content is withheld from
a reader still proves its number, its time, its action and its place. Contents and free texts are salted, so that
nobody finds them out by trying (ADR 0023).
"""
