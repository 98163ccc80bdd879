// Rows that can be ticked: x ticks the row that the keys are on, and the bar below says how many are ticked and stays away while none is.
(() => {
  "use strict";
  const boxes = () => [...document.querySelectorAll("[data-select]")];
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;

  const show = () => {
    const ticked = boxes().filter((box) => box.checked);
    bar.hidden = !ticked.length;
    for (const told of bar.querySelectorAll("[data-count]")) told.textContent = String(ticked.length);
    for (const box of boxes()) box.closest("[data-row]")?.classList.toggle("ticked", box.checked);
  };

  document.addEventListener("change", (event) => { if (event.target.matches("[data-select]")) show(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    const box = document.querySelector("[data-row].on [data-select]");
    if (!box) return;
    box.checked = !box.checked;
    show();
  });
  show();
})();
