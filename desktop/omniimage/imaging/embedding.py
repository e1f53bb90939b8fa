"""What a picture's file says about itself: recipes in, metadata out. The bytes of the pixels are never touched.

Sources: PNG 3rd edition (iTXt); XMP specification part 3 (PNG `XML:com.adobe.xmp`, JPEG APP1, WebP `XMP `); WebP container
specification (VP8X); EXIF 2.32 (orientation).
"""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

from omniimage.errors import NotAnImage
from omniimage.imaging.gif_blocks import gif_picture
from omniimage.imaging.inspect import format_of, open_image, orientation
from omniimage.imaging.pieces import Pieces, Slice
from omniimage.imaging.segments import Bytes, Malformed, Segment, jpeg_segments, png_chunks, riff_chunks

PNG_KEYWORD = b"omniimage"
NAMESPACE = "urn:omniimage:recipe:1/"
XMP_IN_PNG = b"XML:com.adobe.xmp"
XMP_IN_JPEG = b"http://ns.adobe.com/xap/1.0/\0"
EXIF_IN_JPEG = b"Exif\0\0"
MAX_JPEG_SEGMENT = 65_533
_MAX_SHORT = 2000
_MADE_BY_AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"

# What a decoder needs to show the same pixels in the same colours, time and size.
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs sPLT hIST acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_JFIF, _APP1, _APP2, _ADOBE = b"\xe0", b"\xe1", b"\xe2", b"\xee"
_APPS_AND_COMMENTS = frozenset(bytes([marker]) for marker in (*range(0xE0, 0xF0), 0xFE))
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04

Part = bytes | Slice


@dataclass(frozen=True)
class Note:
    """What is embedded: `recipe` as JSON, `description` for people, and whether a trained model made it."""

    recipe: str
    description: str
    made_by_ai: bool


def with_note(source: Path, note: Note) -> Pieces:
    """The file with the note in it; as it is, where its format has no place for one or another's XMP is there."""
    writer = _WITH_NOTE.get(format_of(source))
    if writer is None:
        return Pieces.whole(source)
    try:
        return _mapped(source, lambda file: writer(file, note))
    except Malformed:
        return Pieces.whole(source)


def without_metadata(source: Path) -> Pieces:
    """The file without anything but what its pixels need to look the same; the EXIF orientation stays where they need it.

    Raises `NotAnImage` where that cannot be done: a damaged file, or AVIF, whose metadata lies among the pixels.
    """
    kind = format_of(source)
    with open_image(source) as image:
        turn = orientation(image)
    if kind not in _WITHOUT:
        raise NotAnImage("metadata cannot be taken out of this format", file=source.name, reason="metadata", format=kind)
    try:
        return _mapped(source, lambda file: _WITHOUT[kind](file, turn))
    except Malformed:
        raise NotAnImage("the image is damaged or cut short", file=source.name, reason="damaged") from None


def xmp_packet(note: Note) -> bytes:
    """The note as an XMP packet, UTF-8."""
    source = f" Iptc4xmpExt:DigitalSourceType={quoteattr(_MADE_BY_AI)}" if note.made_by_ai else ""
    text = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        f' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:omniimage="{NAMESPACE}"'
        f' xmp:CreatorTool="OmniImage Studio"{source} omniimage:recipe={quoteattr(_for_xml(note.recipe))}>'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{_text(note.description)}</rdf:li></rdf:Alt>'
        "</dc:description>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )
    return text.encode("utf-8", "replace")


def _mapped(source: Path, parts: Callable[[Bytes], list[Part]]) -> Pieces:
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        return Pieces(source, tuple(_joined(parts(mapped))))


def _joined(parts: Iterable[Part]) -> list[Part]:
    """Slices that follow each other become one."""
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, Slice) and isinstance(last, Slice) and last.end == part.start:
            joined[-1] = Slice(last.start, part.end)
        else:
            joined.append(part)
    return joined


def _slices(segments: Iterable[Segment]) -> list[Part]:
    return [Slice(each.start, each.end) for each in segments]


def _png_with(file: Bytes, note: Note) -> list[Part]:
    header, *rest = png_chunks(file)
    kept = [each for each in rest if not _own_png_text(file, each)]
    foreign = any(_keyword(file, each) == XMP_IN_PNG for each in kept)
    added = [_itxt(PNG_KEYWORD, note.recipe.encode("utf-8", "replace"))]
    added += [] if foreign else [_itxt(XMP_IN_PNG, xmp_packet(note))]
    return [Slice(0, header.end), *added, *_slices(kept)]


def _png_without(file: Bytes, turn: int) -> list[Part]:
    header, *rest = png_chunks(file)
    exif = [] if turn == 1 else [_png_chunk(b"eXIf", _orientation_alone(turn))]
    return [Slice(0, header.end), *exif, *_slices(each for each in rest if each.name in _PNG_KEPT)]


def _own_png_text(file: Bytes, chunk: Segment) -> bool:
    keyword = _keyword(file, chunk)
    return keyword == PNG_KEYWORD or (keyword == XMP_IN_PNG and NAMESPACE.encode() in file[chunk.data : chunk.data_end])


def _keyword(file: Bytes, chunk: Segment) -> bytes:
    return file[chunk.data : min(chunk.data_end, chunk.data + 80)].partition(b"\0")[0] if chunk.name == b"iTXt" else b""


def _itxt(keyword: bytes, text: bytes) -> bytes:
    return _png_chunk(b"iTXt", keyword + b"\0\0\0\0\0" + text)


def _png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _jpeg_with(file: Bytes, note: Note) -> list[Part]:
    segments = jpeg_segments(file)
    xmp = [each for each in segments if _starts(file, each, _APP1, XMP_IN_JPEG)]
    own = [each for each in xmp if NAMESPACE.encode() in file[each.data : each.data_end]]
    kept = [each for each in segments if each not in own]
    scan = segments[-1].end if segments else 2
    if len(own) < len(xmp):
        return [Slice(0, len(file))]
    first = 0
    while first < len(kept) and (kept[first].name == _JFIF or _starts(file, kept[first], _APP1, EXIF_IN_JPEG)):
        first += 1
    packet = xmp_packet(note)
    if len(packet) + len(XMP_IN_JPEG) > MAX_JPEG_SEGMENT:
        # One segment holds no more; the ZIP's index has it whole.
        packet = xmp_packet(Note("{}", note.description[:_MAX_SHORT], note.made_by_ai))
    added = _jpeg_segment(_APP1, XMP_IN_JPEG + packet)
    return [Slice(0, 2), *_slices(kept[:first]), added, *_slices(kept[first:]), Slice(scan, len(file))]


def _jpeg_without(file: Bytes, turn: int) -> list[Part]:
    segments = jpeg_segments(file, scans=True)
    exif = [] if turn == 1 else [_jpeg_segment(_APP1, EXIF_IN_JPEG + _orientation_alone(turn))]
    kept = [each for each in segments if _needed_in_jpeg(file, each)]
    first = 1 if kept and kept[0].name == _JFIF else 0
    return [Slice(0, 2), *_slices(kept[:first]), *exif, *_slices(kept[first:])]


def _needed_in_jpeg(file: Bytes, segment: Segment) -> bool:
    if segment.name not in _APPS_AND_COMMENTS:
        return True
    needed = ((_JFIF, b"JFIF\0"), (_APP2, b"ICC_PROFILE\0"), (_ADOBE, b"Adobe"))
    return any(_starts(file, segment, name, start) for name, start in needed)


def _starts(file: Bytes, segment: Segment, name: bytes, start: bytes) -> bool:
    return segment.name == name and file[segment.data : segment.data + len(start)] == start


def _jpeg_segment(marker: bytes, data: bytes) -> bytes:
    return b"\xff" + marker + struct.pack(">H", len(data) + 2) + data


def _webp_with(file: Bytes, note: Note) -> list[Part]:
    chunks = riff_chunks(file)
    xmp = [each for each in chunks if each.name == b"XMP "]
    if any(NAMESPACE.encode() not in file[each.data : each.data_end] for each in xmp):
        return [Slice(0, len(file))]
    kept = [each for each in chunks if each.name not in (b"VP8X", b"XMP ")]
    return _webp(_vp8x(file, chunks, add=_WEBP_XMP), kept, _riff_chunk(b"XMP ", xmp_packet(note)))


def _webp_without(file: Bytes, turn: int) -> list[Part]:
    chunks = riff_chunks(file)
    kept = [each for each in chunks if each.name in _WEBP_KEPT and each.name != b"VP8X"]
    extended = any(each.name == b"VP8X" for each in chunks)
    exif = b"" if turn == 1 else _riff_chunk(b"EXIF", _orientation_alone(turn))
    head = _vp8x(file, chunks, add=_WEBP_EXIF if exif else 0, remove=_WEBP_EXIF | _WEBP_XMP) if extended or exif else b""
    return _webp(head, kept, exif)


def _webp(head: bytes, kept: list[Segment], tail: bytes) -> list[Part]:
    middle: list[Part] = []
    for each in kept:
        middle.append(Slice(each.start, each.data_end))
        if (each.data_end - each.data) % 2:
            middle.append(b"\0")
    size = (
        4 + len(head) + len(tail) + sum(len(part) if isinstance(part, bytes) else part.end - part.start for part in middle)
    )
    return [b"RIFF" + struct.pack("<I", size) + b"WEBP" + head, *middle, tail]


def _vp8x(file: Bytes, chunks: list[Segment], *, add: int = 0, remove: int = 0) -> bytes:
    """The header of an extended WebP: the file's own with other flags, or one for its plain picture."""
    for each in chunks:
        data = bytes(file[each.data : each.data_end])
        if each.name == b"VP8X" and len(data) >= 10:
            return _riff_chunk(b"VP8X", bytes([data[0] & ~remove | add]) + data[1:])
        if each.name == b"VP8L" and len(data) >= 5:
            bits = struct.unpack("<I", data[1:5])[0]
            return _new_vp8x((bits >> 28 & 1) * 0x10 | add, bits & 0x3FFF, bits >> 14 & 0x3FFF)
        if each.name == b"VP8 " and data[3:6] == b"\x9d\x01\x2a" and len(data) >= 10:
            width, height = struct.unpack("<HH", data[6:10])
            return _new_vp8x(add, (width & 0x3FFF) - 1, (height & 0x3FFF) - 1)
    raise Malformed("a WebP without a picture")


def _new_vp8x(flags: int, width: int, height: int) -> bytes:
    """`width` and `height` less one, as both VP8L and VP8X write them."""
    return _riff_chunk(b"VP8X", struct.pack("<I", flags) + width.to_bytes(3, "little") + height.to_bytes(3, "little"))


def _riff_chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _gif_without(file: Bytes, turn: int) -> list[Part]:
    return [*gif_picture(file)]


def _orientation_alone(turn: int) -> bytes:
    """A TIFF header with one tag."""
    return b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" + struct.pack("<HH", turn, 0) + b"\0\0\0\0"


def _for_xml(text: str) -> str:
    """Without the characters that XML has not."""
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff"))


def _text(text: str) -> str:
    return quoteattr(_for_xml(text), {"\n": "&#10;"})[1:-1]


_WITH_NOTE: dict[str, Callable[[Bytes, Note], list[Part]]] = {"PNG": _png_with, "JPEG": _jpeg_with, "WEBP": _webp_with}
_WITHOUT: dict[str, Callable[[Bytes, int], list[Part]]] = {
    "PNG": _png_without,
    "JPEG": _jpeg_without,
    "WEBP": _webp_without,
    "GIF": _gif_without,
}
