// Looks after the pages under /field/: the newest page when there is a network, the kept one when there is none.
const CACHE = "linli-field-1";
const AWAY = "/field/away";
// Each by itself: who has no part in the first still needs the second.
const SHELL = ["/field/", AWAY];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => Promise.all(SHELL.map((each) => cache.add(each).catch(() => {})))).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => clients.claim()).then(keepOpen));
});

// The page that brought this here was loaded before it: without a second visit it would not be kept.
async function keepOpen() {
  const [cache, pages] = await Promise.all([caches.open(CACHE), clients.matchAll({ type: "window" })]);
  const ours = pages.map((page) => page.url).filter((url) => new URL(url).pathname.startsWith("/field/"));
  await Promise.all(ours.map((url) => cache.add(url).catch(() => {})));
}

async function keep(request, answer) {
  if (answer.ok && answer.type === "basic") {
    const cache = await caches.open(CACHE);
    await cache.put(request, answer.clone());
  }
  return answer;
}

// A page that names people is for the day on which it was asked for; the empty form and what pages are made of stay.
async function ofToday(request) {
  const found = await caches.match(request, { ignoreSearch: true });
  const lasts = new URL(request.url).pathname === "/field/" || new URL(request.url).pathname.startsWith("/static/");
  const day = (moment) => new Date(moment + 8 * 3600000).toISOString().slice(0, 10);
  if (!found || lasts || day(Date.parse(found.headers.get("date"))) === day(Date.now())) return found;
  await (await caches.open(CACHE)).delete(request, { ignoreSearch: true });
}

// What is not there, or not of today, is said in words of our own, in the language of the last page that was read.
async function instead(request) {
  if (request.mode !== "navigate") return;
  return (await caches.match(AWAY)) ?? caches.match("/field/");
}

async function inItsLanguage(answer) {
  const spoken = (one) => one?.headers.get("content-language");
  if (spoken(answer) && spoken(answer) !== spoken(await caches.match(AWAY))) await (await caches.open(CACHE)).add(AWAY);
}

async function newest(request) {
  const kept = () => ofToday(request).then((found) => found ?? instead(request));
  let wait;
  const tooSlow = new Promise((done) => { wait = setTimeout(done, 4000); });
  const fresh = fetch(request).then((answer) => keep(request, answer));
  if (request.mode === "navigate") fresh.then(inItsLanguage).catch(() => {});
  try {
    return (await Promise.race([fresh, tooSlow])) ?? (await kept()) ?? (await fresh);
  } catch {
    return (await kept()) ?? Response.error();
  } finally {
    clearTimeout(wait);
  }
}

addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  const ours = address.pathname.startsWith("/field/") || address.pathname.startsWith("/static/");
  if (ours && address.pathname !== "/field/worker.js") event.respondWith(newest(event.request));
});
