// The inbox: an act is sent in the background and the next card is there at once; what fails brings its card back. u takes the last act back.
(() => {
  "use strict";
  const box = document.querySelector("[data-inbox]");
  if (!box) return;
  const LOW = 4; // cards left from which more are asked for
  const told = document.querySelector("[data-told]");
  const acts = []; // what was done, the last at the end: {act, card}
  const gone = new Set(); // snippets that were dealt with here
  let sending = Promise.resolve(), asking = false, dry = false, done = 0;

  const cards = () => [...box.querySelectorAll("[data-card]")];
  const token = () => document.querySelector('input[name="csrf"]').value;

  const tell = (words, undoable) => {
    told.querySelector("[data-told-words]").textContent = words;
    told.querySelector("[data-take-back]").hidden = !undoable;
    told.hidden = false;
  };

  const show = () => {
    const [first, ...rest] = cards();
    for (const card of rest) card.hidden = true;
    if (first) {
      first.hidden = false;
      (first.querySelector("[data-accept]") ?? first.querySelector("[data-key='o']")).focus({ preventScroll: true });
    }
    document.querySelector("[data-empty]").hidden = Boolean(first) || asking || !dry;
    document.querySelector("[data-done]").hidden = !done;
    document.querySelector("[data-done-count]").textContent = String(done);
  };

  const parse = (html) => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-card]")];

  const ask = async () => {
    if (asking || dry || cards().length > LOW) return;
    asking = true;
    try {
      const url = new URL(box.dataset.more, location.href);
      for (const snippet of [...cards().map((c) => c.dataset.snippet), ...[...gone].slice(-100)]) url.searchParams.append("besides", snippet);
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = parse(await answer.text()).filter((card) => !gone.has(card.dataset.snippet));
      dry = !fresh.length;
      for (const card of fresh) { card.hidden = true; box.append(card); }
    } catch {
      tell("More could not be fetched: look again in a moment.", false);
    } finally {
      asking = false;
      if (document.querySelector("[data-card]:not([hidden])") === null || dry) show();
    }
  };

  const send = async (action, body) => {
    const answer = await fetch(action, { method: "POST", headers: { Accept: "application/json", "X-CSRF-Token": token() }, body: new URLSearchParams(body) });
    const text = await answer.text();
    if (answer.ok && !answer.redirected) return JSON.parse(text);
    throw new Error(new DOMParser().parseFromString(text, "text/html").querySelector("main p")?.textContent ?? "It could not be kept.");
  };

  const bring = (card) => {
    gone.delete(card.dataset.snippet);
    card.querySelectorAll("details").forEach((d) => { d.open = false; });
    box.prepend(card);
    show();
  };

  const renew = async (card) => {
    const answer = await fetch(`/inbox/${card.dataset.snippet}/part`);
    const [fresh] = parse(await answer.text());
    if (!answer.ok || !fresh || !card.isConnected) return;
    fresh.hidden = card.hidden;
    card.replaceWith(fresh);
    show();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target, card = form.closest("[data-card]");
    if (!card) return;
    event.preventDefault();
    const body = new FormData(form, event.submitter), stays = "stays" in form.dataset;
    const action = event.submitter?.getAttribute("formaction") ?? form.action;
    if (!stays) {
      gone.add(card.dataset.snippet);
      card.remove();
      done += 1;
      show();
    }
    // One after the other, in the order in which they were made.
    sending = sending.then(async () => {
      try {
        const { act, text } = await send(action, body);
        if (act) acts.push({ act, card, stays });
        if (text) tell(`${text[0].toUpperCase()}${text.slice(1)}.`, Boolean(act));
        if (stays) await renew(card);
      } catch (error) {
        if (!stays) { done -= 1; bring(card); }
        tell(error.message, false);
      }
      await ask();
    });
  });

  document.querySelector("[data-take-back]").addEventListener("click", () => {
    sending = sending.then(async () => {
      const last = acts.pop();
      if (!last) return;
      try {
        const answer = await fetch(`/changes/${last.act}/undo`, { method: "POST", headers: { "X-CSRF-Token": token() }, body: new URLSearchParams(), redirect: "manual" });
        if (answer.type !== "opaqueredirect") throw new Error("It could not be taken back: look again.");
        if (last.stays) await renew(last.card);
        else { done -= 1; bring(last.card); }
        tell(acts.length ? "Taken back. The one before?" : "Taken back.", acts.length > 0);
      } catch (error) {
        tell(error.message, false);
      }
    });
  });

  // A field that a key or a click opens is ready to type in at once, not when the browser tells of it; Escape leaves it.
  document.addEventListener("click", (event) => {
    const details = event.target.closest("[data-card] summary")?.parentElement;
    if (!details) return;
    event.preventDefault();
    details.open = !details.open;
    const field = details.querySelector("input:not([type=hidden])");
    if (!details.open) return;
    field.focus();
    if (field.name === "note" && !field.value) field.value = "@";
  });
  document.addEventListener("keydown", (event) => {
    const card = document.querySelector("[data-card]:not([hidden])");
    if (event.key === "Escape" && event.target.closest("details")) {
      event.target.closest("details").open = false;
      show();
    } else if (card && event.key === "a" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, select, textarea, dialog[open]")) {
      card.querySelector("[data-accept]")?.click();
    } else if (card && event.key === "Enter" && event.target === document.body) {
      card.querySelector("[data-accept]")?.click();
    }
  });

  show();
})();
