// Links that a single key follows, and fields that it goes to, unless somebody is writing.
//
//   <a href="…" data-key="1">…</a>
//   <input data-focus-key="/">

const WRITING = "input, textarea, select, [contenteditable]";
const PRESSED = "a, button, summary";

export function keys(page) {
  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(WRITING)) return;
    if (event.key === "Enter" && event.target.closest(PRESSED)) return;
    const link = [...page.querySelectorAll("[data-key]")].find(
      (each) => each.dataset.key === event.key,
    );
    const field = [...page.querySelectorAll("[data-focus-key]")].find(
      (each) => each.dataset.focusKey === event.key,
    );
    if (field) {
      event.preventDefault();
      field.focus();
    } else if (link) {
      event.preventDefault();
      link.click();
    }
  });
}
