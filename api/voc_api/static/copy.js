// Buttons that copy a text: they are there only where the browser lets them.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      const held = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(held.value ?? held.textContent);
      button.textContent = "Copied";
    });
  }
})();
