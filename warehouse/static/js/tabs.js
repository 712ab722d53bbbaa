// Says which section is shown to those who cannot see it; the style sheet shows it.
//
// Following a link to a section scrolls to it: whoever chooses one from those above it is
// there already, so the section is said to belong where the last one begins.

function stay(page) {
  const shown = [...page.querySelectorAll(".tabs__panel")].find((each) => each.offsetParent);
  const { top } = shown.getBoundingClientRect();
  page.documentElement.style.setProperty("--part-begins", `${top}px`);
}

// On a narrow screen the links are a row that is pushed: the current one comes into sight.
function reveal(link) {
  const row = link.closest("ul");
  const [from, to] = [row.getBoundingClientRect(), link.getBoundingClientRect()];
  row.scrollBy({ left: to.left + to.width / 2 - (from.left + from.width / 2) });
}

export function currentTab(page) {
  const links = [...page.querySelectorAll(".tabs__links a")];
  if (links.length === 0) return;
  const show = () => {
    const panel = page.querySelector(":target")?.closest(".tabs__panel");
    const current = links.find((link) => link.hash === `#${panel?.id}`) ?? links[0];
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    reveal(current);
  };
  for (const link of links) link.addEventListener("click", () => stay(page));
  window.addEventListener("hashchange", show);
  // Chromium may not have looked for the target yet.
  window.addEventListener("load", show);
  show();
}
