"""`netback new NAME`: a commented case with invented figures, to be changed block by block."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from netback.case.load import SHIPPED
from netback.errors import UsageError

__all__ = ["write_starter"]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")


def write_starter(name: str, folder: str | Path) -> Path:
    """Write the starter case.

    Parameters
    ----------
    name : str
        Name of the case: small letters, digits and _, beginning with a letter.
    folder : path
        Folder in which a folder of that name is made.

    Returns
    -------
    Path
        The new folder, complete or not there at all.

    Raises
    ------
    UsageError
        The name cannot name a case, or the folder is there already.
    """
    if not _NAME.match(name):
        words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789")[:60]
        raise UsageError(
            f"{name!r} cannot name a case; use small letters, digits and _, such as {words or 'my_case'}"
        )
    home = Path(folder)
    target = home / name
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target} is there already; choose another name or remove it")
    home.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=home, prefix=f".{name}."))
    try:
        shutil.copytree(SHIPPED / "starter", made, dirs_exist_ok=True, copy_function=shutil.copyfile)
        text = (made / "case.yaml").read_text("utf-8")
        title = name.replace("_", " ").capitalize()
        text = text.replace("\nname: starter\n", f"\nname: {name}\n", 1)
        text = text.replace("\ntitle: A starter case\n", f"\ntitle: {title}\n", 1)
        (made / "case.yaml").write_text(text, encoding="utf-8", newline="\n")
        umask = os.umask(0)
        os.umask(umask)
        for path in (made, made / "series"):
            path.chmod(0o777 & ~umask)
        made.rename(target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return target
