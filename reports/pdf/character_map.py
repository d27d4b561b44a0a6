"""What a font's codes stand for: read by whoever copies text, searches it or has it read aloud."""

from __future__ import annotations

from collections.abc import Sequence

# A block of a map holds at most so many entries (PDF 32000-1, 9.10.3).
MAP_BLOCK = 100


def to_unicode(subset: Sequence[int]) -> str:
    """Return the character map of a font whose code n stands for the n-th character of `subset`."""
    rows = [
        f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(subset)
        if character  # code 0 is the glyph for nothing, and must not be mapped
    ]
    blocks = (rows[start : start + MAP_BLOCK] for start in range(0, len(rows), MAP_BLOCK))
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]) for block in blocks),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
