"""Key files: made once, whole, for their owner alone; a wrong one is noticed."""

import subprocess
import sys
from pathlib import Path

import pytest

from doudi.vault.keys import KeyRing, KeysError, Purpose


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "keys")


def test_key_is_made_on_first_use_and_then_stays(ring: KeyRing) -> None:
    first = ring.active(Purpose.ENCRYPTION)
    assert len(first.secret) == 32
    assert KeyRing(ring.folder).active(Purpose.ENCRYPTION) == first


def test_looking_for_keys_makes_none(ring: KeyRing) -> None:
    assert ring.all(Purpose.LOG_SIGNING) == []
    assert ring.find(Purpose.INDEX, b"abcd") is None
    assert not ring.folder.exists()


def test_each_purpose_has_its_own(ring: KeyRing) -> None:
    assert len({ring.active(purpose).secret for purpose in Purpose}) == len(Purpose)


def test_files_are_for_their_owner_alone_and_nothing_half_written_is_left(ring: KeyRing) -> None:
    for purpose in Purpose:
        ring.active(purpose)
    files = sorted(ring.folder.iterdir())
    assert [file.name for file in files] == ["encryption-0001.key", "index-0001.key", "log-signing-0001.key"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert ring.folder.stat().st_mode & 0o777 == 0o700


def test_key_that_others_can_read_is_refused(ring: KeyRing) -> None:
    ring.folder.mkdir()
    other = KeyRing(ring.folder.parent / "other")
    other.active(Purpose.INDEX)
    file = ring.folder / "index-0001.key"
    file.write_bytes((other.folder / "index-0001.key").read_bytes())
    file.chmod(0o640)
    with pytest.raises(KeysError, match="0600"):
        ring.active(Purpose.INDEX)


@pytest.mark.parametrize(
    "text",
    ["", "not a key", "doudi key 1\npurpose index\nid 00000000\nkey " + "ab" * 32 + "\n", "doudi key 1\nkey zz\n"],
)
def test_damaged_key_is_refused_and_not_shown(ring: KeyRing, text: str) -> None:
    ring.folder.mkdir()
    file = ring.folder / "index-0001.key"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(KeysError, match="damaged") as refusal:
        ring.active(Purpose.INDEX)
    assert "ab" * 32 not in str(refusal.value)


def test_key_of_one_purpose_does_not_serve_another(ring: KeyRing) -> None:
    ring.active(Purpose.INDEX)
    (ring.folder / "index-0001.key").rename(ring.folder / "encryption-0001.key")
    with pytest.raises(KeysError, match="damaged"):
        ring.active(Purpose.ENCRYPTION)


def test_secret_is_not_in_the_text_of_a_key(ring: KeyRing) -> None:
    key = ring.active(Purpose.INDEX)
    assert key.secret.hex() not in repr(key)
    assert str(key.secret) not in repr(key)


def test_added_key_becomes_the_active_one_and_both_are_found(ring: KeyRing) -> None:
    old = ring.active(Purpose.ENCRYPTION)
    new = ring.add(Purpose.ENCRYPTION)
    assert ring.active(Purpose.ENCRYPTION) == new != old
    assert ring.all(Purpose.ENCRYPTION) == [old, new]
    assert ring.find(Purpose.ENCRYPTION, old.id) == old


def test_key_added_by_another_process_is_found(ring: KeyRing) -> None:
    ring.active(Purpose.ENCRYPTION)
    (added,) = _elsewhere(ring, "add", times=1)
    assert ring.find(Purpose.ENCRYPTION, bytes.fromhex(added)) is not None
    assert ring.active(Purpose.ENCRYPTION).id.hex() == added


def test_processes_that_start_together_agree_on_one_key(ring: KeyRing) -> None:
    assert len(set(_elsewhere(ring, "active", times=6))) == 1
    assert [file.name for file in ring.folder.iterdir()] == ["encryption-0001.key"]


def test_a_process_that_saw_no_key_takes_the_one_that_another_made_meanwhile(ring: KeyRing) -> None:
    assert ring.all(Purpose.ENCRYPTION) == []
    (made,) = _elsewhere(ring, "active", times=1)
    assert ring.active(Purpose.ENCRYPTION).id.hex() == made
    assert [file.name for file in ring.folder.iterdir()] == ["encryption-0001.key"]


def _elsewhere(ring: KeyRing, act: str, times: int) -> list[str]:
    """The ids of the keys that as many other processes get, all at once."""
    code = (
        "from pathlib import Path; from doudi.vault.keys import KeyRing, Purpose;"
        f"print(KeyRing(Path({str(ring.folder)!r})).{act}(Purpose.ENCRYPTION).id.hex())"
    )
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(times)]
    return [process.communicate(timeout=60)[0].strip() for process in running]
