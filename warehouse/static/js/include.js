// Elements that are filled with what the server says to this reader only, so that the page
// around them can be the same for everybody. Until then, where the answer is empty, and
// where there is none, they keep what the page has in them.
//
//   <div data-include="/_includes/authed/current-user-indicator/"><a href="…">Sign in</a></div>
//
// Those with `data-include-for="staff"` are asked for only where one of the answers says who
// reads, as in `<details data-reader="staff">`: the page itself does not know.
//
// Those with `data-include-when="seen"` are asked for once they come into sight, as part of a
// section that is hidden at first.
//
// Reserve the room that the answer takes, so that nothing moves.

const PARAMETER = "_LOCALE_";

function addressOf(place) {
  const url = new URL(place.dataset.include, document.baseURI);
  const locale = new URLSearchParams(window.location.search).get(PARAMETER);
  if (locale) url.searchParams.set(PARAMETER, locale);
  return url;
}

async function fetched(url) {
  try {
    const answer = await window.fetch(url, {
      cache: "no-store",
      credentials: "same-origin",
      headers: { Prefer: "return=minimal" },
    });
    return answer.ok ? await answer.text() : "";
  } catch {
    // Without the network there is nothing personal to show, and the page is whole.
    return "";
  }
}

async function fill(place, start) {
  const url = addressOf(place);
  if (url.origin !== window.location.origin) return;
  const text = await fetched(url);
  if (!text.trim()) return;
  const parsed = new DOMParser().parseFromString(text, "text/html");
  place.replaceChildren(...parsed.body.childNodes);
  start(place);
  const reader = place.querySelector("[data-reader]")?.dataset.reader;
  if (reader) fillAll(`[data-include-for="${CSS.escape(reader)}"]`, document, start);
}

function fillAll(selector, page, start) {
  for (const place of page.querySelectorAll(selector)) fill(place, start);
}

function fillOnceSeen(page, start) {
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      fill(target, start);
    }
  });
  for (const place of page.querySelectorAll("[data-include-when]")) watcher.observe(place);
}

export function includes(page, start) {
  fillAll("[data-include]:not([data-include-for], [data-include-when])", page, start);
  fillOnceSeen(page, start);
}
