// Light or dark as the reader chose before, set before anything is drawn; so this file is
// loaded by itself, at the head of the page. `choice.js` lets the reader choose.

try {
  const chosen = window.localStorage.getItem("theme");
  if (chosen === "dark" || chosen === "light") {
    document.documentElement.dataset.theme = chosen;
  }
} catch {
  // Storage is forbidden here, so nothing was chosen before.
}
