// The desk by keyboard: J and K walk the queue, Enter opens, single letters press the button that shows them.
const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]");

function rows() {
  return [...document.querySelectorAll("[data-queue] [data-row]")];
}

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const focused = all.indexOf(document.activeElement);
  const here = focused >= 0 ? focused : all.findIndex((row) => row.getAttribute("aria-current") === "true");
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]") || typing(event.target)) {
    if (event.key === "Escape" && typing(event.target)) event.target.blur();
    return;
  }
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    walk(key === "j" ? 1 : -1);
    return;
  }
  if (key.length !== 1 || event.repeat) return;
  const wanted = [...document.querySelectorAll("[data-key]")].filter((each) => each.dataset.key === key && each.checkVisibility());
  if (wanted.length !== 1) return;
  event.preventDefault();
  if (wanted[0].matches("input, textarea, select")) wanted[0].focus();
  else wanted[0].click();
});
