// Outdoors the place comes by itself, once, if the person has allowed it before; nothing is watched.
const box = document.querySelector("[data-place-first] button");
navigator.permissions?.query({ name: "geolocation" }).then((allowed) => {
  if (allowed.state === "granted") box?.click();
}, () => {});
