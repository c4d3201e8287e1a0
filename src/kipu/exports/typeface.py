"""TrueType fonts: how wide letters are, and a font cut down to the letters that a file shows.

Source: ISO/IEC 14496-22 (Open Font Format), tables cmap, glyf, head, hhea, hmtx, loca, maxp.
"""

import struct
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_KEPT = ("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep")
"""What a font needs that is shown by the numbers of its glyphs."""
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x01, 0x08, 0x20, 0x40, 0x80
"""Flags of a part of a glyph that is put together of others."""


class Typeface:
    """A font. Lengths are in thousandths of its size."""

    def __init__(self, data: bytes) -> None:
        self._tables = _tables(data)
        head, hhea = self._tables["head"], self._tables["hhea"]
        self._units: int = struct.unpack_from(">H", head, 18)[0]
        (metrics,) = struct.unpack_from(">H", hhea, 34)
        hmtx = self._tables["hmtx"]
        self._widths: list[int] = [struct.unpack_from(">H", hmtx, 4 * n)[0] for n in range(metrics)]
        self._glyphs = _characters(self._tables["cmap"])
        long = struct.unpack_from(">h", head, 50)[0]
        loca = self._tables["loca"]
        count = len(loca) // (4 if long else 2)
        at = struct.unpack(f">{count}{'I' if long else 'H'}", loca)
        self._places = at if long else tuple(2 * place for place in at)
        self.box = tuple(self._thousandth(v) for v in struct.unpack_from(">4h", head, 36))
        self.ascent, self.descent = map(self._thousandth, struct.unpack_from(">2h", hhea, 4))

    def _thousandth(self, value: int) -> int:
        return round(value * 1000 / self._units)

    def glyph(self, character: str) -> int:
        """Give the number of the glyph of a character, 0 if the font has none."""
        return self._glyphs.get(ord(character), 0)

    def advance(self, glyph: int) -> float:
        """Give the width of a glyph."""
        last = len(self._widths) - 1
        return self._widths[min(glyph, last)] * 1000 / self._units

    def width(self, text: str) -> float:
        """Give the width of a text on one line."""
        return sum(self.advance(self.glyph(character)) for character in text)

    def cut(self, glyphs: Iterable[int]) -> bytes:
        """Write the font with these glyphs only; they keep their numbers."""
        kept = {0, *glyphs}
        waiting = list(kept)
        while waiting:
            parts = set(self._parts(waiting.pop())) - kept
            kept |= parts
            waiting += parts
        outlines, places = bytearray(), [0]
        for glyph in range(len(self._places) - 1):
            if glyph in kept:
                outlines += self._outline(glyph)
                outlines += bytes(-len(outlines) % 4)
            places.append(len(outlines))
        head = bytearray(self._tables["head"])
        struct.pack_into(">h", head, 50, 1)
        loca = struct.pack(f">{len(places)}I", *places)
        changed = {"glyf": bytes(outlines), "loca": loca, "head": bytes(head)}
        return _font({name: changed.get(name, self._tables.get(name, b"")) for name in _KEPT})

    def _outline(self, glyph: int) -> bytes:
        return self._tables["glyf"][self._places[glyph] : self._places[glyph + 1]]

    def _parts(self, glyph: int) -> Iterable[int]:
        """Give the glyphs that one is put together of."""
        outline = self._outline(glyph)
        if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
            return
        at, flags = 10, _MORE
        while flags & _MORE:
            flags, part = struct.unpack_from(">2H", outline, at)
            yield part
            at += 8 if flags & _WORDS else 6
            at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0


@cache
def load_typeface(name: str) -> Typeface:
    """Load one of the fonts that come with kipu, by the name of its file."""
    return Typeface((files("kipu.exports") / "fonts" / f"{name}.ttf").read_bytes())


def _tables(data: bytes) -> dict[str, bytes]:
    (count,) = struct.unpack_from(">H", data, 4)
    found = {}
    for number in range(count):
        name, _, start, length = struct.unpack_from(">4s3I", data, 12 + 16 * number)
        found[name.decode("ascii")] = data[start : start + length]
    return found


def _characters(cmap: bytes) -> dict[int, int]:
    """Read the glyphs of characters from the groups of subtable format 12, else from format 4."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    starts = [struct.unpack_from(">I", cmap, 8 + 8 * number)[0] for number in range(count)]
    by_format = {struct.unpack_from(">H", cmap, start)[0]: start for start in starts}
    if 12 in by_format:
        return _groups(cmap, by_format[12])
    return _segments(cmap, by_format[4])


def _groups(cmap: bytes, start: int) -> dict[int, int]:
    (count,) = struct.unpack_from(">I", cmap, start + 12)
    return {
        code: glyph + code - first
        for n in range(count)
        for first, last, glyph in [struct.unpack_from(">3I", cmap, start + 16 + 12 * n)]
        for code in range(first, last + 1)
    }


def _segments(cmap: bytes, start: int) -> dict[int, int]:
    (doubled,) = struct.unpack_from(">H", cmap, start + 6)
    found = {}
    for place in range(start + 14, start + 14 + doubled, 2):
        (last,) = struct.unpack_from(">H", cmap, place)
        (first,) = struct.unpack_from(">H", cmap, place + 2 + doubled)
        (delta,) = struct.unpack_from(">h", cmap, place + 2 + 2 * doubled)
        at = place + 2 + 3 * doubled
        (offset,) = struct.unpack_from(">H", cmap, at)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", cmap, at + offset + 2 * (code - first))
            if glyph or not offset:
                found[code] = (glyph + delta) & 0xFFFF
    return found


def _font(tables: dict[str, bytes]) -> bytes:
    """Put tables together to a font."""
    present = {name: table for name, table in sorted(tables.items()) if table}
    power = 1 << (len(present).bit_length() - 1)
    sizes = (16 * power, power.bit_length() - 1, 16 * (len(present) - power))
    directory, body = struct.pack(">I4H", 0x00010000, len(present), *sizes), b""
    for name, table in present.items():
        start = 12 + 16 * len(present) + len(body)
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4s3I", name.encode("ascii"), total, start, len(table))
        body += padded
    return directory + body
