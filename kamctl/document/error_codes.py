"""What can be wrong with a file before its content is checked: codes KAM001 to KAM023.

Each is declared once, here; the reader and the plan's loader make findings from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamctl.document.finding import Finding, Related, Severity
from kamctl.document.span import TOP, KeyPath, Span
from kamctl.i18n.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable


class ErrorCode(NamedTuple):
    """A kind of defect: its code, its kebab-case name, and its page.

    The page has the form of a check's docstring; its examples are texts that have the defect.
    `severity` is that of a finding at every stage before `fails_from`: less than an error
    where nothing was lost. A `structural` one keeps part of a plan from being read: other findings
    may follow from it. `validate --fix` resolves some findings of a `fixable` one.
    """

    code: str
    name: str
    page: str
    severity: Severity = Severity.ERROR
    fails_from: str | None = None
    """The stage from which a finding is an error, whatever its severity."""
    structural: bool = True
    fixable: bool = False

    @property
    def meaning(self) -> str:
        """What it means: the first sentence of its page."""
        return " ".join(self.page.partition("\n\n")[0].split())

    def found(
        self,
        file: str,
        message: Message,
        span: Span = TOP,
        *,
        hint: Message | None = None,
        path: KeyPath = (),
        pointer: str = "",
        related: Iterable[Related] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """Make the finding; its severity is that of its kind unless `severity` says otherwise."""
        return Finding(
            self.code,
            self.name,
            severity or self.severity,
            message,
            file,
            span,
            path,
            pointer,
            hint,
            tuple(related),
            fixable=self.fixable,
        )


UNREADABLE = ErrorCode(
    "KAM001",
    "unreadable",
    """The file cannot be opened or is not text.

    It does not exist, it is a folder, you have no permission to read it, or it is not a text file,
    for example a spreadsheet or an archive.

    Why:
        A plan is a text file, so that anyone can open it with any editor, now and in ten years,
        and compare versions line by line.
    """,
)

NOT_UTF8 = ErrorCode(
    "KAM002",
    "not-utf8",
    """The file is text, but not in UTF-8.

    Older editors save as Latin-1 or Windows-1252, some programs as UTF-16. Choose “Save with
    encoding: UTF-8” in the editor. A byte-order mark at the start is accepted.

    Why:
        In other encodings the same bytes are different characters on different computers: “Lactéa”
        becomes “LactÃ©a” in a briefing. UTF-8 covers every language and is supported everywhere.
        Source: RFC 3629.
    """,
)

SYNTAX = ErrorCode(
    "KAM003",
    "yaml-syntax",
    """The text is not YAML.

    The usual causes: a text contains a colon followed by a space, the indentation differs from the
    lines around it, a quote or a bracket is not closed, a number contains a comma, or text comes
    from a word processor with its bullets. kamctl reads one document per file, and keys in plain
    text.

    Why:
        In YAML, spaces and a few signs give the structure. If one of them is misplaced, the
        structure is ambiguous, and a guess could put a text under the wrong key.

    Example:
        kamctl: 1
        account: {name: Lactéa}
        customer:
          strategy: Eau 2028: six plants first

    Instead:
        kamctl: 1
        account: {name: Lactéa}
        customer:
          strategy: "Eau 2028: six plants first"
    """,
    fixable=True,
)

DUPLICATE_KEY = ErrorCode(
    "KAM004",
    "duplicate-key",
    """A key occurs twice in the same entry.

    Why:
        Only one of the two values is kept, and programs that read YAML differ on which: the other
        is lost without a message. Source: YAML 1.2.2, section 3.2.1.1: keys are unique.

    Example:
        kamctl: 1
        account: {name: Lactéa}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            due: 2027-12-31
            owner: claire
            due: 2028-12-31
        team:
          - {id: claire, name: Claire Morel}

    Instead:
        kamctl: 1
        account: {name: Lactéa}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            owner: claire
            due: 2028-12-31
        team:
          - {id: claire, name: Claire Morel}
    """,
)

UNSAFE_TAG = ErrorCode(
    "KAM005",
    "unsafe-tag",
    """A YAML tag (`!…`) is used.

    Usually it is the start of a text, which needs quotes.

    Why:
        A tag tells the program that reads the file how to interpret a value, and can even run
        code. A plan is sent by e-mail and must be safe to open. Source: PyYAML's documentation on
        loading YAML, and CVE-2017-18342.

    Example:
        kamctl: 1
        account: {name: Lactéa}
        risks:
          - text: !Important the category team awards on price alone

    Instead:
        kamctl: 1
        account: {name: Lactéa}
        risks:
          - text: "!Important the category team awards on price alone"
    """,
)

ALIAS = ErrorCode(
    "KAM006",
    "alias",
    """A YAML anchor or alias (`&…`, `*…`) is used.

    If it is the start of a text, put the text in quotes.

    Why:
        The meaning of an alias is in another place, and a change there affects every line that
        uses it. A few aliases of aliases can also fill a computer's memory from a short file: the
        “billion laughs” attack.

    Example:
        kamctl: 1
        account: {name: Lactéa}
        plan: {owner: &lead claire}
        team:
          - {id: claire, name: Claire Morel}
        objectives:
          - {id: SO1, statement: Become their one partner for cleaning., owner: *lead}

    Instead:
        kamctl: 1
        account: {name: Lactéa}
        plan: {owner: claire}
        team:
          - {id: claire, name: Claire Morel}
        objectives:
          - {id: SO1, statement: Become their one partner for cleaning., owner: claire}
    """,
)

TOO_LARGE = ErrorCode(
    "KAM007",
    "too-large",
    """The file is too large or nested too deeply.

    A file may have up to 2 MB, 100,000 values and 60 levels: far more than a full plan needs.

    Why:
        A plan is a few pages that colleagues read. A much larger file is something else, or was
        made to exhaust the computer's memory.
    """,
)

NOT_A_PLAN = ErrorCode(
    "KAM008",
    "not-a-plan",
    """The file holds no plan: it is empty, or not a list of keys.

    Create a plan with `kamctl init account`.

    Why:
        Every part of a plan has a key that names it, so that it can be found, checked and shown to
        the right readers.

    Example:
        - Dairy group with 14 plants
        - Wants to save water

    Instead:
        kamctl: 1
        account:
          name: Lactéa
          summary: Dairy group with 14 plants
        customer:
          goals: [Save water]
    """,
)

WRONG_VERSION = ErrorCode(
    "KAM009",
    "wrong-version",
    """The plan is written for another format version.

    This version of kamctl reads format version 1. A plan with a higher number needs a newer
    kamctl.

    Why:
        The format may change, and this number states which version the author used, so that a plan
        is never read with the wrong rules.

    Example:
        kamctl: 2
        account: {name: Lactéa}

    Instead:
        kamctl: 1
        account: {name: Lactéa}
    """,
)

UNKNOWN_KEY = ErrorCode(
    "KAM010",
    "unknown-key",
    """A key is not part of the format.

    Usually it is misspelt, or at the wrong level. A company's own fields belong under `custom:`.

    Why:
        The content of an unknown key appears in no document: one wrong letter would hide the
        customer's gain from every reader.

    Example:
        kamctl: 1
        account: {name: Lactéa}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            custmer_gain: A quarter less water per litre.

    Instead:
        kamctl: 1
        account: {name: Lactéa}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            customer_gain: A quarter less water per litre.
    """,
    fixable=True,
)

WRONG_TYPE = ErrorCode(
    "KAM011",
    "wrong-type",
    """A value has the wrong type.

    For example a text instead of a list, a list instead of a group of keys, or a text instead of a
    number.

    Why:
        Figures are added up and lists are read entry by entry. A guess about a type could put a
        wrong figure in front of the board.

    Example:
        kamctl: 1
        account: {name: Lactéa}
        position:
          history:
            - {year: 2025, turnover: about 5.2 m}

    Instead:
        kamctl: 1
        account: {name: Lactéa}
        plan: {currency: EUR}
        position:
          history:
            - {year: 2025, turnover: 5_200_000}
    """,
    fixable=True,
)

BAD_VALUE = ErrorCode(
    "KAM012",
    "bad-value",
    """A value is not one of those allowed.

    Where only some values are allowed, such as the stages, the finding lists them. Dates,
    percentages, countries, languages and currencies have one form each.

    Why:
        Values that are written alike in every plan can be counted and compared: “decision maker”,
        “Decider” and “boss” would be three roles.

    Example:
        kamctl: 1
        account: {name: Lactéa}
        plan:
          stage: final
          next_review: 20/01/2027

    Instead:
        kamctl: 1
        account: {name: Lactéa}
        plan:
          stage: validated
          next_review: 2027-01-20
    """,
    fixable=True,
)

MISSING_KEY = ErrorCode(
    "KAM013",
    "missing-key",
    """A required key is missing.

    Few keys are required: the version, the account's name, and the identity of an entry, such as
    an objective's `id` and `statement`. Further requirements of a stage are separate checks.

    Why:
        A plan may stay short for a long time, but an entry without an identity cannot be used.

    Example:
        kamctl: 1
        account: {name: Lactéa}
        objectives:
          - statement: Become their one partner for cleaning.

    Instead:
        kamctl: 1
        account: {name: Lactéa}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
    """,
)

CUT_TEXT = ErrorCode(
    "KAM016",
    "cut-text",
    """A comma between braces has cut a text in two.

    kamctl joins the text again, so nothing is lost here; other programs that read the file do not.

    Why:
        Inside braces a comma starts the next key. A text that contains a comma needs quotes there,
        or its own lines.

    Example:
        kamctl: 1
        account: {name: Lactéa}
        risks:
          - {id: R1, text: They award on price, not on total cost}

    Instead:
        kamctl: 1
        account: {name: Lactéa}
        risks:
          - {id: R1, text: "They award on price, not on total cost"}
    """,
    Severity.WARNING,
)

SIGNOFF_DAMAGED = ErrorCode(
    "KAM017",
    "signoff-damaged",
    """A line of the sign-off file cannot be read.

    It does not count; the other lines do. The line was cut off, or somebody edited the file.

    Why:
        Sign-offs are in `signoffs.yaml` beside the plan, one per line, written by kamctl. A line
        that differs from what was written proves nothing.
    """,
    structural=False,
)

SIGNOFF_CHANGED = ErrorCode(
    "KAM018",
    "signoff-changed",
    """A sign-off was edited by hand, commented out, or removed.

    It does not count; the others do. A line that git has kept, in the last commit or in any before,
    and that is missing from the file was removed; this is reported as long as the plan still
    contains what was signed, even if the plan was moved, or if the account's id, the objective's id
    or the function has changed since. Each line has a seal over its content, and a fingerprint of
    the signed text; the text and the person must match. The seal detects mistakes and edits in
    good faith; against forgery, use signatures (`kamctl align record --sign`).

    Why:
        A sign-off is a person's statement about a text. An edit, even of a date or a comma,
        changes what that person said.
    """,
    structural=False,
)

SIGNOFFS_ALONE = ErrorCode(
    "KAM019",
    "signoffs-alone",
    """The folder contains sign-offs whose plan is missing.

    The sign-offs of `plan.yaml` are in `signoffs.yaml`, those of `north.plan.yaml` in
    `north.signoffs.yaml`. When a plan is renamed, rename its sign-off file too.

    Why:
        Without its sign-offs a plan looks as if nobody had agreed, and people would be asked
        twice.
    """,
    Severity.WARNING,
    structural=False,
)

BAD_TEMPLATE = ErrorCode(
    "KAM020",
    "bad-template",
    """A company template fails.

    It is not valid Jinja, reads a field that does not exist, was written for another version of
    the fields, takes too long, or does something that templates may not do. Nothing was written.

    Why:
        An incomplete page is worse than none, because the reader cannot see what is missing. A
        template may come from elsewhere with its folder, so it only gets the fields of the page:
        no files, no commands, no other folders.
    """,
    structural=False,
)

CUT_AT_HASH = ErrorCode(
    "KAM021",
    "cut-at-hash",
    """A `#` directly followed by a character may have cut a text short.

    After a space, `#` starts a comment in YAML: of “Settle PO #4711” only “Settle PO” is read.
    kamctl keeps what YAML reads, since a comment must never be published. A text that contains
    `#` needs quotes; `kamctl validate --fix` adds them where a number follows the `#`, since
    anything else (`#TODO`) may be a comment. A comment needs a space after the `#`
    (`# until June`). It is a warning in a draft, and an error from the stage “shared” on and in
    `kamctl.yaml`, which speaks for the company in every document.

    Why:
        Half a sentence is easily overlooked: the plan still looks complete in the editor, and
        people are asked to agree to a text that lacks its end. Source: YAML 1.2.2, section 6.6.

    Example:
        kamctl: 1
        account: {name: Lactéa}
        objectives:
          - id: SO1
            statement: Be supplier #1 for cleaning by the end of 2028.

    Instead:
        kamctl: 1
        account: {name: Lactéa}
        objectives:
          - id: SO1
            statement: "Be supplier #1 for cleaning by the end of 2028."
    """,
    Severity.WARNING,
    fails_from="shared",
    structural=False,
    fixable=True,
)

INVISIBLE_BLANK = ErrorCode(
    "KAM022",
    "unseen-blank",
    """An invisible character is used where YAML needs a plain space.

    Word processors, web pages and chat programs insert no-break spaces (U+00A0, U+202F) and
    characters without width (U+200B, U+FEFF). Within a text they are fine. As indentation, around
    the colon of a key or after the `-` of a list they are not: YAML takes them for letters.
    `kamctl validate --fix` replaces them.

    Why:
        Nobody can see the difference, and other messages would point at lines that look correct.
        The file is not read any further, so nothing ends up under the wrong heading. Source:
        YAML 1.2.2, section 6.1.
    """,
    structural=False,
    fixable=True,
)

CONFLICT_MARKERS = ErrorCode(
    "KAM023",
    "conflict-markers",
    """Git has left conflict markers in the file.

    Two people changed the same lines, and git could not merge them. Both versions are in the
    file, between `<<<<<<<`, `=======` and `>>>>>>>`. Keep one version, or join the two, and delete
    the markers. The file is not read until then; of the sign-offs, those of both versions count.

    Why:
        Only the two authors know which version is right. A plan that is read with either one would
        claim an agreement on something nobody decided.
    """,
    structural=False,
)

ERROR_CODES = tuple(one for one in tuple(globals().values()) if isinstance(one, ErrorCode))
"""Every code declared above, in the order of the codes."""


_STRUCTURAL = frozenset(one.code for one in ERROR_CODES if one.structural)


def is_structural(code: str) -> bool:
    """Tell whether a code is that of a structural defect."""
    return code in _STRUCTURAL
