"""Which faults are put into a module, and that each is one change."""

import ast

from bench.mutants import chosen, mutants, mutated

SOURCE = '''
"""Not the words of a docstring."""
__all__ = ["answer"]
log = get()

def answer(text: "str", most: int | None = None) -> "int | None":
    """Nor these."""
    log.info("nor these")
    keep(text)
    if not text or len(text) <= 8:
        return -1
    return most + 1
'''


def test_operators_constants_calls_and_answers_are_changed_and_words_about_the_code_are_not():
    found = {mutant.told for mutant in mutants("answer.py", SOURCE)}

    assert found == {
        "`keep(text)` → `pass`",
        "`not text` → `text`",
        "`not text or len(text) <= 8` → `not text and len(text) <= 8`",
        "`len(text) <= 8` → `len(text) < 8`",
        "`len(text) <= 8` → `len(text) > 8`",
        "`8` → `9`",
        "`8` → `7`",
        "`return -1` → `return None`",
        "`-1` → `1`",
        "`1` → `2`",
        "`1` → `0`",
        "`return most + 1` → `return None`",
        "`most + 1` → `most - 1`",
    }


def test_each_changes_one_place():
    plain = ast.unparse(ast.parse(SOURCE)).splitlines()

    for mutant in mutants("answer.py", SOURCE):
        lines = mutated(SOURCE, mutant).splitlines()
        assert sum(one != other for one, other in zip(plain, lines, strict=True)) == 1


def test_lot_is_the_same_for_the_same_seed_and_takes_a_line_once():
    lot = chosen(seed=1, count=50)

    assert lot == chosen(seed=1, count=50) != chosen(seed=2, count=50)
    assert len({(mutant.path, mutant.line) for mutant in lot}) == 50
