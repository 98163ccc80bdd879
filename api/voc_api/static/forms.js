// A form of words keeps them when they are refused: why stands beside it, and the page stays. Without this script a page of its own says it.
(() => {
  "use strict";
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-words]") || event.defaultPrevented) return;
    event.preventDefault();
    const sent = new URLSearchParams(new FormData(form, event.submitter));
    const buttons = [...form.querySelectorAll("button")];
    for (const button of buttons) button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "X-Voc-Form": "1" }, keepalive: true });
      if (answer.status === 204) {
        const next = new URL(answer.headers.get("location"), location.href);
        const stays = next.pathname + next.search === location.pathname + location.search;
        location.assign(next);
        if (stays) location.reload(); // only the place in the page is another, or nothing
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      tell(form, page.querySelector("[role=alert]")?.textContent ?? `It could not be stored: ${answer.status} ${answer.statusText}.`);
    } catch {
      tell(form, "The server did not answer: it may not be stored. Open the page anew before you try again.");
    }
    for (const button of buttons) button.disabled = false;
  });

  const tell = (form, words) => {
    form.querySelector("[data-refused]")?.remove();
    const line = Object.assign(document.createElement("p"), { className: "notice alert", textContent: words });
    line.setAttribute("role", "alert");
    line.dataset.refused = "";
    form.append(line);
  };
})();
