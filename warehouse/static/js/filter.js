// A field that narrows a list to the entries that have all its words.
//
//   <div class="files__narrow" data-filter="files"><label>…</label><input><p data-filter-none hidden>…</p></div>
//   <ul id="files"><li data-name="…" data-words="…">… <span data-says>…</span></li></ul>
//
// A word means the beginning of one of those in `data-words`, or of what an entry says of
// itself in `data-says`; and with a hyphen in it, also the beginning of the whole name.
//
// The list may be of groups with `data-filter-group`, which go with their last entry.
//
// Words of the address begin with them: ?q=…&filename=…&interpreters=…&abis=…&platforms=…

const PARAMETERS = ["q", "filename", "interpreters", "abis", "platforms"];

function asked() {
  const query = new URLSearchParams(window.location.search);
  return PARAMETERS.flatMap((name) => query.getAll(name)).join(" ");
}

const WORDY = /[\p{L}\p{N}]/u;

function hasWord(text, word) {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !WORDY.test(text[at - 1])) return true;
  }
  return false;
}

function read(entry) {
  const says = [...entry.querySelectorAll("[data-says]")].map((each) => each.textContent);
  const words = [entry.dataset.words, ...says].join(" ").toLowerCase();
  const name = entry.dataset.name.toLowerCase();
  return (word) => hasWord(words, word) || (word.includes("-") && name.startsWith(word));
}

export function listFilters(page) {
  for (const box of page.querySelectorAll("[data-filter]")) {
    const list = document.getElementById(box.dataset.filter);
    const field = box.querySelector("input");
    const none = box.querySelector("[data-filter-none]");
    const entries = [...list.querySelectorAll("[data-name]")].map((entry) => [entry, read(entry)]);
    const groups = [...list.querySelectorAll("[data-filter-group]")];
    const narrow = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const [entry, has] of entries) {
        entry.hidden = !words.every(has);
        if (!entry.hidden) shown += 1;
      }
      for (const group of groups) {
        group.hidden = !group.querySelector("[data-name]:not([hidden])");
      }
      none.hidden = shown > 0;
    };
    field.value = asked();
    field.addEventListener("input", narrow);
    box.classList.add("files__narrow--ready");
    narrow();
  }
}
