// Keys and passkeys: ask us what to ask the browser for, and tell us what it says.
//
//   <form data-webauthn="send" action="…/validate" data-options="…/options" hidden>
//
// `send` tells a key's answer, `add` a new key, and both follow where we lead. `fill` puts
// the answer into the field `credential` of another form (`data-form`), and sends that.
// With `data-conditional`, the browser offers passkeys where a username is typed.

let waiting = null;

export function securityKeys(page) {
  if (!window.PublicKeyCredential) return;
  for (const element of page.querySelectorAll("[data-webauthn]")) {
    element.hidden = false;
    const starts = element.matches("form") ? ["submit", element] : ["click", element.querySelector("button")];
    starts[1].addEventListener(starts[0], (event) => {
      event.preventDefault();
      run(element, {});
    });
    if ("conditional" in element.dataset) offer(element);
  }
}

async function offer(form) {
  const can = PublicKeyCredential.isConditionalMediationAvailable;
  if (can && (await can.call(PublicKeyCredential))) run(form, { mediation: "conditional" });
}

async function run(element, extra) {
  const place = element.querySelector("[role=alert]");
  place.hidden = true;
  try {
    const answer = await ask(element, extra);
    if (element.dataset.webauthn === "fill") fill(element, answer);
    else await send(element, answer);
  } catch (error) {
    if (error.name === "AbortError" || extra.mediation) return;
    place.textContent = error.told || element.dataset.failed;
    place.hidden = false;
  }
}

async function ask(element, extra) {
  if (waiting) waiting.abort();
  waiting = new AbortController();
  const { signal } = waiting;
  const query = element.elements && element.elements.kind ? `?kind=${element.elements.kind.value}` : "";
  const options = await told(await fetch(element.dataset.options + query, { signal }));
  const adds = element.dataset.webauthn === "add";
  const call = { publicKey: read(options), signal, ...extra };
  const made = await (adds ? navigator.credentials.create(call) : navigator.credentials.get(call));
  return JSON.stringify(written(made));
}

async function send(form, answer) {
  const fields = new URLSearchParams(new FormData(form));
  fields.set("credential", answer);
  const found = await told(await fetch(form.action, { method: "POST", body: fields }));
  window.location.assign(found.redirect_to);
}

function fill(element, answer) {
  const form = document.getElementById(element.dataset.form);
  form.elements.credential.value = answer;
  form.submit();
}

async function told(response) {
  const found = await response.json();
  if (found.fail) throw Object.assign(new Error(), { told: found.fail.errors.join(" ") });
  return found;
}

function read(options) {
  const ids = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));
  const found = { ...options, challenge: bytes(options.challenge) };
  if (options.user) found.user = { ...options.user, id: bytes(options.user.id) };
  if (options.allowCredentials) found.allowCredentials = ids(options.allowCredentials);
  if (options.excludeCredentials) found.excludeCredentials = ids(options.excludeCredentials);
  return found;
}

function written(made) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = text(made.response[name]);
  }
  return { id: made.id, rawId: text(made.rawId), type: made.type, response };
}

function bytes(base64url) {
  const plain = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
