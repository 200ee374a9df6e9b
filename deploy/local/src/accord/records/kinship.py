"""What help on one subject usually brings along, where a past record names one subject and the work spanned several.

Help with laws serves action plans and licensing too, and help with reporting serves the point of contact who reports.
"""

KIN = {
    "legislation": ("national_action_plan", "transfer_licensing"),
    "reporting": ("point_of_contact",),
}
"""From a subject to entries below its kin: near enough to be looked at, and never as near as the subject itself."""


def with_kin(categories: list[str]) -> list[str]:
    """Return the subjects and what they usually bring along."""
    return list(dict.fromkeys([*categories, *(each for key in categories for each in KIN.get(key, ()))]))
