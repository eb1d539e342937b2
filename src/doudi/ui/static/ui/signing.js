// The leader's keys: J K next and previous case, O evidence, A R N choose, ? help. The next case is fetched ahead.
// Every one of these has a link, a round or a button in the page; without scripts nothing is missing.
const links = () => Array.from(document.querySelectorAll("[data-case]"));
const here = () => links().findIndex((link) => link.hasAttribute("aria-current"));
const ahead = new Map();
let moving = false;
let since = Date.now();
const LEAST = 5000;

const ask = async (url, part) => {
  const answer = await fetch(url, { headers: { "X-Part": part }, credentials: "same-origin" });
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("case");
  return answer.ok && !answer.redirected ? found : null;
};

const FRESH = 120000; // what was fetched longer ago is fetched again
const fetchAhead = (link) => {
  const known = link && ahead.get(link.href);
  if (!link || (known && Date.now() - known.at < FRESH)) return;
  const part = ask(link.href, "ahead").catch(() => null);
  ahead.set(link.href, { at: Date.now(), part });
  part.then(() => link.toggleAttribute("data-ready", true));
};

const tell = (part) => {
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "seen"]) {
    const field = part.querySelector(`[name=${name}]`);
    if (!field) return;
    body.set(name, field.value);
  }
  fetch(part.dataset.opened, { method: "POST", body, credentials: "same-origin" });
};

// The box of a case can be ticked once it was open long enough; the server counts for itself.
const markRead = () => {
  const box = document.querySelector(`[data-read="${document.getElementById("case").dataset.number}"]`);
  if (box && Date.now() - since >= LEAST) box.disabled = false;
};

const show = async (step) => {
  const all = links();
  const link = all[here() + step];
  if (moving || !link) return;
  moving = true;
  fetchAhead(link);
  const part = await ahead.get(link.href).part;
  ahead.delete(link.href);
  link.removeAttribute("data-ready");
  moving = false;
  if (!part) return location.assign(link.href);
  markRead();
  document.getElementById("case").replaceWith(document.adoptNode(part));
  for (const one of all) {
    one.toggleAttribute("aria-current", one === link);
    one.closest("li").classList.toggle("here", one === link);
  }
  since = Date.now();
  history.replaceState(null, "", link.href);
  const name = part.querySelector("#who");
  document.title = name.textContent;
  name.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  link.scrollIntoView({ block: "nearest" });
  tell(part);
  fetchAhead(all[here() + step]);
  fetchAhead(all[here() - step]);
};

const choose = (decision) => {
  const round = document.querySelector(`#case [name=decision][value=${decision}]`);
  if (!round) return;
  round.checked = true;
  const wanted = decision === "confirm" ? "password" : "reasons";
  document.querySelector(`#case [name=${wanted}]`).focus();
};

const acts = {
  j: () => show(1),
  k: () => show(-1),
  o: () => document.querySelector("#case [data-evidence]").click(),
  a: () => choose("confirm"),
  r: () => choose("return"),
  n: () => choose("refuse"),
  "?": () => { const help = document.getElementById("keys"); help.open = !help.open; },
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.documentElement.hasAttribute("data-keys-off")) return;
  const act = acts[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

setTimeout(markRead, LEAST + 200);
fetchAhead(links()[here() + 1]);
