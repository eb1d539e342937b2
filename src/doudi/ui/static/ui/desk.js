// Small comforts of the desk; every page works without them.
// "/" puts the cursor into the search box, as the key drawn in it says.
document.addEventListener("keydown", (event) => {
  const search = document.getElementById("search");
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (document.documentElement.hasAttribute("data-keys-off")) return;
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

// The batch bar says how many rows are ticked.
for (const bar of document.querySelectorAll("[data-batch]")) {
  const form = document.getElementById(bar.dataset.batch);
  const words = bar.querySelector("[data-chosen]");
  const plain = words && words.textContent;
  if (!form || !words) continue;
  const count = () => {
    const ticked = Array.from(form.elements).filter((box) => box.type === "checkbox" && box.checked).length;
    words.textContent = ticked ? words.dataset.chosen.replace("{n}", String(ticked)) : plain;
  };
  document.addEventListener("change", count);
  count();
}

// Of a kind of income or property only what is asked of it stays in sight; a field with an error always does.
const ASKED_OF = { area_m2: /house$/, use: /vehicle$/, per: /^(?!asset:)/ };
for (const kind of document.querySelectorAll('.fields select[name="kind"], .fields select[name$="-kind"]')) {
  const sift = () => {
    for (const name of Object.keys(ASKED_OF)) {
      const answer = kind.closest(".fields").querySelector(`[name="${name}"], [name$="-${name}"]`);
      const field = answer && answer.closest(".field");
      if (field) field.hidden = !ASKED_OF[name].test(kind.value) && !field.classList.contains("has-error");
    }
  };
  kind.addEventListener("change", sift);
  sift();
}

// A part of a page is drawn anew only by itself: for anything else (a refusal, the log-in page) the whole page is opened.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target, requestConfig } = event.detail;
  if (!requestConfig.elt.hasAttribute("hx-target")) return;
  if (xhr.status < 400 && xhr.responseText.trimStart().startsWith(`<div id="${target.id}"`)) return;
  event.detail.shouldSwap = false;
  const from = requestConfig.elt;
  if (from.tagName !== "FORM") return location.assign(from.href);
  const pressed = requestConfig.triggeringEvent && requestConfig.triggeringEvent.submitter;
  if (pressed && pressed.name) {
    const carried = Object.assign(document.createElement("input"), { type: "hidden", name: pressed.name, value: pressed.value });
    from.append(carried);
  }
  from.submit();
});
