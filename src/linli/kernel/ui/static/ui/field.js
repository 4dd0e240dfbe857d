// Field pages: forms marked data-offline go through the queue on the device, so that a dead network loses nothing.
import { isStillShown } from "./day.js";
import { drop, fromForm, keep, sendAll, waiting } from "./queue.js";

const box = document.querySelector("[data-waiting]");
const net = document.querySelector("[data-net]");
const say = (name) => box?.dataset[name] ?? "";

function sayNetwork() {
  if (net) net.hidden = navigator.onLine;
}

function entry(report) {
  const item = document.createElement("li");
  item.className = "card tight";
  const title = document.createElement("strong");
  const named = isStillShown(report.madeAt) ? report.entries.find(([name]) => name === box.dataset.titleField)?.[1] : "";
  title.textContent = String(named ?? "").slice(0, 60);
  const state = document.createElement("p");
  state.className = "small";
  state.textContent = { waiting: say("kept"), signin: say("signin"), refused: `${say("refused")} ${report.why}` }[report.state];
  const time = document.createElement("time");
  time.className = "tiny";
  time.textContent = new Date(report.madeAt).toLocaleString(document.documentElement.lang, { timeZone: "Asia/Shanghai" });
  item.append(...(title.textContent ? [title] : []), time, state);
  if (report.state === "refused") item.append(discard(report));
  return item;
}

function discard(report) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn danger";
  button.textContent = say("discard");
  button.dataset.confirm = say("sure");
  button.addEventListener("click", async () => {
    await drop(report.actId);
    await show();
  });
  return button;
}

async function show() {
  if (!box) return;
  const all = await waiting();
  const count = say(all.length === 1 ? "countOne" : "count");
  box.querySelector("[role=status]").textContent = all.length ? count.replace("#", all.length) : say("none");
  box.querySelector("ol").replaceChildren(...all.map(entry));
  box.querySelector("[data-send]").hidden = !all.length;
}

const spaced = (number) => number.replace(/^(...)(....)(....)$/, "$1 $2 $3");

async function flush() {
  sayNetwork();
  const taken = navigator.onLine ? await sendAll() : [];
  await show();
  if (!taken.length) return;
  if (shows() && !written()) location.reload();
  else announce([say("sent"), ...taken.map(spaced)].join(" "));
}

// A page that lists what its forms change is asked for again once the server took one, unless a note was begun.
const shows = () => document.querySelector("form[data-offline=renew]") !== null;
const written = () => [...document.querySelectorAll("form[data-offline] textarea")].some((each) => each.value.trim());

function announce(text) {
  const said = document.createElement("p");
  said.className = "notice success";
  said.textContent = text;
  document.getElementById("notices").replaceChildren(said);
}

for (const form of document.querySelectorAll("form[data-offline]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    try {
      await keep(fromForm(form, event.submitter));
    } catch {
      form.submit(); // no room on the device: the plain way, which the browser reports if it fails
      return;
    }
    form.reset();
    for (const hidden of form.querySelectorAll("input[name=act_id], input[name=occurred_at]")) hidden.value = "";
    for (const list of form.querySelectorAll(".previews")) list.replaceChildren();
    announce(say("kept"));
    await flush();
  });
}

box?.querySelector("[data-send]").addEventListener("click", flush);
for (const name of ["online", "offline"]) addEventListener(name, flush);
addEventListener("dayover", show);
document.addEventListener("visibilitychange", () => document.hidden || flush());
setInterval(flush, 60000);
navigator.serviceWorker?.register("/field/worker.js", { scope: "/field/" }).catch(() => {});
navigator.storage?.persist?.();
flush();
