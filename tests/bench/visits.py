"""One visit of a cold browser to a server: what goes over the wire, and when what was asked for stands on the screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter, time

from playwright.sync_api import Browser, Page, ViewportSize, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

LAPTOP = ViewportSize(width=1366, height=768)
QUIET = 500  # ms without a byte: the first load is over
LONGEST_SIGNAL = 200  # bytes; the message that tells the end of a run is far shorter, longer ones need not be read
AT_REST = "[data-test-script-state=notRunning]"  # until then Streamlit's own key is not heard
WATCH = """() => {
  const now = () => performance.timeOrigin + performance.now();
  window.drawn = document.querySelector('.stVegaLiteChart svg')?.outerHTML;
  window.began = null;
  for (const act of ['keydown', 'click', 'change']) addEventListener(act, () => { window.began ??= now() }, { capture: true, once: true });
}"""
DRAWN = """subject => document.querySelector('.banner .id')?.textContent === subject
  && ![undefined, window.drawn].includes(document.querySelector('.stVegaLiteChart svg')?.outerHTML)
  && performance.timeOrigin + performance.now()"""

Stands = Callable[[Page], float | None]  # waits; the moment, where the page itself saw it, in ms since 1970


def says_x(page: Page) -> None:
    page.get_by_text("x", exact=True).wait_for()


def lists(page: Page) -> None:
    page.locator(".worklist a").first.wait_for()


def shows(subject: str) -> Stands:
    """The subject's banner and chart, the chart not the one that stood before."""
    return lambda page: page.wait_for_function(DRAWN, arg=subject).json_value()


class Visit:
    """A page in a browser context of its own, and so without a cache. Counts what the server sent: HTTP as it was transferred,
    headers included, the socket by the payload of its messages, and the requests for both. Pictures inside a style are none."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.http = self.socket = self.requests = self.runs = 0
        self.told = 0.0  # when the end of the last run was, in ms since 1970
        wire = page.context.new_cdp_session(page)
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.loadingFinished", self._loaded)
        page.on("websocket", self._opened)
        wire.send("Network.enable")

    def open(self, address: str, stands: Stands) -> float:
        """Milliseconds from asking for the address until what it shows stands."""
        start = perf_counter()
        self.page.goto(address)
        stands(self.page)
        return (perf_counter() - start) * 1000

    def settle(self) -> None:
        """Until nothing has come over the wire for a while."""
        seen = -1
        while seen != self.http + self.socket + self.requests:
            seen = self.http + self.socket + self.requests
            self.page.wait_for_timeout(QUIET)

    def rerun(self) -> float:
        """Run the script again with Streamlit's own key; milliseconds until it has ended."""
        return self._run(lambda: self.page.keyboard.press("r"), lambda _: None)

    def switch(self, subject: str) -> float:
        """Choose a subject in the frame; milliseconds until its banner and its chart, drawn anew, stand."""
        box = self.page.get_by_role("combobox", name="subject")
        return self._run(lambda: box.select_option(subject), shows(subject))

    def follow(self, subject: str) -> float:
        """Open a subject by its link; milliseconds until its banner and its chart stand."""
        link = self.page.get_by_role("link", name=subject, exact=True)
        return self._run(link.click, shows(subject))

    def _run(self, act: Callable[[], object], stands: Stands) -> float:
        """One run of the script. Counted from the key, click or choice as the page hears it, so that the driver's own steps are not,
        until what was asked for stands; where nothing on the page tells that, until the end of the run has been told."""
        self.page.evaluate(WATCH)
        runs = self.runs
        act()
        stood = stands(self.page)
        while self.runs == runs:
            self.page.wait_for_timeout(1)
        self.page.locator(AT_REST).wait_for()
        return (stood or self.told) - self.page.evaluate("window.began")

    def _asked(self, event: dict) -> None:
        self.requests += event["request"]["url"].startswith("http")

    def _loaded(self, event: dict) -> None:
        self.http += event["encodedDataLength"]

    def _opened(self, stream: WebSocket) -> None:
        self.requests += 1
        stream.on("framereceived", self._received)

    def _received(self, frame: bytes | str) -> None:
        self.socket += len(frame)
        if isinstance(frame, bytes) and len(frame) < LONGEST_SIGNAL and _told_end(frame):
            self.runs += 1
            self.told = time() * 1000


@contextmanager
def visit(browser: Browser) -> Iterator[Visit]:
    context = browser.new_context(viewport=LAPTOP)
    yield Visit(context.new_page())
    context.close()


def _told_end(frame: bytes) -> bool:
    return ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished"
