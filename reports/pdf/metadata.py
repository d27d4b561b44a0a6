"""What a file says about itself: title, language and date. No person and no reference is ever in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

PROGRAM = "clinic-feedback"

# Stands where a document gives no date of its own: the clock must not show in the bytes.
DATE_UNKNOWN = date(2000, 1, 1)

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}T00:00:00+00:00</xmp:CreateDate>
<xmp:ModifyDate>{date}T00:00:00+00:00</xmp:ModifyDate>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<pdf:Producer>{program}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

# Not every reader counts a stream's bytes: some look for this word.
_WRITTEN_OTHERWISE = {"endstream": "endstrea&#109;"}


@dataclass(frozen=True, slots=True)
class Properties:
    """A document's own properties; `title` has no control characters."""

    title: str
    language: str
    made_on: date = DATE_UNKNOWN

    def xmp(self) -> bytes:
        """Return them in XMP, with the claim of PDF/UA-1."""
        return _XMP.format(
            title=escape(self.title, _WRITTEN_OTHERWISE),
            language=escape(self.language),
            date=self.made_on.isoformat(),
            program=PROGRAM,
        ).encode()

    def timestamp(self) -> Midnight:
        """Return the date as ReportLab reads it."""
        day = self.made_on
        return Midnight((day.year, day.month, day.day, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class Midnight:
    """Midnight UTC, in the names under which ReportLab asks for a time stamp."""

    YMDhms: tuple[int, int, int, int, int, int]
    dhh: int = 0
    dmm: int = 0
