// What the desk adds to plain pages: the queue stays where it is, choosing several, sending by keyboard, printing.
const rows = () => [...document.querySelectorAll("[data-queue] [data-row]")];

function mark() {
  const here = document.querySelector("#case [data-case-ref]")?.dataset.caseRef;
  for (const row of rows()) {
    const item = row.closest(".queue-item");
    const on = Boolean(here) && item.id === `row-${here}`;
    item.classList.toggle("here", on);
    if (on) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  document.body.classList.toggle("case-open", Boolean(here));
}

function firstField(root) {
  if (root.querySelector(".errors")) return;
  const form = root.querySelector("#act form[data-act], form[data-act]");
  (root.querySelector("[data-first]") ?? form?.querySelector("input:not([type=hidden]):not([type=file]), textarea, select"))?.focus({ preventScroll: true });
}

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "case") return;
  mark();
  event.target.scrollTop = 0;
  const act = event.target.querySelector("#act form[data-act]");
  if (act) {
    event.target.querySelector("#act").scrollIntoView({ block: "nearest" });
    firstField(event.target);
  }
  filters(event.target);
  const title = event.target.querySelector("#case-title")?.textContent.trim();
  if (title) document.title = document.title.replace(/^[^·]*/, `${title} `);
});

// Back and forward load the page anew: what was typed in between must not come from a stale copy.
addEventListener("popstate", () => location.reload());

// X chooses the row that has the focus; the foot says how many are chosen.
function chosen() {
  const form = document.querySelector("[data-together]");
  if (!form) return;
  const count = form.querySelectorAll("input[name=case]:checked").length;
  const out = form.querySelector("[data-chosen]");
  out.textContent = count === 0 ? "" : count === 1 ? out.dataset.one : out.dataset.many.replace("#", String(count));
  form.querySelector(".queue-foot button").disabled = count === 0;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const form = event.target.closest?.("form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form?.matches("[data-act]")) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.primary"));
    return;
  }
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "x") {
    const box = document.activeElement?.closest(".queue-item")?.querySelector("input[name=case]") ?? document.querySelector(".queue-item.here input[name=case]");
    if (!box) return;
    event.preventDefault();
    box.checked = !box.checked;
    chosen();
  }
  if (event.key === "?") document.getElementById("keys")?.scrollIntoView({ block: "nearest" });
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-together] input[name=case]")) chosen();
});

// Long lists of boxes get a filter: what is ticked stays in sight.
function filters(root) {
  for (const box of root.querySelectorAll("[data-pick]")) {
    const choices = [...box.querySelectorAll(".choice")];
    if (choices.length < 9 || box.querySelector(".pick-filter")) continue;
    const field = document.createElement("input");
    field.className = "input pick-filter";
    field.type = "search";
    field.placeholder = box.dataset.pickLabel;
    field.setAttribute("aria-label", box.dataset.pickLabel);
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      for (const choice of choices) choice.hidden = !choice.textContent.toLowerCase().includes(wanted) && !choice.querySelector("input").checked;
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    box.querySelector(".choice-grid").before(field);
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

chosen();
filters(document);
firstField(document);
document.querySelector(".queue-item.here")?.scrollIntoView({ block: "nearest" });
if (location.hash === "#act") document.getElementById("act")?.scrollIntoView({ block: "nearest" });
