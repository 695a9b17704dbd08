# Makes resources/fonts/FuhanRare.ttf: of HanaMinB (Debian's package fonts-hanazono) the characters of characters.txt, under a name of its own.
#   python3 tools/rare-font/make.py /usr/share/fonts/truetype/hanazono/HanaMinB.ttf       (fontTools: Debian's python3-fonttools)
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Fuhan Rare"
HERE = Path(__file__).parent
OUT = HERE.parent.parent / "resources" / "fonts" / "FuhanRare.ttf"

options = subset.Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 4, 6], recalc_timestamp=False)
font = TTFont(sys.argv[1], recalcTimestamp=False)
wanted = subset.Subsetter(options)
wanted.populate(text=(HERE / "characters.txt").read_text(encoding="utf-8").replace("\n", ""))
wanted.subset(font)
for record in font["name"].names:
    if record.nameID in (1, 4, 6):
        record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
font.save(OUT)
