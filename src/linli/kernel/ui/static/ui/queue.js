// Reports waiting on this device: kept in IndexedDB until the server has answered, sent in the order they were made.
// A report leaves the queue only when the server took it or the person throws it away.
const STORE = "reports";

function open() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("linli-field", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "actId" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

async function within(mode, work) {
  const base = await open();
  try {
    return await new Promise((done, fail) => {
      const step = base.transaction(STORE, mode, { durability: "strict" });
      const asked = work(step.objectStore(STORE));
      step.oncomplete = () => done(asked.result);
      step.onerror = step.onabort = () => fail(step.error);
    });
  } finally {
    base.close();
  }
}

export const keep = (report) => within("readwrite", (store) => store.put(report));
export const drop = (actId) => within("readwrite", (store) => store.delete(actId));

export async function waiting() {
  const all = await within("readonly", (store) => store.getAll());
  return all.sort((one, other) => one.madeAt.localeCompare(other.madeAt));
}

export function fromForm(form, submitter) {
  const data = new FormData(form, submitter);
  const actId = data.get("act_id") || crypto.randomUUID();
  data.set("act_id", actId);
  if (!data.get("occurred_at")) data.set("occurred_at", new Date().toISOString());
  data.delete("csrfmiddlewaretoken");
  return { actId, madeAt: new Date().toISOString(), action: form.action, entries: [...data], state: "waiting", why: "" };
}

function token() {
  return document.cookie.split("; ").find((each) => each.startsWith("csrftoken="))?.slice(10) ?? "";
}

async function send(report) {
  const body = new FormData();
  for (const [name, value] of report.entries) body.append(name, value);
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  return fetch(report.action, { method: "POST", body, headers, credentials: "same-origin", redirect: "manual" });
}

// What an answer means: gone (the server has it), refused (a person must look), signin, or again (later).
async function judge(answer) {
  if (answer.ok) return { state: "gone", number: (await answer.json().catch(() => ({}))).number ?? "" };
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return { state: "signin" };
  if (answer.status === 429 || answer.status >= 500) return { state: "waiting" };
  const told = await answer.json().catch(() => ({}));
  return { state: "refused", why: told.problems?.map((each) => each.detail).join(" ") || told.detail || told.title || "" };
}

async function sendOne(report) {
  const verdict = await send(report).then(judge, () => ({ state: "waiting" }));
  if (verdict.state === "gone") await drop(report.actId);
  else if (verdict.state !== report.state || verdict.why) await keep({ ...report, ...verdict });
  return verdict;
}

// Sends what waits; one tab at a time. Returns the case numbers of what the server took.
export async function sendAll() {
  const work = async () => {
    const taken = [];
    for (const report of await waiting()) {
      if (report.state === "refused") continue;
      const { state, number } = await sendOne(report);
      if (state === "gone") taken.push(number);
      if (state === "waiting" || state === "signin") break;
    }
    return taken;
  };
  return navigator.locks ? navigator.locks.request("linli-field-send", { ifAvailable: true }, (lock) => (lock ? work() : [])) : work();
}
