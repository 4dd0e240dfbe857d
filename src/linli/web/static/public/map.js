// Makes the drawn map movable: Leaflet over our own GeoJSON. Without this script the drawing stays.
const frame = document.querySelector("[data-map]");

if (frame && window.L) {
  const { shapes, bounds, tiles, notice, count, late } = frame.dataset;
  const [west, south, east, north] = bounds.split(",").map(Number);
  frame.hidden = false;
  document.querySelector("[data-map-drawn]").setAttribute("hidden", "");
  const map = L.map(frame, { attributionControl: Boolean(tiles), zoomSnap: 0.5, minZoom: 7, maxZoom: 18 });
  map.fitBounds([[south, west], [north, east]], { padding: [8, 8] });
  if (tiles) L.tileLayer(tiles, { attribution: notice }).addTo(map);
  else frame.classList.add("no-tiles");

  const level = (zoom) => (zoom < 11 ? "district" : zoom < 13 ? "street" : zoom < 15 ? "community" : "cell");
  const say = ({ name, n, late: over }) => {
    const words = [name, count.replace("#", n), over ? late.replace("#", over) : ""];
    return document.createTextNode(words.filter(Boolean).join(" · "));
  };
  const LABELS = 40; // more of them would cover one another
  const label = ({ name, n }) => {
    const box = document.createElement("span");
    const many = document.createElement("b");
    many.textContent = n;
    const named = document.createElement("span");
    named.textContent = `${name} `;
    box.append(named, many);
    return box;
  };
  const tip = (properties) => {
    const box = document.createElement("span");
    box.append(say(properties));
    return box;
  };
  const covers = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const apart = () => { // where names would cover one another, numbers alone stay
    const tooltips = layer.getLayers().map((one) => one.getTooltip());
    const labels = tooltips.filter((one) => one.options.permanent).map((one) => [one, one.getElement()]);
    const boxes = labels.map(([, each]) => each.getBoundingClientRect());
    if (!boxes.some((box, at) => boxes.slice(at + 1).some((other) => covers(box, other)))) return;
    for (const [tooltip, each] of labels) {
      each.classList.add("short");
      tooltip.update(); // in the middle again
    }
  };
  let asked = "";
  let few = false;
  const layer = L.geoJSON(null, {
    style: ({ properties }) => ({ className: `shade-${properties.shade}`, weight: 1.5 }),
    pointToLayer: ({ properties }, at) =>
      L.circleMarker(at, { radius: Math.min(8 + 2 * Math.sqrt(properties.n), 22), className: properties.late ? "mark late" : "mark" }),
    onEachFeature: ({ properties }, each) => {
      const named = properties.name && few;
      each.bindTooltip(named ? label(properties) : tip(properties), named ? { permanent: true, direction: "center", className: "map-label" } : { sticky: true });
      each.on("click", () => window.location.assign(properties.href));
    },
  }).addTo(map);

  const refresh = async () => {
    const box = map.getBounds().pad(0.2).toBBoxString();
    const address = `${shapes}?level=${level(map.getZoom())}&bbox=${box}`;
    asked = address;
    const answer = await fetch(address);
    if (!answer.ok || asked !== address) return;
    const found = await answer.json();
    few = found.features.length <= LABELS;
    layer.clearLayers();
    layer.addData(found);
    if (few) apart();
    frame.setAttribute("aria-busy", "false");
  };
  map.on("moveend", refresh);
  refresh();
}
