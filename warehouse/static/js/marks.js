// Marked lines of a text, which the keys n and p go through from where one is.
//
//   <pre data-marks><span id="L1">…</span><span id="L2" data-why="…" tabindex="-1">…</span></pre>

const WRITING = "input, textarea, select, [contenteditable]";
const STEPS = { n: 1, p: -1 };

export function marks(page) {
  const text = page.querySelector("[data-marks]");
  if (!text) return;
  const marked = [...text.querySelectorAll("[data-why]")];
  page.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || !marked.length || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(WRITING)) return;
    event.preventDefault();
    const focused = marked.indexOf(page.activeElement);
    const here = focused < 0 ? marked.indexOf(text.querySelector(":target")) : focused;
    const from = here < 0 && step < 0 ? 0 : here;
    const next = marked[(from + step + marked.length) % marked.length];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  });
}
