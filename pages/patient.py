"""One subject on one screen: trajectory, recommendation, CRS and ICANS, eligibility at a glance; the detail lies below."""

from dashboard.blocks import block
from dashboard.chart import chart
from dashboard.markup import place, show, tag
from dashboard.measurements import figures_download
from dashboard.records.block import records
from dashboard.screen import screen
from dashboard.selection import chosen_subject
from dashboard.sheets import more
from dashboard.source import Source
from dashboard.worklist import worklist


def page(files: Source) -> None:
    subject = chosen_subject(files)
    if subject is None:
        show(tag("p", "Nobody is chosen. Choose a subject above, or one of these.", cls="lead", role="status"))
        more("board")
        worklist(files)
        return
    found = screen(files, subject)
    show(found.banner)
    chart(found.picture)
    place(found.blocks)
    figures_download(files, subject)
    block(files, subject)
    records(files, subject)
