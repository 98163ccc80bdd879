// Keys: j and k move between rows, Enter opens one, w its why, / the search field, g and a letter a page, ? the list.
(() => {
  "use strict";
  const rows = [...document.querySelectorAll("[data-row]")];
  const pages = { t: "/themes", a: "/accounts", l: "/leads", n: "/retention", s: "/silence", q: "/quotes", r: "/reports" };
  let place = -1;
  let going = 0;

  const move = (step) => {
    if (!rows.length) return;
    rows[place]?.classList.remove("on");
    place = Math.min(rows.length - 1, Math.max(0, place + step));
    const row = rows[place];
    row.classList.add("on");
    row.scrollIntoView({ block: "nearest" });
    const target = row.querySelector("[data-open]") ?? row.querySelector("a");
    target?.focus({ preventScroll: true });
  };

  const act = {
    j: () => move(1),
    k: () => move(-1),
    w: () => {
      const why = rows[place]?.querySelector("details");
      if (why) why.open = !why.open;
    },
    "/": () => document.querySelector("input[type=search]")?.focus(),
    "?": () => document.getElementById("keys").showModal(),
    g: () => { going = Date.now(); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    if (Date.now() - going < 1500 && event.key in pages) {
      location.assign(pages[event.key]);
    } else if (event.key in act) {
      act[event.key]();
    } else {
      return;
    }
    event.preventDefault();
  });

  // A printed page shows what is folded away on the screen.
  addEventListener("beforeprint", () => document.querySelectorAll(".report details").forEach((d) => { d.open = true; }));
})();
