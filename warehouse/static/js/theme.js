// A button that changes between light and dark, and remembers what the reader chose.
//
//   <button type="button" data-theme-switch hidden>Dark or light</button>

const KEY = "theme";

function remembered() {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    // The reader has forbidden storage; then the choice lasts as long as the page.
    return null;
  }
}

function remember(theme) {
  try {
    window.localStorage.setItem(KEY, theme);
  } catch {
    return;
  }
}

function current() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen) return chosen;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function themeSwitch(page) {
  const before = remembered();
  if (before === "dark" || before === "light") {
    document.documentElement.dataset.theme = before;
  }
  for (const button of page.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(current() === "dark"));
    button.addEventListener("click", () => {
      const theme = current() === "dark" ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      button.setAttribute("aria-pressed", String(theme === "dark"));
      remember(theme);
    });
  }
}
