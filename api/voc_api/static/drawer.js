// A drawer of what is behind a row: Space, or its link, opens it. Space and Esc shut it, and the focus is back where it was.
(() => {
  "use strict";
  const drawer = document.getElementById("drawer");
  const drawn = document.getElementById("drawn");
  if (!drawer || !drawn) return;
  let wanted = "";

  const show = async (address) => {
    wanted = address;
    drawn.replaceChildren(Object.assign(document.createElement("p"), { className: "quiet", textContent: "Loading …" }));
    drawer.showModal();
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) location.assign(address); // signed out, or merged away: the page says so
    else if (wanted === address) drawn.innerHTML = await answer.text();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-drawer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link.href);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey) return;
    if (drawer.open) {
      event.preventDefault();
      drawer.close();
      return;
    }
    if (document.querySelector("dialog[open]") || event.target.closest("input, select, textarea, button, summary")) return;
    const link = document.querySelector("[data-row].on [data-drawer]");
    if (!link) return;
    event.preventDefault();
    link.click();
  });

  // A click beside the drawer shuts it.
  drawer.addEventListener("click", (event) => { if (event.target === drawer && event.clientX < drawer.getBoundingClientRect().left) drawer.close(); });
})();
