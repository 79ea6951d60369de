// The frame's own controls, and links that open within the session. The address says what is shown: a change is a step in the
// browser's history, which Streamlit follows, and which Back undoes. Who acts is no part of it and is told to the server alone.
const step = (address) => {
  history.pushState(null, "", address);
  window.dispatchEvent(new PopStateEvent("popstate"));
};

// A plain click on a link within the dashboard; one with a key held asks for a new tab or window and is left to the browser.
const follow = (event) => {
  const link = event.target.closest("a[data-follow]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  step(link.href);
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
  document.addEventListener("click", follow); // adding the same listener again adds none
  return () => document.removeEventListener("click", follow);
}
