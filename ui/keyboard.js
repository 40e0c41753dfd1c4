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
