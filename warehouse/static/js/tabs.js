// Says which section is shown to those who cannot see it; the style sheet shows it.

export function currentTab(page) {
  const links = [...page.querySelectorAll(".tabs__links a")];
  if (links.length === 0) return;
  const show = () => {
    const target = page.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    const panel = target?.closest(".tabs__panel");
    const current = links.find((link) => link.hash === `#${panel?.id}`) ?? links[0];
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  window.addEventListener("hashchange", show);
  show();
}
