// Recovery codes that are shown once: a button prints them, and leaving asks once.
//
//   <ol data-leave>…</ol> <button data-print hidden>Print</button>
//   <a data-kept href="…">I kept them</a>

export function recoveryCodes(page) {
  const codes = page.querySelector("[data-leave]");
  if (!codes) return;
  const print = page.querySelector("[data-print]");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  const ask = (event) => event.preventDefault();
  window.addEventListener("beforeunload", ask);
  page.querySelector("[data-kept]").addEventListener("click", () => {
    window.removeEventListener("beforeunload", ask);
  });
}
