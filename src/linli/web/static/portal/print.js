// The print button of a slip; the slip prints the same from the browser's own menu.
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
