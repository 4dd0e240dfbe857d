// Speaking instead of typing, where the browser offers it; the words go into the text and can be changed.
const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;

export function dictation(root) {
  if (!Recognition) return;
  for (const box of root.querySelectorAll("[data-dictate]")) {
    box.hidden = false;
    const button = box.querySelector("button");
    const words = button.querySelector("span");
    const out = box.querySelector("[role=status]");
    const field = document.getElementById(box.dataset.dictate);
    const idle = words.textContent;
    let listening = null;
    const rest = (message) => {
      listening = null;
      words.textContent = idle;
      button.setAttribute("aria-pressed", "false");
      out.textContent = message;
    };
    button.addEventListener("click", () => {
      if (listening) { listening.stop(); return; }
      listening = new Recognition();
      listening.lang = document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en";
      listening.continuous = true;
      let heard = false;
      listening.addEventListener("result", (event) => {
        for (let i = event.resultIndex; i < event.results.length; i += 1) {
          if (!event.results[i].isFinal) continue;
          heard = true;
          field.value += event.results[i][0].transcript;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }
      });
      listening.addEventListener("error", () => rest(box.dataset.failed));
      listening.addEventListener("end", () => listening && rest(heard ? "" : box.dataset.failed));
      words.textContent = box.dataset.done;
      button.setAttribute("aria-pressed", "true");
      out.textContent = box.dataset.listening;
      listening.start();
    });
  }
}
