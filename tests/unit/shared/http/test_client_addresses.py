import pytest

from shared.http.client_addresses import client_address


def address(*forwarded: str, peer: str | None = "192.0.2.7", trusted: int = 0) -> str:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    scope = {"type": "http", "headers": headers, "client": (peer, 4711) if peer else None}
    return client_address(scope, trusted_proxies=trusted)


def test_without_a_proxy_of_ours_the_header_says_nothing() -> None:
    assert address("203.0.113.9") == "192.0.2.7"


def test_behind_one_proxy_only_the_last_entry_is_its_own() -> None:
    assert address("198.51.100.1, 203.0.113.9", trusted=1) == "203.0.113.9"


def test_behind_two_proxies_the_last_entry_but_one_is_the_outer_ones() -> None:
    assert address("1.1.1.1", "203.0.113.9, 10.0.0.2", trusted=2) == "203.0.113.9"


@pytest.mark.parametrize("forwarded", [(), ("203.0.113.9",)])
def test_who_came_past_a_proxy_is_known_by_its_connection(forwarded: tuple[str, ...]) -> None:
    assert address(*forwarded, trusted=2) == "192.0.2.7"


def test_addresses_of_one_ipv6_network_are_one_caller() -> None:
    assert address(peer="2001:db8:1:2::5") == address(peer="2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert address(peer="2001:db8:1:3::5") == "2001:db8:1:3::/64"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("::ffff:192.0.2.9", "192.0.2.9"),
        ("192.0.2.9:4711", "192.0.2.9"),
        ("[2001:db8::1]:4711", "2001:db8::/64"),
        ("x" * 500, "x" * 64),
    ],
)
def test_one_address_is_one_key_however_it_is_written(written: str, meant: str) -> None:
    assert address(written, trusted=1) == meant


def test_a_socket_of_this_machine_has_one_name() -> None:
    assert address(peer=None) == "local"
