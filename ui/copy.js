// A click on a button with data-copy puts that text on the clipboard and says so for a moment; one with
// data-goto scrolls to the element of that id. A passage that was asked for is scrolled into view once.
(() => {
  if (window.searchAppCopy) return;
  window.searchAppCopy = true;
  const byHand = (text) => {
    // Without https the clipboard is closed to pages; selecting and copying still works.
    const box = Object.assign(document.createElement("textarea"), { value: text });
    box.style.position = "fixed";
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  };
  document.addEventListener("click", (event) => {
    const jump = event.target.closest?.("button[data-goto]");
    if (jump) document.getElementById(jump.dataset.goto)?.scrollIntoView({ block: "center", behavior: "smooth" });
    const button = event.target.closest?.("button[data-copy]");
    if (!button) return;
    const text = button.dataset.copy;
    if (navigator.clipboard) navigator.clipboard.writeText(text).catch(() => byHand(text));
    else byHand(text);
    const label = button.textContent;
    if (label === "copied") return;
    button.textContent = "copied";
    setTimeout(() => { button.textContent = label; }, 1500);
  });
  // A title goes where the page's own link goes, within the session; a click with a key held stays the browser's.
  document.addEventListener("click", (event) => {
    const title = event.target.closest?.("a.title-link");
    if (!title || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const own = title.closest('[class*="st-key-result-"]')?.querySelector('[class*="st-key-links-"] a[href*="document?"]');
    if (!own) return;
    event.preventDefault();
    own.click();
  });
  let shown = null;
  setInterval(() => {
    const passage = document.getElementById("passage");
    if (passage && passage !== shown) passage.scrollIntoView({ block: "center" });
    shown = passage;
  }, 300);
})();
