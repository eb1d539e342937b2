// 读给我听: reads the page aloud where the browser can, and stops when pressed again; without speech or scripts no button is shown.
const text = document.querySelector("[data-speak]");
const button = document.querySelector("[data-speak-button]");
if (text && button && "speechSynthesis" in window) {
  const speech = window.speechSynthesis;
  const plain = button.lastChild.textContent;
  const say = (words) => { button.lastChild.textContent = words; };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (speech.speaking) return speech.cancel();
    const read = text.cloneNode(true);
    for (const silent of read.querySelectorAll("[data-silent], .visually-hidden, script, svg")) silent.remove();
    const spoken = new SpeechSynthesisUtterance(read.textContent.replace(/\s+/g, "，"));
    spoken.lang = "zh-CN";
    spoken.rate = 0.85;
    spoken.onstart = () => say("停");
    spoken.onend = spoken.onerror = () => say(plain);
    speech.speak(spoken);
  });
  window.addEventListener("pagehide", () => speech.cancel());
}
