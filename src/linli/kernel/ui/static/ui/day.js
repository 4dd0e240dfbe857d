// A page under /field/ that names people is for its day: once that is over it is cleared, and its kept copy goes too.
const HOUR = 3600000;
const shown = document.querySelector("[data-day]");
const ends = Date.parse(`${shown?.dataset.day}T00:00+08:00`) + 24 * HOUR;
const askedAt = Date.parse(shown?.dataset.at);
const isOfDay = (at) => ends - 24 * HOUR <= at && at < ends;

// The worker keeps no copy overnight: a page that comes with another day than the device has comes from a server that
// knows the day better than the device.
const isWrongClock = !isOfDay(Date.now()) && Math.abs(askedAt - Date.now()) > HOUR;
const ahead = isWrongClock ? askedAt - Date.now() : 0;
const now = () => Date.now() + ahead;

// Says whether something said then may still be shown with a name; where nobody is named, it always may.
export const isStillShown = (at) => !shown || (isOfDay(Date.parse(at) + ahead) && isOfDay(now()));

// A note that somebody is writing at midnight may be finished.
const isWritten = () => [...shown.querySelectorAll("textarea")].some((each) => each.value.trim());
const isOver = () => now() >= ends + (isWritten() ? HOUR : 0);

async function forget() {
  for (const name of await caches.keys()) await (await caches.open(name)).delete(location.href, { ignoreSearch: true });
}

function clearOnceOver() {
  if (!shown?.isConnected || !isOver()) return;
  shown.replaceWith(document.querySelector("[data-day-over]").content.cloneNode(true));
  if ("caches" in self) forget().catch(() => {});
  dispatchEvent(new Event("dayover"));
}

for (const name of ["pageshow", "focus"]) addEventListener(name, clearOnceOver);
document.addEventListener("visibilitychange", clearOnceOver);
setInterval(clearOnceOver, 20000);
clearOnceOver();
