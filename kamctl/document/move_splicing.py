"""An entry of a list, put at another place of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.entry_lines import branch_column
from kamctl.document.node_index import Branch
from kamctl.document.text_places import LINE_COMMENT, TextPlaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.document.span import KeyPath


class MoveSplicer(TextPlaces):
    """Moves an entry; gives the texts that it may come to, the best first."""

    def move(self, path: KeyPath, to: int) -> Iterator[str]:
        """Put an entry of a list before the one at `to`; what is between entries stays."""
        _, branch = self.document.place(path[:-1])
        place = path[-1]
        assert isinstance(branch, Branch) and isinstance(place, int)
        order = list(range(len(branch.children)))
        order.insert(to if to <= place else to - 1, order.pop(place))
        if branch.flow:
            spans = self.spans(branch)
            comments = [self._comment_behind(stop) for _, stop in spans]
            if None not in comments:
                both = [one for pair in zip(spans, comments, strict=True) for one in pair if one]
                twice = [one for at in order for one in (2 * at, 2 * at + 1)]
                yield self._reordered(both, twice)
            yield self._reordered(spans, order)
            return
        column = branch_column(branch)
        chunks = [
            (self.offset(one.own if one.is_inline else one.line, column), self.line_end(one.last))
            for one in self.entries(path[:-1], branch)
        ]
        yield self._reordered(chunks, order)

    def _comment_behind(self, stop: int) -> tuple[int, int] | None:
        """Return where the comment on the line of an entry is, nothing where there is none."""
        found = LINE_COMMENT(self.text, stop)
        if found is None:
            return None
        return found.span(1) if found[1] else (found.end(), found.end())

    def _reordered(self, spans: Sequence[tuple[int, int]], order: Sequence[int]) -> str:
        """Put the parts at `spans` in another order; what is between them stays."""
        made = self.text[: spans[0][0]]
        for slot, (_, stop) in enumerate(spans):
            start, end = spans[order[slot]]
            following = spans[slot + 1][0] if slot + 1 < len(spans) else len(self.text)
            made += self.text[start:end] + self.text[stop:following]
        return made
