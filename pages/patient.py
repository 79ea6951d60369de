"""One subject on one screen: trajectory, recommendation, CRS and ICANS, eligibility."""

import streamlit as st

from core.pictures.trajectory import trajectory
from dashboard.banner import banner
from dashboard.chart import chart
from dashboard.eligibility import eligibility
from dashboard.markup import show
from dashboard.measurements import measurements
from dashboard.problems import problems
from dashboard.recommendation import recommendation
from dashboard.selection import assessed, chosen_subject, source
from dashboard.subjects import subjects
from dashboard.toxicity import toxicity

files = source()
subject = chosen_subject()
if subject is None:
    show(subjects([assessed(files, each) for each in files.subjects]), problems(files.loaded))
else:
    found = assessed(files, subject)
    show(banner(found))
    show(problems(files.loaded))
    left, right = st.columns([59, 41])
    with left:
        chart(trajectory(found))
        show(toxicity(found), measurements(found))
    with right:
        show(recommendation(found, files.settings))
    show(eligibility(found))
