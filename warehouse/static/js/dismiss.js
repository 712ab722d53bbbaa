// Banners that a reader has dismissed stay away in this browser.
//
//   <p data-dismissed="ID">… <button type="button" data-dismiss>Dismiss</button></p>

const PREFIX = "dismissed-banner-";

function stored() {
  try {
    return window.localStorage;
  } catch {
    // A browser that stores nothing shows the banner again.
    return null;
  }
}

export function dismissals(page) {
  const memory = stored();
  for (const banner of page.querySelectorAll("[data-dismissed]")) {
    const key = PREFIX + banner.dataset.dismissed;
    if (memory?.getItem(key)) {
      banner.remove();
      continue;
    }
    banner.querySelector("[data-dismiss]").addEventListener("click", () => {
      memory?.setItem(key, "1");
      banner.remove();
    });
  }
}
