// Small comforts of the desk; every page works without them.
// "/" puts the cursor into the search box, as the key drawn in it says.
document.addEventListener("keydown", (event) => {
  const search = document.getElementById("search");
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
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
