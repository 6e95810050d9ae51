"""Words in place of keys: passphrases that can be told by telephone, and fingerprints that can be read aloud.

The words are the long list of the Electronic Frontier Foundation: 7,776 of them, 12.9 bits each.
"""

import hashlib
import secrets
from functools import cache
from importlib import resources

PASSPHRASE_WORDS = 5  # 64 bits, behind scrypt
FINGERPRINT_WORDS = 8  # 103 bits: nobody finds a second key with the same words


@cache
def word_list() -> tuple[str, ...]:
    """The words, in order."""
    text = resources.files("xkcdpass").joinpath("static", "eff-long").read_text(encoding="ascii")
    return tuple(sorted(text.split()))


def suggest_passphrase() -> str:
    """Five words drawn by chance, a space between, none with a hyphen, since one would be typed as two words."""
    plain = [word for word in word_list() if word.isalpha()]
    return " ".join(secrets.choice(plain) for _ in range(PASSPHRASE_WORDS))


def as_made(told: str) -> str:
    """A suggested passphrase as it was made, from how somebody typed what they heard; empty for any other words.

    Capitals, hyphens and more than one space between words are not heard.
    """
    words = told.casefold().replace("-", " ").split()
    return " ".join(words) if len(words) == PASSPHRASE_WORDS and set(words) <= set(word_list()) else ""


def fingerprint(sign_public: str, age_public: str) -> tuple[str, ...]:
    """Eight words for somebody's two public keys, so that two people can compare them by reading them aloud."""
    number, words = int.from_bytes(_digest(sign_public, age_public), "big"), word_list()
    found: list[str] = []
    for _ in range(FINGERPRINT_WORDS):
        number, at = divmod(number, len(words))
        found.append(words[at])
    return tuple(found)


def short_fingerprint(sign_public: str, age_public: str) -> str:
    """The same in short, to tell keys apart in a list: `3F2A 91C0 77B4 E05D`. It is not for comparing."""
    text = _digest(sign_public, age_public)[:8].hex().upper()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _digest(sign_public: str, age_public: str) -> bytes:
    return hashlib.sha256(f"EHCP Auditor keys 1\n{sign_public}\n{age_public}\n".encode()).digest()
