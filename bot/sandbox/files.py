"""Files that were sent: ids, bytes on disk, and what Telegram refuses about them."""

import base64
import hashlib
import mimetypes
from pathlib import Path, PurePath
from typing import NamedTuple

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.images import size_of
from bot.sandbox.world import StoredFile, World

UNKNOWN = "application/octet-stream"
MEGABYTE = 1024 * 1024
UPLOAD_LIMIT = 50 * MEGABYTE
PHOTO_LIMIT = 10 * MEGABYTE
DOWNLOAD_LIMIT = 20 * MEGABYTE
PHOTO_SIDES = 10_000  # width and height together
PHOTO_RATIO = 20
FOLDERS = {
    "photo": "photos", "document": "documents", "voice": "voice", "audio": "music", "video": "videos", "animation": "animations",
    "video_note": "video_notes", "sticker": "stickers",
}  # fmt: skip
LEADS = {"photo": "AgACAgU", "document": "BQACAgU", "voice": "AwACAgU", "audio": "CQACAgU", "video": "BAACAgU", "animation": "CgACAgU"}


class Upload(NamedTuple):
    """A file of a request."""

    name: str
    content: bytes
    mime_type: str = ""


def mime_type(name: str, given: str) -> str:
    """What a sender said of a file, else what its name says."""
    return given if given not in {"", UNKNOWN} else mimetypes.guess_type(name)[0] or UNKNOWN


class FileShelf:
    """Stores files by what they are and answers for their ids."""

    def __init__(self, world: World, folder: Path) -> None:
        self._world, self._folder = world, folder / "files"
        self._folder.mkdir(parents=True, exist_ok=True)

    def add(self, kind: str, upload: Upload) -> StoredFile:
        """Keep a file. Raises ApiError for one that Telegram would not take."""
        size = size_of(upload.content)
        self._check(kind, upload, size)
        number = self._world.next_number("file")
        digest = hashlib.sha256(f"{number}".encode() + upload.content).digest()
        unique = "AQAD" + base64.urlsafe_b64encode(digest[:9]).decode()
        name = PurePath(upload.name).name or "file"
        suffix = ".jpg" if kind == "photo" else PurePath(name).suffix
        width, height = size or (0, 0)
        stored = StoredFile(
            file_unique_id=unique,
            file_id=LEADS.get(kind, "CAACAgU") + base64.urlsafe_b64encode(digest + digest[:16]).decode().rstrip("="),
            kind=kind,
            file_path=f"{FOLDERS[kind]}/file_{number}{suffix}",
            file_name=name,
            mime_type=mime_type(name, upload.mime_type),
            file_size=len(upload.content),
            width=width,
            height=height,
        )
        (self._folder / unique).write_bytes(upload.content)
        return self._world.files.put(stored)

    @staticmethod
    def _check(kind: str, upload: Upload, size: tuple[int, int] | None) -> None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        if kind == "photo":
            if len(upload.content) > PHOTO_LIMIT:
                raise bad_request("too big for a photo")
            if size is None:
                raise bad_request("IMAGE_PROCESS_FAILED")
            if sum(size) > PHOTO_SIDES or max(size) > PHOTO_RATIO * min(size):
                raise bad_request("PHOTO_INVALID_DIMENSIONS")

    def by_id(self, file_id: str) -> StoredFile | None:
        """The file with this id."""
        return next((file for file in self._world.files if file.file_id == file_id), None)

    def by_path(self, path: str) -> StoredFile | None:
        """The file that getFile gave this path."""
        return next((file for file in self._world.files if file.file_path == path), None)

    def take(self, kind: str, value: str | None, uploads: dict[str, Upload]) -> StoredFile:
        """The file that a request means: uploaded with it, or sent before. Raises ApiError."""
        upload = uploads.get((value or kind).removeprefix("attach://")) or (uploads.get(kind) if not value else None)
        if upload is not None:
            return self.add(kind, upload)
        if not value:
            raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
        if value.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")  # nothing outside of this machine is fetched
        known = self.by_id(value)
        if known is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if known.kind != kind:
            raise bad_request(f"can't use file of type {known.kind.capitalize()} as {kind.capitalize()}")
        return known

    def path(self, stored: StoredFile) -> Path:
        """Where the bytes lie."""
        return self._folder / stored.file_unique_id

    def clear(self) -> None:
        """Delete the bytes of all files."""
        for path in self._folder.iterdir():
            path.unlink()
