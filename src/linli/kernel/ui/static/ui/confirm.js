// Asks once more before an act that cannot be taken back. Without scripts the server asks on a page of its own.
export function confirmations() {
  const dialog = document.getElementById("confirm");
  if (!dialog?.showModal) return;
  let sure = null;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-confirm]");
    if (!button || sure === button) { sure = null; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    dialog.querySelector("#confirm-say").textContent = button.dataset.confirm;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      button.focus();
      if (dialog.returnValue !== "yes") return;
      sure = button;
      button.click();
    }, { once: true });
    dialog.showModal();
  }, true);
}
