// "/" goes to the query box, "j" and "k" to the next and the previous result.
// Run once per page load; reads nothing from the page but where the focus is.
(() => {
  if (window.searchAppKeys) return;
  window.searchAppKeys = true;
  const box = () => document.querySelector(".st-key-ask input");
  // A run of the page that ends just now draws the box anew: for a moment there is none, and the focus would
  // go with the old one.
  const focusBox = () => {
    let held = null;
    let tries = 20;
    const hold = () => {
      const found = box();
      if (found && found !== held) { found.focus(); found.select(); held = found; }
      if (--tries === 0) clearInterval(timer);
    };
    const timer = setInterval(hold, 100);
    hold();
  };
  const step = (by) => {
    const cards = [...document.querySelectorAll("article.card")];
    const here = cards.findIndex((card) => card.contains(document.activeElement));
    const next = cards[Math.min(Math.max(here + by, 0), cards.length - 1)];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "nearest" }); }
  };
  // Leaving the box must not search: the run it starts would swallow the click on a link. Enter and the
  // button do; what was typed stays in the box.
  let pressed = null;
  window.addEventListener("pointerdown", (event) => { pressed = event.target; }, true);
  window.addEventListener("keydown", () => { pressed = null; }, true);
  window.addEventListener("focusout", (event) => {
    const to = pressed?.closest?.(".st-key-go") || event.relatedTarget?.closest?.(".st-key-go");
    if (event.target === box() && !to) event.stopImmediatePropagation();
  }, true);
  // Escape would empty the box, and the results with it.
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target === box()) event.preventDefault();
  }, true);
  // Work is shown at once, before the server says that it runs.
  const main = () => document.querySelector(".stMain");
  const running = () => document.querySelector(".stApp")?.dataset.testScriptState === "running";
  const busy = () => {
    const here = main();
    if (!here) return;
    here.setAttribute("aria-busy", "true");
    let waited = 0;
    const timer = setInterval(() => {
      waited += 100;
      if (running() || waited < 500) return;
      here.removeAttribute("aria-busy");
      clearInterval(timer);
    }, 100);
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === box()) busy();
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".st-key-go button")) busy();
    // Another page of the results begins at its top.
    if (event.target.closest?.(".st-key-pages button")) { busy(); main()?.scrollTo({ top: 0 }); }
  }, true);
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { event.preventDefault(); focusBox(); }
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
  });
  // With nothing asked yet the box takes the focus, once it is drawn. The address says whether something
  // was asked: the box itself is filled late. A touch screen would open its keyboard over the page.
  const asked = new URLSearchParams(window.location.search).get("q");
  if (asked || !window.matchMedia("(hover: hover)").matches) return;
  let tries = 50;
  const timer = setInterval(() => {
    if (box() && document.activeElement === document.body) box().focus();
    if (box() || --tries === 0) clearInterval(timer);
  }, 100);
})();
