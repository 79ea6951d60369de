"""One subject on one screen: trajectory, recommendation, CRS and ICANS, eligibility at a glance; the detail lies below."""

import streamlit as st

from dashboard.chart import chart
from dashboard.markup import show, tag
from dashboard.measurements import figures_download
from dashboard.problems import problems
from dashboard.screen import screen
from dashboard.selection import chosen_subject
from dashboard.source import source
from dashboard.worklist import worklist

files = source()
subject = chosen_subject()
if subject is None:
    show(tag("p", "Nobody is chosen. Choose a subject above, or one of these.", cls="lead", role="status"))
    worklist(files)
else:
    found = screen(files, subject)
    show(found.banner)
    left, right = st.columns([59, 41])
    with left:
        chart(found.picture)
        show(found.left)
    with right:
        show(found.right)
    figures_download(found.found)
    show(found.below)
show(problems(files.loaded))
