"""What may be opened at all: told from the bytes, never from the name, before a single element is read."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

MOST_BYTES = 2 * 1024 * 1024
"""A filled-in table of 500 rows has a tenth of that."""
MOST_UNPACKED = 12 * 1024 * 1024
MOST_PARTS = 100
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 再发"
_KINDS = {
    b"%PDF": f"这是 PDF，不是表格。{_SAVE_AS}，或把内容填进我发的模板。",
    b"\x89PNG": "这是图片，我看不懂。请把内容填进我发的模板。",
    b"\xff\xd8\xff": "这是图片，我看不懂。请把内容填进我发的模板。",
    b"{\\rtf": "这是文字文档，不是表格。请把内容填进我发的模板。",
    b"Rar!": "这是压缩包。请解压后把里面的 .xlsx 发给我。",
    b"7z\xbc\xaf": "这是压缩包。请解压后把里面的 .xlsx 发给我。",
}
_INSIDE = {
    "xl/vbaProject.bin": f"这个表带宏，为了安全我不打开。{_SAVE_AS}（不带宏）。",
    "xl/workbook.bin": f"这是 .xlsb 格式，我打不开。{_SAVE_AS}。",
    "word/document.xml": "这是 Word 文档，不是表格。请把内容填进我发的模板。",
    "ppt/presentation.xml": "这是演示文稿，不是表格。请把内容填进我发的模板。",
    "content.xml": f"这是 .ods 格式，我打不开。{_SAVE_AS}。",
    "Index/Document.iwa": "这是 Numbers 表格，我打不开。请导出成 .xlsx 再发。",
}


class TableError(Exception):
    """A table that is not taken; the text says why, where, and what to do."""


def check_openable(content: bytes) -> None:
    """Whether the bytes are an .xlsx of modest size without macros or a password.

    Raises:
        TableError: they are not.
    """
    if len(content) > MOST_BYTES:
        raise TableError(too_large(len(content)))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(_old_container(content))
    if not content.startswith(b"PK"):
        raise TableError(_no_table(content))
    try:
        with ZipFile(BytesIO(content)) as parts:
            infos = parts.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise TableError(f"文件损坏了，打不开。{_SAVE_AS}。") from None
    names = {info.filename for info in infos}
    for name, reason in _INSIDE.items():
        if name in names:
            raise TableError(reason)
    if any(info.flag_bits & 1 for info in infos):
        raise TableError(_WITH_PASSWORD)
    if "xl/workbook.xml" not in names:
        raise TableError("这个压缩包不是 .xlsx 表格。请解压后把里面的 .xlsx 发给我。")
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise TableError("这个表展开后太大，我不打开。请只留“填表”和“说明”两张，把内容粘贴进新模板再发。")


def too_large(size: int) -> str:
    """What to say of a file of so many bytes."""
    return f"文件有 {size / 1024 / 1024:.1f} MB，太大了，我最多收 {MOST_BYTES // 1024 // 1024} MB。请去掉图片，或分成几个表发。"


_WITH_PASSWORD = "这个表设了密码，我打不开。请在 Excel 或 WPS 里取消密码，另存后再发。"  # noqa: S105 - words about one


def _old_container(content: bytes) -> str:
    return _WITH_PASSWORD if _ENCRYPTED in content else f"这是旧的 .xls 格式，我打不开。{_SAVE_AS}。"


def _no_table(content: bytes) -> str:
    for start, reason in _KINDS.items():
        if content.startswith(start):
            return reason
    if b"\0" in content:
        return "这不是 .xlsx 表格，我打不开。请把内容填进我发的模板。"
    return f"这是文本或 CSV，不是 .xlsx 表格。{_SAVE_AS}，或把内容粘贴进我发的模板。"
