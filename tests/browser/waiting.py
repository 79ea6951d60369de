"""Until a page of the dashboard stands."""


def settled(page):
    """Wait until nothing runs any more and the frame, and the chart where there is one, is drawn."""
    page.locator(".frame").wait_for()
    page.wait_for_function(
        "() => document.querySelector('.banner, .worklist, .rulebook, .notice, .people, .settings, .entries, .pairs-of, .blk') !== null"
    )
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    page.wait_for_function("() => [...document.querySelectorAll('.stVegaLiteChart')].every(each => each.querySelector('svg'))")
    page.wait_for_timeout(300)


def shows(page, subject_id):
    """Wait until this subject's page stands."""
    page.wait_for_function("id => document.querySelector('.banner .id')?.textContent === id", arg=subject_id)
    settled(page)
