"use strict";
// Filters the changes by level, cause and words. Without this script all of them are shown.
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const entries = Array.from(document.querySelectorAll(".entry"));
  const items = Array.from(document.querySelectorAll(".item"));
  const texts = new Map(entries.map((entry) => {
    const item = entry.closest(".item");
    const heading = item ? item.querySelector("h3").textContent : "";
    return [entry, (heading + " " + entry.textContent).toLowerCase()];
  }));
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");

  const chosen = (name) => new Set(
    Array.from(form.querySelectorAll(`input[name="${name}"]:checked`), (input) => input.value));

  const filter = () => {
    const levels = chosen("level");
    const analyses = chosen("analysis");
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const entry of entries) {
      const text = texts.get(entry);
      const fits = levels.has(entry.dataset.level) && analyses.has(entry.dataset.analysis)
        && words.every((word) => text.includes(word));
      entry.hidden = !fits;
      count += fits ? 1 : 0;
    }
    for (const item of items) {
      item.hidden = !item.querySelector(".entry:not([hidden])");
    }
    shown.textContent = `${count} of ${entries.length} changes`;
  };

  const openAll = (open) => {
    for (const entry of entries) entry.open = open;
  };

  // A link to a change shows it, whatever the filter says.
  const follow = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target || !target.classList.contains("entry")) return;
    target.hidden = false;
    target.closest(".item").hidden = false;
    target.open = true;
    target.scrollIntoView();
  };

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("open-all").addEventListener("click", () => openAll(true));
  document.getElementById("close-all").addEventListener("click", () => openAll(false));
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => openAll(true));
  filter();
  follow();
})();
