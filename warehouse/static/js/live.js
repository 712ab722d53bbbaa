// A part of a page that is asked for again as long as something goes on.
//
//   <section id="progress" data-live="/admin/bulk/…?part=progress">…</section>
//
// The answer is the same element. When it has no `data-live` any more, what went on has
// ended, and the page is loaded again to show how. Nobody asks for a page that is hidden.

const EVERY = 2000;

async function fetched(url) {
  try {
    const answer = await window.fetch(url, {
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
    });
    return answer.ok ? await answer.text() : "";
  } catch {
    // Without the network the part stays as it is, until there is one again.
    return "";
  }
}

async function refresh(place) {
  const text = await fetched(place.dataset.live);
  const next = new DOMParser().parseFromString(text, "text/html").getElementById(place.id);
  if (!next) return true;
  if (next.innerHTML !== place.innerHTML) place.replaceChildren(...next.childNodes);
  if (next.dataset.live) return true;
  window.location.reload();
  return false;
}

async function watch(place) {
  const goesOn = document.hidden || (await refresh(place));
  if (goesOn) window.setTimeout(watch, EVERY, place);
}

export function liveParts(page) {
  for (const place of page.querySelectorAll("[data-live]")) {
    window.setTimeout(watch, EVERY, place);
  }
}
