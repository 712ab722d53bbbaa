// What is typed in a field, shown elsewhere as others will see it.
//
//   <textarea id="notice">…</textarea> <blockquote data-preview-of="notice">…</blockquote>

export function previews(page) {
  for (const shown of page.querySelectorAll("[data-preview-of]")) {
    const field = page.getElementById(shown.dataset.previewOf);
    const show = () => {
      shown.textContent = field.value;
    };
    field.addEventListener("input", show);
    show();
  }
}
