"""The synthetic cohort as of 2026-03-05: each subject is there for a situation that its own function names."""

from sample_data import arrivals, first_eight, readings, severe, windows
from sample_data.rows import Cohort

SUBJECTS = (
    first_eight.met_with_hold,
    first_eight.literal_only,
    first_eight.negative_in_cr,
    first_eight.progressive,
    first_eight.incomplete,
    first_eight.given_twice,
    first_eight.not_eligible,
    first_eight.closed_by_therapy,
    readings.pr_with_ctdna_open,
    readings.persistent_in_pr,
    readings.persistent_in_cr,
    readings.only_failed_samples,
    readings.one_sample_only,
    readings.two_calls_of_a_day,
    readings.two_reads_of_a_scan,
    readings.ct_only,
    readings.indeterminate_by_lyric,
    readings.stable_disease,
    windows.window_closes,
    windows.window_closed,
    windows.planned_late,
    windows.planned_early,
    windows.twice_and_a_year,
    windows.once_and_a_year,
    severe.death_of_crs,
    severe.death_of_icans,
    severe.death_of_lymphoma,
    severe.grade_four_survived,
    severe.masked_fever,
    severe.running_today,
    arrivals.in_production,
    arrivals.in_screening,
    arrivals.only_a_name,
    arrivals.too_young,
    arrivals.too_ill,
    arrivals.in_remission,
    arrivals.no_access,
    arrivals.pregnant,
)


def cohort() -> Cohort:
    c = Cohort()
    for subject in SUBJECTS:
        subject(c)
    return c
