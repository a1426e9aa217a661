"""How far one word is from another, in edits."""

from __future__ import annotations


def within(word: str, other: str, limit: int) -> int | None:
    """Edits from `word` to `other` (a letter added, taken, changed, or two swapped), or None beyond `limit`."""
    if abs(len(word) - len(other)) > limit:
        return None
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            edits = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == against:
                edits = min(edits, before_last[j - 2] + 1)
            row.append(edits)
        if min(row) > limit:
            return None
        before_last, last = last, row
    return last[-1] if last[-1] <= limit else None
