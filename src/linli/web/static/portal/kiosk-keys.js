// The keys of a kiosk: each puts one figure after what is typed already; a keyboard works beside them.
const pad = document.querySelector("[data-pad]");
const field = pad && document.getElementById(pad.dataset.pad);
const typed = {
  clear: () => "",
  back: (text) => text.slice(0, -1),
};

if (field) {
  field.inputMode = "none"; // the keys are on the page: those of the system would cover them
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("button")?.dataset.key;
    if (!key) return;
    const more = (text) => (text.length < Number(pad.dataset.most) ? text + key : text);
    field.value = (typed[key] ?? more)(field.value);
    field.scrollLeft = field.scrollWidth;
    pad.querySelector("[role=status]").textContent = [...field.value].join(" ");
  });
}
