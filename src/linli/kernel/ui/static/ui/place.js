// "It is right here": fills lon, lat and accuracy once, when asked; nothing is watched or sent by itself.
export function places(root) {
  for (const box of root.querySelectorAll("[data-place]")) {
    const button = box.querySelector("button");
    const out = box.querySelector("[role=status]");
    const field = (name) => box.querySelector(`input[name=${name}]`);
    button.addEventListener("click", () => {
      if (!navigator.geolocation) { out.textContent = box.dataset.failed; return; }
      out.textContent = box.dataset.wait;
      button.setAttribute("aria-busy", "true");
      const done = (message) => { out.textContent = message; button.removeAttribute("aria-busy"); };
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          field("lon").value = coords.longitude.toFixed(6);
          field("lat").value = coords.latitude.toFixed(6);
          field("accuracy").value = String(Math.round(coords.accuracy));
          done(box.dataset.found.replace("#", Math.round(coords.accuracy)));
          box.dispatchEvent(new CustomEvent("placed", { bubbles: true }));
        },
        () => done(box.dataset.failed),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
      );
    });
  }
}
