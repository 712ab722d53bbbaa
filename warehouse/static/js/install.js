// The box that says how to install: it remembers which installer was chosen, and puts the
// extras that are ticked into the lines.
//
//   <fieldset data-install data-name="flask" data-pin="==3.0">
//     <input type="radio" name="installer" value="uv"> <input type="checkbox" name="extra" value="async">
//     <span data-requirement='"'>flask==3.0</span></fieldset>
//
// `data-requirement` is the quote that a shell wants around brackets, or `file`.

const KEY = "installer";

function remembered() {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(installer) {
  try {
    window.localStorage.setItem(KEY, installer);
  } catch {
    // Storage is forbidden; then the choice lasts as long as the page.
  }
}

function withExtras(box) {
  const ticked = [...box.querySelectorAll("[name=extra]:checked")].map((each) => each.value);
  for (const place of box.querySelectorAll("[data-requirement]")) {
    place.dataset.plain ??= place.textContent;
    const { plain, requirement } = place.dataset;
    const quote = requirement === "file" ? "" : requirement;
    const { name, pin } = box.dataset;
    place.textContent = ticked.length
      ? `${quote}${name}[${ticked.join(",")}]${pin}${quote}`
      : plain;
  }
}

export function installBox(page) {
  const box = page.querySelector("[data-install]");
  if (!box) return;
  const installers = [...box.querySelectorAll("[name=installer]")];
  const known = installers.find((each) => each.value === remembered());
  if (known) known.checked = true;
  box.addEventListener("change", ({ target }) => {
    if (target.name === "installer") remember(target.value);
    else withExtras(box);
  });
  withExtras(box);
}
