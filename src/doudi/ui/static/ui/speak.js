// 读给我听: reads the notice aloud where the browser can; where it can't, or without scripts, no button is shown.
const text = document.querySelector("[data-speak]");
const button = document.querySelector("[data-speak-button]");
if (text && button && "speechSynthesis" in window) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const speech = new SpeechSynthesisUtterance(text.innerText.replace(/\s+/g, "，"));
    speech.lang = "zh-CN";
    speech.rate = 0.85;
    window.speechSynthesis.cancel();
    window.speechSynthesis.speak(speech);
  });
}
