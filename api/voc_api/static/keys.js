// Keys: j and k move between rows, Enter opens one, w its why, u undoes, / the search field, g and a letter a page, ? the list.
(() => {
  "use strict";
  const letters = { t: "/themes", i: "/inbox", a: "/accounts", l: "/leads", n: "/retention", s: "/silence", q: "/quotes", f: "/search", r: "/reports", m: "/imports", e: "/settings" };
  let going = 0;

  const rows = () => [...document.querySelectorAll("[data-row]")];
  const current = () => document.querySelector("[data-row].on");

  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const before = all.indexOf(current());
    all[before]?.classList.remove("on");
    const row = all[Math.min(all.length - 1, Math.max(0, before + step))];
    row.classList.add("on");
    row.scrollIntoView({ block: "nearest" });
    (row.querySelector("[data-open]") ?? row.querySelector("a"))?.focus({ preventScroll: true });
  };

  const act = {
    j: () => move(1),
    k: () => move(-1),
    w: () => {
      const why = current()?.querySelector("details.why");
      if (why) why.open = !why.open;
    },
    u: () => document.querySelector("[data-undo]")?.click(),
    "/": () => document.querySelector("input[type=search]")?.focus(),
    "?": () => document.getElementById("keys").showModal(),
    g: () => { going = Date.now(); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    const page = Date.now() - going < 1500 && document.querySelector(`.top nav a[href="${letters[event.key] ?? ""}"]`);
    // An element that says which key it stands for is clicked by it: a page's own keys need no script.
    const own = event.key.length === 1 && document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([hidden] *)`);
    if (page) location.assign(page.href);
    else if (own) own.click();
    else if (event.key in act) act[event.key]();
    else return;
    going = event.key === "g" ? going : 0;
    event.preventDefault();
  });

  // What htmx sends carries the session's token.
  document.addEventListener("htmx:config:request", (event) => {
    const token = document.querySelector('input[name="csrf"]')?.value;
    if (token) event.detail.ctx.request.headers["X-CSRF-Token"] = token;
  });

  // On a phone the pages' names scroll: the one that is open is in sight.
  const open = document.querySelector(".top nav a[aria-current]");
  if (open) open.parentElement.scrollLeft = open.offsetLeft - 16;

  // A printed page shows what is folded away on the screen.
  addEventListener("beforeprint", () => document.querySelectorAll(".report details").forEach((d) => { d.open = true; }));
})();
