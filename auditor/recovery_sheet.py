"""The recovery key of a workspace on one sheet of paper: what it is, what it opens, and where to keep it."""

from datetime import date
from pathlib import Path

from auditor.reports.blocks import Banner, Block, Bullets, Facts, Panel, Paragraph, Point, Title
from auditor.reports.details import Imprint
from auditor.reports.wording import long_date
from db.files import write_whole

GROUPS_A_LINE = 4
TITLE = "Recovery key"
KEEP = (
    Point("Keep it apart from the computer.", "A locked drawer or a safe will do. Whoever has this sheet and the file "
          "can read all of it."),
    Point("It belongs to one passphrase.", "When the passphrase changes, this sheet opens the file no more: print a "
          "new one and destroy this one. Backups made before still open with it."),
    Point("To use it,", "open the workspace, choose Use the recovery key, and type the groups in order. Spaces and "
          "capitals do not matter. The last sign of each group checks it, so a slip is told with its group's number."),
    Point("Then choose a new passphrase", "under Settings and security, Passphrase and recovery key."),
)  # fmt: skip
BANNER = "Secret. If you saved this sheet as a file, print it and delete the file."


def lines_of(recovery: str) -> tuple[str, ...]:
    """The groups of a recovery key in lines, each with the numbers of its groups: `1 to 4:  8KQ2M …`."""
    groups = recovery.split()
    lines: list[str] = []
    for at in range(0, len(groups), GROUPS_A_LINE):
        part = groups[at : at + GROUPS_A_LINE]
        numbers = f"{at + 1} to {at + len(part)}" if len(part) > 1 else f"{at + 1}"
        lines.append(f"{numbers}:  {'   '.join(part)}")
    return tuple(lines)


def sheet(workspace: str, owner: str, recovery: str, made: date) -> tuple[Block, ...]:
    """The sheet as blocks. `workspace` is the name of the file, `recovery` as `recovery_text` gives it."""
    unbroken = [line.replace(" ", "\u00a0") for line in lines_of(recovery)]
    return (
        Title(TITLE),
        Facts((("Workspace", workspace), ("Owner", owner), ("Printed", long_date(made)))),
        Paragraph("This key opens the workspace when its passphrase is forgotten. Nothing else does."),
        Panel("The key", tuple(Paragraph(line, "question") for line in unbroken)),
        Bullets(KEEP),
        Banner(BANNER),
    )


def write_recovery_sheet(path: Path, workspace: str, owner: str, recovery: str, made: date) -> Path:
    """Write the sheet as a PDF to `path`, whole or not at all. Raises UserError as `db.files.write_whole` does."""
    path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
    imprint = Imprint(
        f"{TITLE} {workspace}", owner, "How a workspace is opened without its passphrase", (BANNER,), made
    )

    def fill(beside: Path) -> None:
        from auditor.reports.pdf import write_document  # slow to import

        beside.touch(0o600)
        with beside.open("wb") as file:
            write_document(sheet(workspace, owner, recovery, made), imprint, file)

    return write_whole(path, fill)
