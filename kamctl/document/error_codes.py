"""What can be wrong with a text before anyone looks at what it says: codes KAM001 to KAM023.

Each is declared once, here; the reader and the plan's loader make findings from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamctl.document.finding import Finding, Related, Severity
from kamctl.document.span import TOP, KeyPath, Span
from kamctl.i18n.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A kind of defect: its code, its kebab-case name, and its page.

    The page has the form of a check's docstring; its examples are texts that have the defect.
    `severity` is what a finding weighs, at every stage before `fails_from`: less than an error
    where nothing was lost.
    """

    code: str
    name: str
    page: str
    severity: Severity = Severity.ERROR
    fails_from: str | None = None
    """The stage from which a finding is an error, whatever its severity."""

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
        """Make the finding; it weighs what its kind does unless `severity` says otherwise."""
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
        )


UNREADABLE = ErrorCode(
    "KAM001",
    "unreadable",
    """The file cannot be opened or is not text.

    It is not there, it is a folder, it may not be read, or what it holds is no text: a
    spreadsheet, say, or an archive.

    Why:
        A plan is a text file, so that anyone can open it with any editor, today and in ten years,
        and see line by line what has changed.
    """,
)

NOT_UTF8 = ErrorCode(
    "KAM002",
    "not-utf8",
    """The file is text, but not in UTF-8.

    Older editors save as Latin-1 or Windows-1252, some programs as UTF-16. Choose “Save with
    encoding: UTF-8” in the editor. A byte-order mark at the start is no mistake.

    Why:
        Other encodings give the same bytes another meaning from one computer to the next: “Lactéa”
        becomes “LactÃ©a” in somebody's briefing. UTF-8 writes every language and is read
        everywhere. Source: RFC 3629.
    """,
)

SYNTAX = ErrorCode(
    "KAM003",
    "yaml-syntax",
    """The text is not YAML.

    Most often a text holds a colon with a space after it, an indentation is not that of its
    neighbours, a quote or a bracket is not closed, or a number has a comma in it. kamctl reads
    one document a file, and keys that are plain text.

    Why:
        YAML is structure by spaces and a few signs. Where one of them is out of place, nobody can
        tell what belongs to what, and a guess could put your words under the wrong heading.

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
)

DUPLICATE_KEY = ErrorCode(
    "KAM004",
    "duplicate-key",
    """A key stands twice in the same entry.

    Why:
        Only one of the two can hold, and programs that read YAML differ on which: the other is
        lost without a word. Source: YAML 1.2.2, section 3.2.1.1: keys are unique.

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

    Mostly it is meant as the start of a text; that needs quotes.

    Why:
        A tag tells the program that reads the file what to make of a value, up to running code of
        the author's choice. A plan travels by mail and must be safe to open. Source: PyYAML's
        documentation on loading YAML, and CVE-2017-18342.

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

    Where it is meant as the start of a text, the text needs quotes.

    Why:
        Whoever reads a line with an alias has to look for its meaning elsewhere, and a change there
        changes more than one sees. A few aliases of aliases also make a short file fill a
        computer's memory: the “billion laughs”.

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

    A file may have 2 MB, 100,000 values and 60 levels: far more than a full plan needs.

    Why:
        A plan is a few pages that colleagues read. What is so much larger is another file, or one
        made to bring a program to its knees.
    """,
)

NOT_A_PLAN = ErrorCode(
    "KAM008",
    "not-a-plan",
    """The file holds no plan: it is empty, or not a list of keys.

    `kamctl init account` starts a plan.

    Why:
        Every part of a plan stands under a key that says what it is; so it can be found, checked
        and shown to those whom it concerns.

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

    This kamctl reads version 1. A plan with a higher number needs a newer kamctl.

    Why:
        The format may change one day, and this number says which one the author meant: so a plan
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

    Mostly it is misspelt, or stands one level too high or too low. The house's own fields go under
    `custom:`.

    Why:
        What stands under a key that nobody knows is shown to nobody. It would be a pity to have
        thought about the customer's gain, and to lose it to a single letter.

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
)

WRONG_TYPE = ErrorCode(
    "KAM011",
    "wrong-type",
    """A value is of another kind than the format wants.

    A text stands for a list, a list for a group of keys, or a text for a number.

    Why:
        Figures are added up, and lists gone through one by one: both need to know which is which,
        and a guess would be a wrong figure in front of the board.

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
)

BAD_VALUE = ErrorCode(
    "KAM012",
    "bad-value",
    """A value is not one of those allowed.

    Where the format knows a few values, such as the stages, they are listed with the finding.
    Dates, percentages, countries, languages and currencies have one form each.

    Why:
        What is written the same way in every plan can be counted and compared across all of them:
        “decision maker”, “Decider” and “boss” would be three roles.

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
)

MISSING_KEY = ErrorCode(
    "KAM013",
    "missing-key",
    """A key that the format always needs is not there.

    These are few: the version, the account's name, and in an entry what it cannot be without, such
    as an objective's `id` and `statement`. What a later stage needs besides is for the other checks
    to ask.

    Why:
        A plan may be thin for long; but an entry that does not say what it is helps nobody.

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

    kamctl puts the text together again, so nothing is lost here; other programs that read the file
    do not.

    Why:
        Between braces a comma begins the next key. A sentence with a comma in it needs quotes
        there, or lines of its own.

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
    """A line among the sign-offs cannot be read.

    It does not count; the others do. A line was cut off, or somebody wrote something in between.

    Why:
        Sign-offs stand in `signoffs.yaml` beside the plan, one a line, written by kamctl. A line
        that is no longer what was written is nobody's word.
    """,
)

SIGNOFF_CHANGED = ErrorCode(
    "KAM018",
    "signoff-changed",
    """A sign-off was changed by hand, made a comment, or removed.

    It does not count; the others do. A line that is in the last commit of git and not in the file
    any more was removed: it is told as long as the plan still has what was signed. Each line
    carries a seal over all that it says, and a fingerprint of the text that was signed; the text
    and the person in it must be those. The seal shows a slip, or a change made in good faith;
    against forgery there are signatures (`kamctl align record --sign`).

    Why:
        A sign-off is somebody's word on a text. Whoever changes it later, be it a date or a comma,
        puts words into their mouth.
    """,
)

SIGNOFFS_ALONE = ErrorCode(
    "KAM019",
    "signoffs-alone",
    """Sign-offs lie in the plan's folder, and the plan they were given for does not.

    The sign-offs of `plan.yaml` stand in `signoffs.yaml`, those of `north.plan.yaml` in
    `north.signoffs.yaml`. A plan that is renamed takes them along when they are renamed with it.

    Why:
        A plan without its sign-offs looks as if nobody had agreed, and people would be asked twice
        for what they have said.
    """,
    Severity.WARNING,
)

BAD_TEMPLATE = ErrorCode(
    "KAM020",
    "bad-template",
    """A template of the company's own fails.

    It is not written as Jinja asks, reads a field that there is not, was made for another version
    of the fields, takes too long, or tries what a template may not do. Nothing was written.

    Why:
        A page with a hole in it is worse than none: whoever reads it cannot know what is missing.
        And a template comes with the folder in which it lies, so it gets the fields of the page and
        nothing else: no file, no command, no other folder.
    """,
)

CUT_AT_HASH = ErrorCode(
    "KAM021",
    "cut-at-hash",
    """A `#` with something glued to it may have cut a text.

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
)

CONFLICT_MARKERS = ErrorCode(
    "KAM023",
    "conflict-markers",
    """Git has left conflict markers in the file.

    Two people changed the same lines, and git could not merge them. Both versions are in the
    file, between `<<<<<<<`, `=======` and `>>>>>>>`. Keep one version, or join the two, and delete
    the markers. The file is not read until then; of the sign-offs, those of both versions count.

    Why:
        Only the two authors know which version holds. A plan that is read with one of them,
        chosen by chance, would claim an agreement on something nobody decided.
    """,
)

ALL = tuple(one for one in tuple(globals().values()) if isinstance(one, ErrorCode))
"""Every code declared above, in the order of the codes."""
