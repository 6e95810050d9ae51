"""Which version this is, and what it is made of."""

import auditor
from ui.parts.layout import Card, Row
from ui.parts.words import Text
from ui.security.section import SectionView

MADE_WITH = (
    ("Qt for Python (PySide6)", "LGPL 3"),
    ("SQLModel, SQLAlchemy and Alembic", "MIT"),
    ("SQLCipher, through sqlcipher3", "BSD and zlib"),
    ("cryptography", "Apache 2.0 and BSD"),
    ("Pydantic", "MIT"),
    ("ReportLab", "BSD"),
    ("openpyxl", "MIT"),
    ("platformdirs", "MIT"),
    ("pyrage (age)", "MIT"),
    ("xkcdpass, with the word list of the EFF", "BSD and CC BY 3.0"),
    ("Lucide icons", "ISC and MIT"),
    ("Atkinson Hyperlegible and DejaVu Sans, in reports", "OFL 1.1 and the Bitstream Vera licence"),
)


class AboutSection(SectionView):
    """Version and licences."""

    def __init__(self) -> None:
        licences = [Row((Text(what), 1), (Text(licence, tone="ink2"), 1), gap=3) for what, licence in MADE_WITH]
        super().__init__(Card(
            Text(f"EHCP Auditor {auditor.__version__}", bold=True),
            Text("Free to use, change and pass on under the MIT licence. It never connects to a network."),
            Text("Made with", bold=True), *licences, title="About and licences", gap=2, pad=5,
        ))  # fmt: skip
