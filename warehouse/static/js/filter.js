// A field that narrows a list to the entries that have all its words.
//
//   <div data-filter="files" hidden><label>…</label><input><p data-filter-none hidden>…</p></div>
//   <ul id="files"><li>…</li></ul>
//
// Words of the address begin with them: ?filename=…&interpreters=…&abis=…&platforms=…

const PARAMETERS = ["filename", "interpreters", "abis", "platforms"];

function asked() {
  const query = new URLSearchParams(window.location.search);
  return PARAMETERS.flatMap((name) => query.getAll(name)).join(" ");
}

export function listFilters(page) {
  for (const box of page.querySelectorAll("[data-filter]")) {
    const list = document.getElementById(box.dataset.filter);
    const field = box.querySelector("input");
    const none = box.querySelector("[data-filter-none]");
    const entries = [...list.children].map((entry) => [entry, entry.textContent.toLowerCase()]);
    const narrow = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const [entry, text] of entries) {
        entry.hidden = !words.every((word) => text.includes(word));
        if (!entry.hidden) shown += 1;
      }
      none.hidden = shown > 0;
    };
    field.value = asked();
    field.addEventListener("input", narrow);
    box.hidden = false;
    narrow();
  }
}
