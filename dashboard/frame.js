// The frame's own controls, and links that open within the session. The address says what is shown: a change is a step in the
// browser's history, which Streamlit follows, and which Back undoes. Who acts is no part of it and is told to the server alone.
const step = (address) => {
  history.pushState(null, "", address);
  window.dispatchEvent(new PopStateEvent("popstate"));
};

// What a link opens lies far below it: once it stands there, it comes into view.
const PATIENCE = 5000; // ms
const PLACES = {
  fact: () => '[role=region][aria-label="This fact"]',
  open: (block) => `.st-key-${CSS.escape(block)}`,
  records: () => ".st-key-records",
  file: () => ".st-key-download",
};
const reveal = (address) => {
  const asked = new URL(address, location.href).searchParams;
  const [key, selector] = Object.entries(PLACES).find(([each]) => asked.has(each)) ?? [];
  if (!key) return;
  const place = () => document.querySelector(selector(asked.get(key)));
  const before = place()?.textContent;
  const watch = new MutationObserver(() => {
    if (!place()?.textContent || place().textContent === before) return;
    watch.disconnect();
    place().scrollIntoView();
  });
  watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  setTimeout(() => watch.disconnect(), PATIENCE);
};

// A plain click on a link within the dashboard; one with a key held asks for a new tab or window and is left to the browser.
const follow = (event) => {
  const link = event.target.closest("a[data-follow]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  reveal(link.href);
  step(link.href);
};

// A mark of a chart leads to its record. Vega would load the page anew, so a plain click and Enter are taken before it sees them; one with
// a key held is left to it. Vega makes its marks no stop of the Tab key: they become one as soon as somebody uses it.
const MARKS = ".stVegaLiteChart svg :is(path, line)";
const recorded = (mark) => mark?.matches?.(MARKS) && mark.__data__?.href;

const chosen = (event) => {
  const address = recorded(event.target);
  const plain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!address || !plain || (event.type === "keydown" && event.key !== "Enter")) return;
  event.preventDefault();
  event.stopPropagation();
  reveal(address);
  step(address);
};

const reachable = (event) => {
  if (event.key !== "Tab") return;
  for (const mark of document.querySelectorAll(MARKS)) {
    if (!recorded(mark) || mark.closest('[aria-hidden="true"]')) continue; // those of a lane lead where the lane leads
    mark.setAttribute("tabindex", "0");
    mark.setAttribute("role", "link");
  }
};

const name = (key, value) => {
  const address = new URL(location.href);
  if (value) address.searchParams.set(key, value);
  else address.searchParams.delete(key);
  if (address.href !== location.href) step(address);
};

export default function ({ data: told, parentElement, setTriggerValue }) {
  const data = JSON.parse(new TextDecoder().decode(told));
  const [subject, day, known, acting] = ["select", ".day", ".known", ".acting"].map((each) => parentElement.querySelector(each));
  subject.parentElement.hidden = !data.subjects;
  day.parentElement.hidden = known.parentElement.hidden = data.day === null;
  const options = ["", ...(data.subjects ?? [])];
  if (subject.length !== options.length || options.some((each, at) => subject[at].value !== each)) {
    subject.replaceChildren(...options.map((each) => new Option(each || "choose one", each)));
  }
  subject.value = data.subject ?? "";
  day.value = data.day ?? "";
  known.value = data.known ?? "";
  acting.value = data.acting ?? "";
  subject.onchange = () => name("subject", subject.value);
  day.onchange = () => name("as_of", day.value.trim());
  known.onchange = () => name("known_at", known.value.trim());
  acting.onchange = () => setTriggerValue("acting", acting.value);
  const listeners = [["click", chosen, true], ["keydown", chosen, true], ["keydown", reachable, true], ["click", follow, false]];
  for (const listener of listeners) document.addEventListener(...listener); // adding the same listener again adds none
  return () => listeners.forEach((listener) => document.removeEventListener(...listener));
}
