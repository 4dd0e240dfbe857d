// Checks a certificate on the recipient's own machine: signature, dates, and whether it was revoked. Asks nobody.
// Afterwards it says that a check happened, if the reader lets it and there is a network: kind and result, no more.
const held = JSON.parse(document.getElementById("held").textContent);
const words = held.words;
const HEADER = ["alg", "cty", "kid", "typ"];

class Fault extends Error {}

function unpack(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function fromJson(text) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(unpack(text)));
  } catch {
    throw new Fault("shape");
  }
}

async function fits(key, signature, signed) {
  try {
    const raw = await crypto.subtle.importKey("raw", unpack(key.x), { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", raw, unpack(signature), new TextEncoder().encode(signed));
  } catch (why) {
    if (why.name === "NotSupportedError") throw new Fault("browser");
    return false;
  }
}

async function opened(text, kind) {
  const [head, body, signature, more] = text.trim().split(".");
  if (!signature || more !== undefined) throw new Fault("shape");
  const header = fromJson(head);
  if (Object.keys(header).sort().join() !== HEADER.join() || header.typ !== "vc+jwt") throw new Fault("shape");
  if (header.alg !== "EdDSA") throw new Fault("algorithm");
  const key = held.keys.find((one) => one.kid === header.kid);
  if (!key) throw new Fault("other_issuer");
  if (!(await fits(key, signature, `${head}.${body}`))) throw new Fault("altered");
  const said = fromJson(body);
  if (!said.type?.includes(kind)) throw new Fault("shape");
  if ((said.issuer.id ?? said.issuer) !== key.kid.split("#")[0]) throw new Fault("other_issuer");
  return said;
}

async function bitsOf(packed) {
  const stream = new Blob([unpack(packed.slice(1))]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function notRevoked(said, at) {
  const place = said.credentialStatus;
  const text = held.lists[place.statusListCredential];
  if (!text) throw new Fault("status_other");
  const list = await opened(text, "BitstringStatusListCredential");
  if (list.id !== place.statusListCredential) throw new Fault("status_other");
  if (list.validFrom < said.validFrom || !(new Date(list.validFrom) <= at && at < new Date(list.validUntil))) throw new Fault("status_old");
  const index = Number(place.statusListIndex);
  const bits = await bitsOf(list.credentialSubject.encodedList);
  if (bits[index >> 3] & (0x80 >> (index & 7))) throw new Fault("revoked");
}

async function check(text, at) {
  const said = await opened(text, "LinliCertificate");
  if (at < new Date(said.validFrom)) throw new Fault("not_yet");
  if (at >= new Date(said.validUntil)) throw new Fault("expired");
  try {
    await notRevoked(said, at);
    return { said };
  } catch (why) {
    if (!(why instanceof Fault) || why.message === "browser") throw why;
    return { said, fault: why.message };
  }
}

function line(name, value) {
  const row = document.createElement("tr");
  for (const [tag, text] of [["th", name], ["td", value]]) row.append(Object.assign(document.createElement(tag), { textContent: text }));
  return row;
}

function valueOf(name, value) {
  if (name === "presence") return words.presence[value] ?? value;
  if (name in words.counted) return words.counted[name].replace("#", value);
  return name === "sum" ? words.sum.replace("#", (Number(value) / 100).toFixed(2)) : value;
}

function tell({ said, fault }) {
  const out = document.getElementById("verdict");
  const word = document.createElement("p");
  word.className = fault ? "bad" : "good";
  word.textContent = fault ? `${words.bad} ${words.faults[fault] ?? words.faults.shape}` : words.good;
  out.replaceChildren(word);
  if (!said) return;
  const { kind, ...fields } = said.credentialSubject;
  const table = document.createElement("table");
  table.append(Object.assign(document.createElement("caption"), { textContent: words.kinds[kind] ?? kind }));
  const place = ([name]) => (words.order.indexOf(name) + 1 || words.order.length + 1);
  for (const [name, value] of Object.entries(fields).sort((one, other) => place(one) - place(other))) table.append(line(words.fields[name] ?? name, valueOf(name, value)));
  table.append(line(words.issuer, said.issuer.name), line(words.from, said.validFrom.slice(0, 10)), line(words.until, said.validUntil.slice(0, 10)));
  out.append(table);
}

async function count({ said, fault }) {
  const out = document.getElementById("told");
  out.textContent = "";
  if (fault === "browser") return;
  if (!document.getElementById("count").checked) {
    out.textContent = words.told.unwanted;
    return;
  }
  const kind = said?.credentialSubject.kind ?? "";
  const body = new URLSearchParams({ kind: kind in words.kinds ? kind : "", result: fault ?? "valid" });
  try {
    const answer = await fetch(held.tally, { method: "POST", body, credentials: "omit", referrerPolicy: "no-referrer" });
    out.textContent = answer.ok ? words.told.counted : words.told.silent;
  } catch {
    out.textContent = words.told.silent;
  }
}

async function go() {
  const file = document.getElementById("file").files[0];
  const text = file ? await file.text() : document.getElementById("said").value;
  const verdict = await check(text, new Date()).catch((why) => ({ fault: why instanceof Fault ? why.message : "shape" }));
  tell(verdict);
  await count(verdict);
}

document.getElementById("go").addEventListener("click", go);
document.getElementById("file").addEventListener("change", go);
if (new Date() - new Date(held.made) > 86400000) document.getElementById("old").hidden = false;
