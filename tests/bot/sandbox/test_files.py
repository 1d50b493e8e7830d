"""Files: what is taken, what comes back, and how pictures are told from other things."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.driver import Driver
from bot.sandbox.errors import ActionError
from bot.sandbox.images import size_of
from tests.bot.sandbox.client import Client, png

sides = st.integers(1, 16383)


def jpeg(width: int, height: int) -> bytes:
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"xx\xff\xc0" + struct.pack(">HBHH", 8, 8, height, width) + b"\0"


def webp(width: int, height: int) -> list[bytes]:
    head = b"RIFF\0\0\0\0WEBP"
    extended = head + b"VP8X" + bytes(8) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    lossless = head + b"VP8L" + bytes(5) + ((width - 1) | (height - 1) << 14).to_bytes(4, "little")
    lossy = head + b"VP8 " + bytes(10) + struct.pack("<HH", width, height)
    return [extended, lossless, lossy]


@given(sides, sides)
def test_width_and_height_are_read_from_the_head(width: int, height: int) -> None:
    gif = b"GIF89a" + struct.pack("<HH", width, height)
    for content in (png(width, height), jpeg(width, height), gif, *webp(width, height)):
        assert size_of(content) == (width, height)


@given(
    st.binary(max_size=40),
    st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 ", b"RIFF\0\0\0\0WEBP????"]),
)
def test_what_is_cut_short_is_no_picture_or_one_with_a_size(content: bytes, head: bytes) -> None:
    size = size_of(head + content)
    assert size is None or len(size) == 2


@pytest.mark.parametrize(
    ("kind", "content", "code", "wording"),
    [
        ("Document", b"", 400, "Bad Request: file must be non-empty"),
        ("Photo", b"no picture", 400, "Bad Request: IMAGE_PROCESS_FAILED"),
        ("Photo", png(9000, 1001), 400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        ("Photo", png(2100, 100), 400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        ("Photo", png(8, 8) + bytes(10 * 1024 * 1024), 400, "Bad Request: too big for a photo"),
        ("Document", bytes(50 * 1024 * 1024 + 1), 413, "Request Entity Too Large"),
    ],
    ids=["empty", "no picture", "too wide", "too narrow", "heavy photo", "heavy file"],
)
async def test_files_that_telegram_does_not_take(client: Client, chat: int, kind: str, content: bytes, code: int, wording: str) -> None:  # noqa: PLR0913, PLR0917 - a row of the table
    answer = await client.upload(f"send{kind}", (kind.lower(), content, "a.png"), chat_id=str(chat))
    assert (answer["error_code"], answer["description"]) == (code, wording)


async def test_what_a_person_sends_can_be_downloaded(client: Client, driver: Driver) -> None:
    await driver.send("document", "材料清单".encode(), "../../清单.txt")
    document = (await client.updates())[0]["message"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("清单.txt", "text/plain")
    file = await client.call("getFile", file_id=document["file_id"])
    async with client.session.get(f"{client.url.replace('/bot', '/file/bot')}/{file['file_path']}") as response:
        assert (await response.read()).decode() == "材料清单"
    with pytest.raises(ActionError, match="IMAGE_PROCESS_FAILED"):
        await driver.send("photo", b"no picture", "a.png")


async def test_big_files_cannot_be_downloaded(client: Client, driver: Driver) -> None:
    await driver.send("video", bytes(20 * 1024 * 1024 + 1), "a.mp4")
    video = (await client.updates())[0]["message"]["video"]
    assert await client.refused("getFile", file_id=video["file_id"]) == "Bad Request: file is too big"
