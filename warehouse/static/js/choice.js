// Buttons that choose between light, dark, and what the system prefers.
//
//   <div data-theme-choice hidden>
//     <button type="button" value="system">System</button>
//     <button type="button" value="dark">Dark</button>
//   </div>

const KEY = "theme";

function remember(theme) {
  try {
    window.localStorage.setItem(KEY, theme);
  } catch {
    // Storage is forbidden; then the choice lasts as long as the page.
  }
}

function apply(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function isChosenHere() {
  try {
    return window.localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

// What an account prefers counts in a browser where nothing was chosen, and wherever it
// was just chosen anew: <form data-theme-of-account="dark" data-theme-overrules>.
export function themeOfAccount(page) {
  const found = page.querySelector("[data-theme-of-account]");
  if (!found) return;
  const theme = found.dataset.themeOfAccount;
  if (isChosenHere() && !("themeOverrules" in found.dataset)) return;
  apply(theme);
  remember(theme);
}

export function themeChoice(page) {
  for (const group of page.querySelectorAll("[data-theme-choice]")) {
    const buttons = [...group.querySelectorAll("button")];
    const show = () => {
      const current = document.documentElement.dataset.theme || "system";
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(button.value === current));
      }
    };
    for (const button of buttons) {
      button.addEventListener("click", () => {
        apply(button.value);
        remember(button.value);
        show();
      });
    }
    show();
    group.hidden = false;
  }
}
