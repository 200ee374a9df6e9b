"""The field's own words for each category, so that coaching names concrete things and not fields of a form."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.vocabulary import load_vocabulary


@dataclass(frozen=True)
class CategoryPhrases:
    """How to ask about a category: its subject, the question of quantity, the work, fitting forms, what must last."""

    subject: str
    how_many: str
    work: str
    forms: str = "money, equipment, training, technical advice"
    things: str = "the equipment"


def phrases_of(category: str) -> CategoryPhrases:
    """Return the phrases of a category, or else those of its nearest ancestor that has any, or general ones."""
    if category in PHRASES:
        return PHRASES[category]
    vocabulary = load_vocabulary()
    ancestors = vocabulary.ancestors(category) if category in vocabulary.categories else ()
    return next((PHRASES[key] for key in ancestors if key in PHRASES), GENERAL)


GENERAL = CategoryPhrases(
    subject="this work",
    how_many="say how much is needed, and in which unit",
    work="what is to be done, where, and by whom",
)
"""For a category that has no words of its own."""

_ADVICE = "technical advice, training, personnel, money"
_PEOPLE = "training, technical advice, money, fellowship seats"

PHRASES: Mapping[str, CategoryPhrases] = {
    "legislation": CategoryPhrases(
        "arms legislation",
        "say how many laws or regulations are to be drafted or revised",
        "which laws, which gaps in them, and how far the drafting is",
        _ADVICE,
    ),
    "national_coordination": CategoryPhrases(
        "national coordination",
        "say how many workshops, advisers or plans the national commission needs",
        "what the commission or point of contact cannot do today, and what it is to do",
        _ADVICE,
    ),
    "manufacture_control": CategoryPhrases(
        "control of manufacture",
        "say how many manufacturers or workshops are to be brought under control",
        "industrial or craft production, what is made, and how it is licensed and inspected",
    ),
    "transfer_control": CategoryPhrases(
        "transfer control",
        "say how many licensing officers are to be trained, or how many systems set up",
        "export, import or transit, which checks on end users, and which steps are missing",
        _ADVICE,
    ),
    "brokering": CategoryPhrases(
        "control of brokering",
        "say how many laws are to be drafted, or how many officers trained, to control brokering",
        "what is regulated today, and how brokers are to be registered and licensed",
        _ADVICE,
    ),
    "marking": CategoryPhrases(
        "marking",
        "say how many weapons are to be marked",
        "whose weapons they are, which marks they get, and on which machines",
        "money, marking machines, training, technical advice",
        "the marking machines",
    ),
    "record_keeping": CategoryPhrases(
        "record-keeping",
        "say how many weapons are to be registered, or how many registers set up",
        "which records exist, on paper or electronic, and who is to use the new ones",
        "money, software and equipment, training, technical advice",
        "the register",
    ),
    "tracing": CategoryPhrases(
        "tracing",
        "say how many investigators or offices are to be able to trace weapons",
        "who asks and answers tracing requests today, and which systems, such as iARMS, are wanted",
        _PEOPLE,
        "the tracing systems",
    ),
    "stockpile_management": CategoryPhrases(
        "stockpile management",
        "say how many stores are to be built or made safe",
        "police or army stores, their state, and what each lacks: doors, racks, fences, alarms, inventory",
        "money, building work, equipment, training, an assessment first",
        "the stores",
    ),
    "ammunition_management": CategoryPhrases(
        "ammunition management",
        "say how many tonnes of ammunition, or how many depots, are concerned",
        "which kinds of ammunition, how they are stored and inspected, and what is unsafe",
        "money, building work, equipment, training, technical advice",
        "the depots",
    ),
    "destruction": CategoryPhrases(
        "destruction",
        "say how many weapons, or how many tonnes of ammunition, are to be destroyed",
        "surplus, seized or collected, where they are kept, and which method is possible",
        "money, cutting or other machines, training, personnel",
        "the destruction equipment",
    ),
    "deactivation": CategoryPhrases(
        "deactivation",
        "say how many weapons are to be deactivated",
        "whose weapons they are, to which standard, and who checks and certifies",
        things="the deactivation workshop",
    ),
    "collection": CategoryPhrases(
        "collection",
        "say how many weapons are expected, or in how many provinces they are to be collected",
        "where, from whom, with what in return, and what happens to what is handed in",
        "money, vehicles and equipment, personnel, technical advice",
        "the collection points",
    ),
    "awareness": CategoryPhrases(
        "awareness-raising",
        "say how many people or provinces are to be reached",
        "who is to be reached, by which means, and what they are to do differently",
        "money, training, personnel, technical advice",
        "the campaign",
    ),
    "border_control": CategoryPhrases(
        "border control",
        "say how many border posts are to be equipped or staffed",
        "which borders, which services work there, and what they cannot detect today",
        "money, equipment and vehicles, training, personnel",
        "the border posts",
    ),
    "law_enforcement": CategoryPhrases(
        "investigation and prosecution",
        "say how many investigators, prosecutors or units are to be reached",
        "which offences, which services, and where cases fail today",
        "training, equipment, technical advice, money",
    ),
    "data_survey": CategoryPhrases(
        "surveys and data",
        "say how many surveys are to be made, or how many provinces covered",
        "what is to be measured, which data exist, and who is to use the results",
        _ADVICE,
        "the data collection",
    ),
    "gender": CategoryPhrases(
        "gender-responsive arms control",
        "say how many people, women and men apart, are to be reached",
        "which measures are to change, and which inequality they address",
        _ADVICE,
        "the measures",
    ),
    "reporting": CategoryPhrases(
        "national reporting",
        "say how many officers are to be trained, or how many reports helped with",
        "which reports are late or missing, and who collects the data for them",
        _ADVICE,
    ),
    "fellowship": CategoryPhrases(
        "small-arms control",
        "say how many seats are asked for",
        "which officials are to attend, from which services, and what they will do afterwards",
        "fellowship seats, travel, money",
        "what the fellows learnt",
    ),
    "sponsorship": CategoryPhrases(
        "participation in meetings",
        "say how many people are to travel",
        "which meeting, who attends, and what part they take in it",
        "travel, money",
    ),
}
"""By key of the vocabulary's first level."""
