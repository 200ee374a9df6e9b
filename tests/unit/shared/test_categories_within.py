from shared.vocabulary import load_vocabulary


def test_a_category_holds_itself_and_all_below_it() -> None:
    vocabulary = load_vocabulary()
    within = vocabulary.within("stockpile_management")
    assert within[0] == "stockpile_management"
    assert set(vocabulary.children("stockpile_management")) < set(within)
    assert "marking" not in within


def test_a_category_at_the_bottom_holds_itself_alone() -> None:
    assert load_vocabulary().within("physical_security") == ("physical_security",)
