// Filters that are applied as they are chosen. The one that was chosen last has the focus
// again on the page that comes, so that a keyboard goes on from there.
//
//   <form id="search-form">…</form>
//   <aside data-applies="search-form">… <input form="search-form" name="c" value="…"> …</aside>

const CHOSEN = "narrowed-by";

function memory() {
  try {
    return window.sessionStorage;
  } catch {
    // A browser that stores nothing begins at the top of the page.
    return null;
  }
}

function goBackTo(place) {
  const chosen = memory()?.getItem(CHOSEN);
  memory()?.removeItem(CHOSEN);
  if (!chosen) return;
  const field = [...place.querySelectorAll("input")].find(
    (each) => `${each.name}=${each.value}` === chosen,
  );
  if (!field) return;
  const group = field.closest("details");
  if (group) group.open = true;
  field.focus();
}

export function narrowing(page) {
  for (const place of page.querySelectorAll("[data-applies]")) {
    place.classList.add("filters--applied");
    goBackTo(place);
    place.addEventListener("change", (event) => {
      memory()?.setItem(CHOSEN, `${event.target.name}=${event.target.value}`);
      document.getElementById(place.dataset.applies).requestSubmit();
    });
  }
}
