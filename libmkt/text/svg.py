"""Drawings as SVG text: small, safe to set beside others in a page, the same bytes each time."""

from __future__ import annotations

import hashlib
import re


def tidied(text: str) -> str:
    """Matplotlib's SVG as one element that can stand in a page beside others.

    Ids that nothing refers to are left out and the others carry a digest of the picture;
    styles become attributes, which a strict content security policy lets through; comments,
    metadata and digits that nobody can see go.

    Parameters
    ----------
    text
        What matplotlib wrote as SVG, head included.

    Examples
    --------
    >>> made = tidied('<?xml?><svg width="9pt"><!-- x --><g id="a" style="fill: none"/></svg>')
    >>> print(made.strip())
    <svg stroke-linejoin="round" stroke-linecap="butt" width="9pt"><g fill="none"/></svg>
    """
    body = text[text.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>\s*", "", body, flags=re.S)
    body = re.sub(r"<style[^>]*>.*?</style>", "", body, flags=re.S)
    body = re.sub(r"<!--.*?-->\s*", "", body, flags=re.S)
    body = re.sub(r"<defs>\s*</defs>\s*", "", body)
    body = body.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)
    body = re.sub(r' style="([^"]*)"', _attributes, body)
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', body))
    name = "f" + hashlib.blake2b(body.encode(), digest_size=4).hexdigest()
    body = re.sub(
        r' id="([^"]*)"',
        lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "",
        body,
    )
    body = re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", body)
    body = re.sub(r'(?: d="| x="| y="|translate\()[^")]*', _shortened, body)
    return re.sub(r"\n\s*", "\n", body).strip() + "\n"


def _shortened(match: re.Match[str]) -> str:
    """Coordinates to a hundredth of a point, on one line: nothing that can be seen is lost."""
    text = re.sub(r"\d+\.\d{3,}", lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), match[0])
    return re.sub(r"\s+", " ", text)


def _attributes(match: re.Match[str]) -> str:
    pairs = (part.split(":", 1) for part in match[1].split(";") if ":" in part)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)
