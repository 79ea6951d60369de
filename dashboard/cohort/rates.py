"""Response: the 3-month complete response rate on both clocks, who is pending, the best response, and ctDNA by time point."""

from collections.abc import Mapping, Sequence

from core.cohort.clearance import Point
from core.cohort.response import AROUND, CR, DAY, ENDED, MISSED, OTHER, PENDING, UNDECIDED, Rate
from dashboard.cohort.listed import Carried, listed, share
from dashboard.look import row, table
from dashboard.markup import Html, tag

WORDS = {
    CR: "complete response",
    OTHER: "no complete response",
    ENDED: "progression or death before",
    UNDECIDED: "scan decides no response",
    MISSED: "no assessment in the window",
    PENDING: "pending: window still open",
}


def rates(by_infusion: Mapping[int, Rate], points: Sequence[Point], carried: Carried) -> Html:
    first = by_infusion[1]
    told = {each.subject_id: each.why for rate in by_infusion.values() for each in rate.subjects}
    heads = ["", *(f"from infusion {number}" for number in by_infusion)]
    rows = [
        row("CR of all whose window has closed", *(tag("td", share(rate.all_closed)) for rate in by_infusion.values()), cls="main"),
        row("CR of the evaluable only", *(tag("td", share(rate.evaluable)) for rate in by_infusion.values())),
        *(
            row(words, *(tag("td", listed([each.subject_id for each in rate.of(word)], carried, told)) for rate in by_infusion.values()))
            for word, words in WORDS.items()
        ),
    ]
    clock = f"PET/CT nearest day {DAY} ± {AROUND} from the infusion; exact 95 % interval (Clopper–Pearson). {len(first.subjects)} infused."
    return tag(
        "section",
        tag("h2", "Complete response at 3 months"),
        tag("p", clock, cls="dim sm"),
        table(heads, rows, "rates", "Complete response at 3 months"),
        tag("h3", "ctDNA negative, of those with an evaluable call"),
        table(
            ["day after infusion 1", "negative", "without a call, window closed"],
            [
                row(f"{each.day} ± {each.around}", tag("td", share(each.cleared)), tag("td", listed(each.without, carried)))
                for each in points
            ],
            "clearance",
            "ctDNA by time point",
        ),
        aria_label="Response",
    )


def best_response(best: Mapping[str, tuple[str, ...]], carried: Carried) -> Html:
    return tag(
        "section",
        tag("h2", "Best overall response after infusion 1"),
        tag("p", "Another number than the rate at 3 months; up to progression or a new therapy.", cls="dim sm"),
        table(list(best), [tag("tr", (tag("td", listed(who, carried)) for who in best.values()))], "best", "Best overall response"),
        aria_label="Best overall response",
    )
