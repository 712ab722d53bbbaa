// A button that copies the text of another element, and says so to everybody.
//
//   <code id="install">pip install flask</code>
//   <button type="button" data-copy="install" data-copied="Copied" hidden><span>Copy</span></button>

const SAID_FOR = 2000;

export function copyButtons(page) {
  if (!navigator.clipboard) return;
  for (const button of page.querySelectorAll("[data-copy]")) {
    const word = button.firstElementChild;
    const label = word.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(source.textContent.trim());
      word.textContent = button.dataset.copied;
      window.setTimeout(() => {
        word.textContent = label;
      }, SAID_FOR);
    });
  }
}
