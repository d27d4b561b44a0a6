"""The consultation's PDF from raw answers, against ReportLab drawing the same from constants."""

from __future__ import annotations

from forms.answers import consultation_from
from forms.catalogue import built_in
from reports.consultation import consultation_report
from reports.pdf.renderer import render_pdf
from tests.benchmarks.yardsticks.plain_reportlab import draw, finished, register_fonts
from tests.benchmarks.yardsticks.timing import ROUNDS, seconds_in_turns
from tests.forms.pairs import example


def main() -> None:
    """Print the ratio for the example with the most to say."""
    register_fonts()
    raw, catalogue = example("c08"), built_in()
    document = consultation_report(consultation_from(raw, catalogue), "en")
    stories = iter([finished(document) for _ in range(ROUNDS + 1)])

    def accessible() -> bytes:
        return render_pdf(consultation_report(consultation_from(raw, catalogue), "en"))

    def plain() -> bytes:
        return draw(next(stories))

    ours, theirs = seconds_in_turns(accessible, plain)
    print(
        f"consultation PDF: {ours * 1e3:.1f} ms; finished flowables: {theirs * 1e3:.1f} ms; "
        f"ratio {ours / theirs:.2f} (at most 1.6)"
    )


if __name__ == "__main__":
    main()
