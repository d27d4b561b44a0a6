/* Small comforts on every page; each works without, only plainer. */

addEventListener("pageshow", (event) => {
  // A page that comes back from the browser's memory may hold what somebody else answered.
  if (event.persisted) {
    document.documentElement.classList.add("cf-away");
    location.reload();
  }
  // Some browsers know `autofocus` on fields alone.
  if (document.activeElement === document.body) document.getElementById("errors")?.focus();
});

// A button that is pressed twice sends once: the answer to the first press would be lost.
const AGAIN_AFTER = 10_000; // milliseconds; by then nothing seems to have come of it
const sent = new WeakMap();
addEventListener("submit", (event) => {
  if (Date.now() - (sent.get(event.target) ?? -Infinity) < AGAIN_AFTER) event.preventDefault();
  else sent.set(event.target, Date.now());
});

// What was posted to get a page stays in the browser's history, and on its disk, until it is replaced.
if ("forget" in document.body.dataset) history.replaceState(null, "", location.href);

// How many characters are left, counted as the server counts: as a reader sees them, a line's end as one.
const graphemes = Intl.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" });
const length = (text) => (graphemes ? [...graphemes.segment(text)] : [...text]).length;
const NEAR = 0.1; // of the limit: before that a counter only disturbs

for (const area of document.querySelectorAll("textarea[data-limit]")) {
  const { limit, left, over } = area.dataset;
  const told = document.getElementById(area.id.replace("answer", "left"));
  let wait;
  const tell = () => {
    const rest = limit - length(area.value.trim());
    const words = rest < 0 ? over.replace("{n}", -rest) : rest < limit * NEAR ? left.replace("{n}", rest) : "";
    if (told.textContent !== words) told.textContent = words;
  };
  area.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(tell, 400); // so that a screen reader is not interrupted by every key
  });
  tell();
}
