"""The disk a ledger's file stands on. On a disk that several machines share, a lock of one is not sure to be seen by the others."""

import re
from pathlib import Path

SHARED = {
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse.ceph", "fuse.curlftpfs", "fuse.davfs2", "fuse.gcsfuse", "fuse.glusterfs",
    "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs",
    "smb3", "smbfs", "vboxsf",
}  # fmt: skip
MOUNTS = Path("/proc/mounts")


def shared(path: Path, mounts: Path = MOUNTS) -> str | None:
    """The kind of file system where it is one that machines share, `None` where it is not or this system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    whole = path.resolve()
    found = [(Path(_plain(place)), kind) for _, place, kind, *_ in (line.split(" ") for line in lines)]
    above = [(len(place.parts), kind) for place, kind in found if whole.is_relative_to(place)]
    # Of several on one place the last one mounted is seen.
    kind = max(enumerate(above), key=lambda each: (each[1][0], each[0]), default=(0, (0, "")))[1][1]
    return kind if kind in SHARED else None


def _plain(place: str) -> str:
    """A path of the table of mounts, where a blank stands as \\040."""
    return re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), place)
