// Reads the main part aloud, block by block, marking nothing and moving nothing. Says so if there is no voice.
const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, summary, label, legend, caption, th, td, figcaption";
const SKIP = "[hidden], [aria-hidden='true'], svg, script, style, kbd, .hide";

function sentences(root) {
  const found = [];
  for (const block of root.querySelectorAll(BLOCKS)) {
    if (block.closest(SKIP) || !block.checkVisibility?.() || block.querySelector(BLOCKS)) continue;
    const copy = block.cloneNode(true);
    for (const quiet of copy.querySelectorAll(SKIP)) quiet.remove();
    const text = copy.textContent.replace(/\s+/g, " ").trim();
    if (text && text !== found.at(-1)) found.push(spell(text));
  }
  return found;
}

// Case numbers are read digit by digit: 483 0917 2265.
function spell(text) {
  return text.replace(/\b\d{3}\s\d{4}\s\d{4}\b/g, (number) => [...number.replace(/\s/g, "")].join(" "));
}

function voice(language) {
  const voices = speechSynthesis.getVoices();
  const short = language.slice(0, 2).toLowerCase();
  return voices.find((each) => each.lang.toLowerCase().startsWith(short));
}

function voicesReady() {
  return new Promise((done) => {
    if (speechSynthesis.getVoices().length) return done();
    const wait = setTimeout(done, 1500);
    speechSynthesis.addEventListener("voiceschanged", () => { clearTimeout(wait); done(); }, { once: true });
  });
}

function tell(message) {
  const notices = document.getElementById("notices");
  const said = document.createElement("p");
  said.className = "notice warning";
  said.textContent = message;
  notices.replaceChildren(said);
}

export function readAloud() {
  const button = document.querySelector("[data-read]");
  if (!button) return;
  button.hidden = false;
  const words = button.textContent;
  const rest = () => {
    button.setAttribute("aria-pressed", "false");
    button.textContent = words;
  };
  const stop = () => { speechSynthesis.cancel(); rest(); };
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-pressed") === "true") return stop();
    if (!("speechSynthesis" in window)) return tell(button.dataset.noVoice);
    await voicesReady();
    const language = document.documentElement.lang;
    const speaker = voice(language);
    if (!speaker) return tell(button.dataset.noVoice);
    speechSynthesis.cancel();
    button.setAttribute("aria-pressed", "true");
    button.textContent = button.dataset.stop;
    const all = sentences(document.querySelector(button.dataset.read));
    all.forEach((text, index) => {
      const part = new SpeechSynthesisUtterance(text);
      part.voice = speaker;
      part.lang = speaker.lang;
      part.rate = 0.9;
      if (index === all.length - 1) part.addEventListener("end", rest);
      part.addEventListener("error", (event) => event.error === "canceled" || rest());
      speechSynthesis.speak(part);
    });
    if (!all.length) rest();
  });
  addEventListener("pagehide", () => window.speechSynthesis?.cancel());
}
