"""Recipes inside picture files.

PNG    iTXt "underpaint" holds the recipe as JSON, and "parameters" the text that AUTOMATIC1111's
       program made a custom. A recipe of more than 32 MiB (its pictures are inside) goes into a
       private chunk instead, as readers of text chunks refuse long ones.
JPEG   the recipe in APP11 segments of our own, numbered; the text in EXIF UserComment.
WebP   the recipe in XMP; the text in EXIF UserComment.
"""

from __future__ import annotations

import base64
import json
import struct
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from PIL import Image

from core.files.parameters_text import as_text, from_text
from core.files.png_stream import chunk

Recipe = dict[str, Any]

KEY = "underpaint"
_LONGEST_TEXT = 32 * 2**20
_CHUNK = b"upRc"
"""Ancillary, private, safe to copy: other programs carry it along unread."""
_PNG = b"\x89PNG\r\n\x1a\n"
_SEGMENT = b"\xff\xeb"
_SIGNATURE = b"Underpaint\0"
_XMP = "https://underpaint.example/ns/recipe/1"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_USER_COMMENT = 0x9286
_EXIF_IFD = 0x8769


def recipe_in(content: bytes) -> Recipe | None:
    """The recipe in a picture file's content; from another program's text if there is no other.

    What is damaged counts as not there: the picture is still a picture.
    """
    if content.startswith(_PNG):
        found, text = _of_png(content)
    elif content.startswith(b"\xff\xd8"):
        found, text = _of_jpeg(content), _user_comment(content)
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        found, text = _of_webp(content), _user_comment(content)
    else:
        return None
    recipe = _parsed(found)
    return recipe if recipe is not None else from_text(text)


def in_png(content: bytes, recipe: Recipe | None) -> bytes:
    """A PNG with the recipe and its text put in before the pixels."""
    if recipe is None:
        return content
    packed = json.dumps(recipe, ensure_ascii=False).encode()
    long = len(packed) > _LONGEST_TEXT
    chunks = chunk(_CHUNK, packed) if long else _itxt(KEY, packed)
    chunks += _itxt("parameters", as_text(recipe, _png_size(content)).encode())
    after_header = len(_PNG) + 25
    return content[:after_header] + chunks + content[after_header:]


def in_jpeg(content: bytes, recipe: Recipe | None) -> bytes:
    """A JPEG with the recipe and its text put in after its first segments."""
    if recipe is None:
        return content
    packed = zlib.compress(json.dumps(recipe, ensure_ascii=False).encode(), 1)
    room = 65_000
    parts = [packed[i : i + room] for i in range(0, len(packed), room)]
    segments = []
    for i, part in enumerate(parts):
        body = _SIGNATURE + struct.pack(">II", i, len(parts)) + part
        segments.append(_SEGMENT + struct.pack(">H", len(body) + 2) + body)
    exif = b"Exif\0\0" + _exif(as_text(recipe, None))
    if len(exif) <= 65_533:
        segments.insert(0, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    start = 2
    if content[2:4] == b"\xff\xe0":  # JFIF wants to be first
        start += 2 + int(struct.unpack(">H", content[4:6])[0])
    return b"".join([content[:start], *segments, content[start:]])


def for_webp(recipe: Recipe | None) -> dict[str, bytes]:
    """What Pillow's WebP writer takes for the recipe and its text."""
    if recipe is None:
        return {}
    packed = base64.b64encode(json.dumps(recipe, ensure_ascii=False).encode()).decode()
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{_RDF}"><rdf:Description rdf:about="" xmlns:up="{_XMP}">'
        f"<up:recipe>{packed}</up:recipe></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    return {"xmp": xmp.encode(), "exif": b"Exif\0\0" + _exif(as_text(recipe, None))}


def _parsed(packed: bytes | None) -> Recipe | None:
    if packed is None:
        return None
    try:
        recipe = json.loads(packed)
    except (ValueError, RecursionError):
        return None
    return recipe if isinstance(recipe, dict) else None


# PNG


def _of_png(content: bytes) -> tuple[bytes | None, str]:
    found, text = None, ""
    for kind, body in _png_chunks(content):
        if kind == _CHUNK:
            found = body
        elif kind in (b"iTXt", b"tEXt"):
            key, value = _text_of(kind, body)
            if key == KEY:
                found = value
            elif key == "parameters":
                text = value.decode("utf-8" if kind == b"iTXt" else "latin-1", "replace")
    return found, text


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of each chunk that is there as a whole and undamaged, pixels left out."""
    at = len(_PNG)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 8 + length
        if kind == b"IEND" or end + 4 > len(content):
            return
        if kind != b"IDAT":
            body = content[at + 8 : end]
            if struct.unpack_from(">I", content, end)[0] == zlib.crc32(kind + body):
                yield kind, body
        at = end + 4


def _text_of(kind: bytes, body: bytes) -> tuple[str, bytes]:
    key, _, rest = body.partition(b"\0")
    if kind == b"tEXt":
        return key.decode("latin-1"), rest
    packed, rest = rest[:1] == b"\1", rest[2:]
    value = rest.partition(b"\0")[2].partition(b"\0")[2]  # after language and translated key
    if packed:
        try:
            value = zlib.decompressobj().decompress(value, _LONGEST_TEXT)
        except zlib.error:
            value = b""
    return key.decode("latin-1"), value


def _itxt(key: str, value: bytes) -> bytes:
    # Not compressed: pictures are already, and readers limit what they are willing to expand.
    return chunk(b"iTXt", key.encode("latin-1") + b"\0\0\0\0\0" + value)


def _png_size(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", content, 16)
    return int(width), int(height)


# JPEG


def _of_jpeg(content: bytes) -> bytes | None:
    parts: dict[int, bytes] = {}
    total = 0
    for marker, body in _jpeg_segments(content):
        if marker == _SEGMENT and body.startswith(_SIGNATURE):
            at = len(_SIGNATURE)
            if len(body) < at + 8:
                return None
            number, total = struct.unpack_from(">II", body, at)
            parts[number] = body[at + 8 :]
    if not parts or sorted(parts) != list(range(total)):
        return None
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(b"".join(parts[i] for i in range(total)), 2**30)
    except zlib.error:
        return None
    return unpacked if unpacker.eof else None


def _jpeg_segments(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at : at + 2]
        if marker == b"\xff\xda":  # the pixels begin
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        yield marker, content[at + 4 : at + 2 + length]
        at += 2 + max(2, length)


# WebP


def _of_webp(content: bytes) -> bytes | None:
    for kind, body in _riff_chunks(content):
        if kind == b"XMP " and KEY.encode() in body:
            try:
                root = ElementTree.fromstring(body)
                found = root.find(f".//{{{_XMP}}}recipe")
                return base64.b64decode(found.text or "") if found is not None else None
            except (ElementTree.ParseError, ValueError):
                return None
    return None


def _riff_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(content):
        (length,) = struct.unpack_from("<I", content, at + 4)
        yield content[at : at + 4], content[at + 8 : at + 8 + length]
        at += 8 + length + (length & 1)


# EXIF


def _exif(text: str) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(_EXIF_IFD)[_USER_COMMENT] = b"UNICODE\0" + text.encode("utf-16-be")
    return exif.tobytes().removeprefix(b"Exif\0\0")


def _user_comment(content: bytes) -> str:
    if content.startswith(b"\xff\xd8"):
        blocks = (body for marker, body in _jpeg_segments(content) if marker == b"\xff\xe1")
    else:
        blocks = (body for kind, body in _riff_chunks(content) if kind == b"EXIF")
    for block in blocks:
        if not block.startswith((b"Exif\0\0", b"II", b"MM")):
            continue
        exif = Image.Exif()
        try:
            exif.load(block)
            comment = exif.get_ifd(_EXIF_IFD).get(_USER_COMMENT)
        except Exception:  # noqa: BLE001  # a damaged block can make the parser raise anything
            return ""
        if isinstance(comment, bytes) and comment.startswith(b"UNICODE\0"):
            return comment[8:].decode("utf-16-be", "replace")
        if isinstance(comment, bytes) and comment.startswith(b"ASCII\0\0\0"):
            return comment[8:].decode("ascii", "replace")
    return ""
