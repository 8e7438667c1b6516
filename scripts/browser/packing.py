"""Archives that are the same bytes whenever they are made of the same files."""

from __future__ import annotations

import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Mapping

#: The earliest moment that a zip can write down.
MOMENT = (1980, 1, 1, 0, 0, 0)

#: Nothing is gained beyond this: LZMA's memory of what it has seen, in bytes. It holds the largest archive.
_MEMORY = 1 << 25


def zipped(files: Mapping[str, bytes], *, packed: bool) -> bytes:
    """Put files into a zip, from which Python can import.

    Args:
        files: contents by path.
        packed: whether each is packed; not where the whole will be.

    Returns:
        The zip.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name], compresslevel=9)
    return out.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    """Put files into a tar, to be unpacked into a folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(files):
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(files[name]), 0o644
            archive.addfile(info, io.BytesIO(files[name]))
    return out.getvalue()


def xz(content: bytes) -> bytes:
    """Pack by LZMA, which Pyodide can unpack: a third smaller than gzip."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": _MEMORY}]
    return lzma.compress(content, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=filters)


def gz(content: bytes) -> bytes:
    """Pack by gzip, which every browser can unpack."""
    return gzip.compress(content, 9, mtime=0)
