// Focuses a field when its key is typed elsewhere: `data-focus-key="/"`.

export function focusKeys(page) {
  page.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, select, textarea, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const field = [...page.querySelectorAll("[data-focus-key]")].find(
      (each) => each.dataset.focusKey === event.key,
    );
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
}
