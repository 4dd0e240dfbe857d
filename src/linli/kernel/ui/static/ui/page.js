// What every page offers on top of plain HTML. Each part finds its own elements and does nothing without them.
import { readAloud } from "./read.js";
import { typeSize } from "./size.js";
import { counters, previews } from "./fields.js";
import { places } from "./place.js";
import { dictation } from "./dictate.js";
import { confirmations } from "./confirm.js";

export function enhance(root) {
  counters(root);
  previews(root);
  places(root);
  dictation(root);
  root.querySelector("[data-focus]")?.focus();
}

readAloud();
typeSize();
confirmations();
enhance(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) enhance(event.target);
});

// Back keeps what was typed; the link alone would load the page anew.
for (const link of document.querySelectorAll("[data-back]")) {
  link.addEventListener("click", (event) => {
    if (history.length < 2) return;
    event.preventDefault();
    history.back();
  });
}

// One click, one act: the button that sent the form rests until the answer is there.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog") return;
  event.submitter?.setAttribute("aria-busy", "true");
  if (event.target.dataset.sent && Date.now() - Number(event.target.dataset.sent) < 4000) event.preventDefault();
  event.target.dataset.sent = String(Date.now());
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});
