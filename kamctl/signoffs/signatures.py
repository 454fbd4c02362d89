"""Signatures on sign-offs, with SSH keys, as git signs commits: `ssh-keygen -Y sign`."""

from __future__ import annotations

import base64
import binascii
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.git.identity import config_value
from kamctl.i18n.message import N_, message
from kamctl.plan.people import member_with_id
from kamctl.plan.person_names import plain_email, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kamctl.plan.model import Plan
    from kamctl.signoffs.signoff import Signoff
    from kamctl.workspace.config import Workspace

NAMESPACE = "kamctl"
_PROGRAM = "ssh-keygen"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_WIDTH = 70
_BEGINS_WITH = b"SSHSIG\x00\x00\x00\x01"
"""What comes before the key in a signature: what it is, and version 1."""
_TIMEOUT = 20
_OWN_KEYS = ("id_ed25519", "id_ecdsa", "id_ed25519_sk", "id_ecdsa_sk", "id_rsa")


class SignatureState(str, Enum):
    """What is known of a signature."""

    VERIFIED = "verified"
    UNSIGNED = "unsigned"
    WRONG = "wrong"
    """It was made over something else, or is none."""
    UNKNOWN = "unknown"
    """It is in order, by a key that the workspace does not name for this person."""
    UNCHECKED = "unchecked"
    """ssh-keygen is missing, or did not answer."""


SIGNATURE_LABELS: Final[Mapping[SignatureState, str]] = {
    SignatureState.VERIFIED: N_("signature verified"),
    SignatureState.UNSIGNED: N_("unsigned"),
    SignatureState.WRONG: N_("wrong signature"),
    SignatureState.UNKNOWN: N_("signed with an unknown key"),
    SignatureState.UNCHECKED: N_("signature not checked: ssh-keygen is missing or did not answer"),
}


def sign_payload(payload: bytes, folder: Path, key: str | None = None) -> str:
    """Return a signature of `payload`, on one line, made with `key`, else with git's in `folder`.

    A key is a file, or a public key itself, whose other half an agent holds.

    Raises:
        UserError: there is no key or no ssh-keygen, or it does not sign.
    """
    program = shutil.which(_PROGRAM)
    if program is None:
        raise UserError(
            message("Signing needs ssh-keygen, which is not installed."),
            message("Install OpenSSH 8.2 or later, or record without --sign."),
        )
    with _folder() as temporary, _key_file(key or _own_key(folder), temporary) as file:
        text = temporary / "payload"
        text.write_bytes(payload)
        done = _run([program, "-Y", "sign", "-f", str(file), "-n", NAMESPACE, str(text)], None)
        made = temporary / "payload.sig"
        if done is None or done.returncode or not made.is_file():
            raise _not_signed(done)
        return _on_one_line(made.read_text(encoding="ascii"))


def signing_key(signature: str) -> bytes:
    """Return the public key that a signature names; empty where it is no signature."""
    try:
        data = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return b""
    key = data[len(_BEGINS_WITH) :]
    return key[4 : 4 + int.from_bytes(key[:4], "big")] if data.startswith(_BEGINS_WITH) else b""


def signature_of(signoff: Signoff, plan: Plan, workspace: Workspace) -> SignatureState:
    """Tell what is known of the signature of a sign-off.

    Whose key it is, the workspace says (`signatures.people`): an address that is written in a plan
    makes nobody's key that of another person. Of several of one name, the address that was signed
    decides; without it, the key is not known. The name is the one that was signed; in version 1,
    which signed none, the one that the plan has.
    """
    if not signoff.signature:
        return SignatureState.UNSIGNED
    name = signoff.name
    if signoff.version == 1:
        member = member_with_id(plan, signoff.by)
        name = member.name if member else ""
    addresses = [
        address
        for address, person in workspace.signature_people.items()
        if plain_name(person) == plain_name(name)
    ]
    signed = [one for one in addresses if plain_email(one) == plain_email(signoff.email)]
    found = SignatureState.UNKNOWN
    if not signed and len(addresses) == 1:  # of two of one name, nobody knows which it is
        signed = addresses
    for address in signed or [""]:
        found = verify(signoff.payload, signoff.signature, address, workspace.allowed_signers)
        if found is not SignatureState.UNKNOWN:
            break
    return found


def verify(
    payload: bytes, signature: str, principal: str, allowed_signers: Path | None
) -> SignatureState:
    """Tell whether `signature` was made over `payload` by a key of `principal`, an address.

    `allowed_signers` is the file that names the keys, in the form that ssh-keygen and git use.
    """
    if not signature:
        return SignatureState.UNSIGNED
    program = shutil.which(_PROGRAM)
    if program is None:
        return SignatureState.UNCHECKED
    armored = _armored(signature)
    if armored is None:
        return SignatureState.WRONG
    with _folder() as folder:
        file = folder / "signature"
        file.write_text(armored, encoding="ascii", newline="\n")
        about = ["-n", NAMESPACE, "-s", str(file)]
        made = _run([program, "-Y", "check-novalidate", *about], payload)
        if made is None:
            return SignatureState.UNCHECKED
        if made.returncode:
            return SignatureState.WRONG
        if allowed_signers is None or not allowed_signers.is_file() or not _is_name(principal):
            return SignatureState.UNKNOWN
        who = ["-f", str(allowed_signers), "-I", principal]
        known = _run([program, "-Y", "verify", *who, *about], payload)
        if known is None:
            return SignatureState.UNCHECKED
        if known.returncode:
            return SignatureState.UNKNOWN
    return SignatureState.VERIFIED


def _is_name(principal: str) -> bool:
    """Tell whether a principal can be given to ssh-keygen: no option, no list."""
    return bool(principal) and not principal.startswith("-") and principal.isprintable()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kamctl-") as name:
        yield Path(name)


def _run(
    command: Sequence[str], payload: bytes | None
) -> subprocess.CompletedProcess[bytes] | None:
    """Run ssh-keygen; None where it does not answer. To sign, it may ask for a passphrase."""
    alone = payload is not None or sys.stdin is None or not sys.stdin.isatty()
    environment = os.environ | ({"SSH_ASKPASS_REQUIRE": "never"} if alone else {})
    try:
        return subprocess.run(
            command,
            input=payload if payload is not None else None,
            stdin=None if payload is not None or not alone else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if alone else None,
            env=environment,
            timeout=_TIMEOUT if alone else None,
            start_new_session=alone and os.name == "posix",
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None


def _not_signed(done: subprocess.CompletedProcess[bytes] | None) -> UserError:
    lines = (done.stderr or b"").decode(errors="replace").split("\n") if done else []
    reason = next((line.strip() for line in reversed(lines) if line.strip()), "")
    if "passphrase" in reason:
        return UserError(
            message("The key has a passphrase, but there is no terminal to ask for it."),
            message("Run the command in a terminal, or add the key to your agent with ssh-add."),
        )
    return UserError(
        message("ssh-keygen could not sign: {reason}", reason=reason or "…"),
        message("Signing needs OpenSSH 8.2 or later. Choose another key with --key."),
    )


# --- Which key ------------------------------------------------------------------------------------


def _own_key(folder: Path) -> str:
    """Return the key that git signs with in `folder`, else the first of the person's own."""
    key = config_value("user.signingkey", folder, "--type=path")
    if key:
        return key
    own = Path.home() / ".ssh"
    for name in _OWN_KEYS:
        if (own / name).is_file():
            return str(own / name)
    raise UserError(
        message("There is no key to sign with."),
        message(
            "Create one with `ssh-keygen -t ed25519`, or give one with --key or `git config "
            "user.signingkey`."
        ),
    )


@contextmanager
def _key_file(key: str, folder: Path) -> Iterator[Path]:
    """Give the file of a key; a public key that was given itself is written into one."""
    literal = key.removeprefix("key::")
    if literal != key or literal.startswith(("ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-")):
        file = folder / "key.pub"
        file.write_text(literal + "\n", encoding="utf-8", newline="\n")
        yield file
        return
    path = Path(key).expanduser()
    if not path.is_file():
        raise UserError(
            message("There is no key {path}.", path=path),
            message("Give another one with --key."),
        )
    yield path


# --- On one line ----------------------------------------------------------------------------------


def _on_one_line(armored: str) -> str:
    return "".join(line for line in armored.splitlines() if not line.startswith("-----"))


def _armored(signature: str) -> str | None:
    """Give a signature its lines back; None where it is none."""
    try:
        base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return None
    lines = [signature[start : start + _WIDTH] for start in range(0, len(signature), _WIDTH)]
    return "\n".join((_BEGIN, *lines, _END, ""))
