"""Signatures made with real keys: verified, unsigned, wrong, or by a key nobody knows."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamctl.document.errors import UserError
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.load import load_plan
from kamctl.signoffs import signatures
from kamctl.signoffs.signatures import SignatureState, sign_payload, signature_of, verify
from kamctl.workspace.config import Workspace
from tests.repositories import GitRepository
from tests.signing import signed
from tests.ssh_keys import make_key, public_key

HERE = Path()
PAYLOAD = '{"by":"paulo","statement":"Devenir le partenaire — vraiment"}'.encode()
PAULO = "paulo.ferreira@corvane.example"

if shutil.which("ssh-keygen") is None and not os.environ.get("KAMCTL_REQUIRE_BROWSER"):
    pytest.skip("ssh-keygen is not here", allow_module_level=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person of their own: no key, no agent, no settings of git."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(folder / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("SSH_AUTH_SOCK", "SSH_ASKPASS", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return make_key(tmp_path / "key")


@pytest.fixture
def signers(tmp_path: Path, key: Path) -> Path:
    path = tmp_path / "allowed_signers"
    path.write_text(f"{PAULO} {public_key(key)}\n", encoding="utf-8")
    return path


def test_a_signature_is_one_line_and_is_verified(key: Path, signers: Path) -> None:
    signature = sign_payload(PAYLOAD, HERE, str(key))
    assert "\n" not in signature and signature.isascii()
    assert verify(PAYLOAD, signature, PAULO, signers) is SignatureState.VERIFIED


def test_no_signature(signers: Path) -> None:
    assert verify(PAYLOAD, "", PAULO, signers) is SignatureState.UNSIGNED


def test_another_text_is_wrong(key: Path, signers: Path) -> None:
    signature = sign_payload(PAYLOAD, HERE, str(key))
    assert verify(PAYLOAD + b" ", signature, PAULO, signers) is SignatureState.WRONG


def test_another_person_is_not_known(key: Path, signers: Path) -> None:
    signature = sign_payload(PAYLOAD, HERE, str(key))
    assert verify(PAYLOAD, signature, "erik@corvane.example", signers) is SignatureState.UNKNOWN
    for nobody in ("", "-Y", "a\nb"):
        assert verify(PAYLOAD, signature, nobody, signers) is SignatureState.UNKNOWN


def test_another_key_is_not_known(tmp_path: Path, signers: Path) -> None:
    signature = sign_payload(PAYLOAD, HERE, str(make_key(tmp_path / "other")))
    assert verify(PAYLOAD, signature, PAULO, signers) is SignatureState.UNKNOWN


def test_a_key_whose_time_is_over_is_not_known(key: Path, signers: Path) -> None:
    signers.write_text(f'{PAULO} valid-before="20200101" {public_key(key)}\n', encoding="utf-8")
    assert (
        verify(PAYLOAD, sign_payload(PAYLOAD, HERE, str(key)), PAULO, signers)
        is SignatureState.UNKNOWN
    )


def test_without_a_list_of_keys(key: Path, tmp_path: Path) -> None:
    signature = sign_payload(PAYLOAD, HERE, str(key))
    assert verify(PAYLOAD, signature, PAULO, None) is SignatureState.UNKNOWN
    assert verify(PAYLOAD, signature, PAULO, tmp_path / "none") is SignatureState.UNKNOWN


def test_a_signature_for_another_purpose_is_wrong(key: Path, signers: Path, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_bytes(PAYLOAD)
    subprocess.run(
        ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", "git", str(text)], check=True
    )
    lines = text.with_suffix(".sig").read_text(encoding="ascii").splitlines()
    signature = "".join(line for line in lines if not line.startswith("-----"))
    assert verify(PAYLOAD, signature, PAULO, signers) is SignatureState.WRONG


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.text(min_size=1), st.binary(min_size=1).map(lambda data: data.hex()), st.just("U1NIU0lH")
    )
)
def test_whatever_else_is_wrong(signers: Path, text: str) -> None:
    assert verify(PAYLOAD, text, PAULO, signers) is SignatureState.WRONG


def test_gits_key_is_taken(key: Path, signers: Path, home: Path) -> None:
    (home / "gitconfig").write_text(f"[user]\n\tsigningkey = {key.as_posix()}\n", encoding="utf-8")
    assert verify(PAYLOAD, sign_payload(PAYLOAD, HERE), PAULO, signers) is SignatureState.VERIFIED


def test_the_key_of_the_repository_with_the_plan_is_taken(
    tmp_path: Path, key: Path, signers: Path, home: Path
) -> None:
    """Wherever the command runs: who commits there signs with it."""
    (home / "gitconfig").write_text("[user]\n\tsigningkey = nowhere\n", encoding="utf-8")
    repository = GitRepository(tmp_path)
    repository.git("init", "-q")
    repository.git("config", "user.signingkey", key.as_posix())
    signature = sign_payload(PAYLOAD, repository.folder)
    assert verify(PAYLOAD, signature, PAULO, signers) is SignatureState.VERIFIED


def test_else_ones_own(home: Path, signers: Path, key: Path) -> None:
    (home / ".ssh").mkdir()
    shutil.copy(key, home / ".ssh" / "id_ed25519")
    assert verify(PAYLOAD, sign_payload(PAYLOAD, HERE), PAULO, signers) is SignatureState.VERIFIED


def test_no_key(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no key to sign"):
        sign_payload(PAYLOAD, HERE)
    with pytest.raises(UserError, match="There is no key"):
        sign_payload(PAYLOAD, HERE, str(tmp_path / "nowhere"))


def test_a_public_key_without_its_other_half(key: Path) -> None:
    with pytest.raises(UserError, match="could not sign"):
        sign_payload(PAYLOAD, HERE, f"key::{public_key(key)}")


def test_a_passphrase_that_nobody_can_type(tmp_path: Path) -> None:
    locked = make_key(tmp_path / "locked", "open sesame")
    with pytest.raises(UserError, match="passphrase"):
        sign_payload(PAYLOAD, HERE, str(locked))


def test_without_the_program(key: Path, signers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signature = sign_payload(PAYLOAD, HERE, str(key))
    monkeypatch.setenv("PATH", "")
    assert verify(PAYLOAD, signature, PAULO, signers) is SignatureState.UNCHECKED
    with pytest.raises(UserError, match="ssh-keygen"):
        sign_payload(PAYLOAD, HERE, str(key))


@pytest.mark.parametrize(
    ("address", "others", "known"),
    [
        ("", (), True),
        ("paulo@old.example", (), True),
        ("", ("namesake@corvane.example",), False),
        ("paulo@old.example", ("namesake@corvane.example",), False),
        (PAULO, ("namesake@corvane.example",), True),
        ("namesake@corvane.example", ("namesake@corvane.example",), False),
    ],
)
def test_of_two_of_one_name_the_address_decides(
    key: Path, signers: Path, address: str, others: tuple[str, ...], known: bool
) -> None:
    text = (
        "kamctl: 1\naccount: {name: L}\nplan: {stage: shared}\n"
        "objectives: [{id: SO1, statement: Win., "
        "directions: [{function: finance, leader: paulo, ask: Wait.}]}]\n"
        f"team: [{{id: paulo, name: Paulo Ferreira{address and f', email: {address}'}}}]\n"
    )
    entry = signed(text, "kamctl align record plan.yaml SO1 --for finance --decision agree")
    entry = replace(entry, signature=sign_payload(entry.payload, HERE, str(key)))
    loaded = load_plan(read(Source("plan.yaml", text)))
    assert loaded.plan is not None
    people = dict.fromkeys((*others, PAULO), "Paulo Ferreira")
    workspace = Workspace(allowed_signers=signers, signature_people=people)
    assert (signature_of(entry, loaded.plan, workspace) is SignatureState.VERIFIED) is known


@pytest.mark.parametrize("silent", ["check-novalidate", "verify"])
def test_a_program_that_does_not_answer(
    key: Path, signers: Path, monkeypatch: pytest.MonkeyPatch, silent: str
) -> None:
    signature = sign_payload(PAYLOAD, HERE, str(key))
    run = signatures._run
    monkeypatch.setattr(
        signatures,
        "_run",
        lambda command, payload: None if silent in command else run(command, payload),
    )
    assert verify(PAYLOAD, signature, PAULO, signers) is SignatureState.UNCHECKED
