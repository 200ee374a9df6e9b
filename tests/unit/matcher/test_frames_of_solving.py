"""What the solving process reads: whole messages, and an end wherever the worker died while it wrote one."""

from io import BytesIO

import pytest

from matcher.adapters.solving_apart.frames import framed, read_message

MESSAGE = {"kind": "inputs", "inputs": {"needs": ["a" * 100_000]}}


def test_a_message_is_read_as_it_was_written() -> None:
    assert read_message(BytesIO(framed(MESSAGE))) == MESSAGE


@pytest.mark.parametrize("length", [0, 3, 4, 65_536])
def test_a_message_that_was_cut_off_is_an_end_and_no_error_of_the_solver(length: int) -> None:
    with pytest.raises(EOFError):
        read_message(BytesIO(framed(MESSAGE)[:length]))
