/* A page on a clinic's tablet that nobody touches covers itself, asks, and then ends.

   <body data-idle-after="SECONDS" data-idle-grace="SECONDS" data-idle-url="...">, a <template id="idle"> with the
   dialog and its button, a <form id="idle-form">. Keys count as touches: a switch is a key. Times are taken from
   the clock and not from timers, which stand still while the tablet sleeps. */

const { idleAfter, idleGrace, idleUrl } = document.body.dataset;
const askAfter = idleAfter * 1000;
const endAfter = askAfter + idleGrace * 1000;
const cover = document.getElementById("idle").content.firstElementChild.cloneNode(true);
let touched = Date.now();
let ended = false;

const show = (shown) => document.documentElement.classList.toggle("cf-away", !shown);

function end() {
  ended = true;
  show(false);
  const form = document.getElementById("idle-form");
  if (form) form.submit();
  else location.replace(idleUrl);
}

function look() {
  if (ended) return;
  touched = Math.min(touched, Date.now()); // a clock that is set back must not keep the page open
  const idle = Date.now() - touched;
  if (idle >= endAfter) end();
  else if (idle >= askAfter && !cover.open) {
    document.body.append(cover);
    cover.showModal();
  }
}

function touch() {
  look(); // first: the touch that wakes a tablet may be somebody else's
  if (!cover.open) touched = Date.now();
}

function stay() {
  if (Date.now() - touched < endAfter) touched = Date.now();
}

cover.querySelector("button").addEventListener("click", () => {
  stay();
  cover.close();
});
cover.addEventListener("cancel", stay); // a key that closes dialogs is somebody's, too
for (const kind of ["pointerdown", "pointermove", "keydown", "input", "scroll", "wheel"]) {
  addEventListener(kind, touch, { passive: true, capture: true });
}
// What a tablet shows when it wakes is what was on it last: so nothing, until the clock was looked at.
document.addEventListener("visibilitychange", () => {
  look();
  if (!ended) show(!document.hidden);
});
addEventListener("focus", look);
setInterval(look, 1000);
