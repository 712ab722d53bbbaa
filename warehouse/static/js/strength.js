// How hard a new password is to guess, while somebody types it. The dictionaries are loaded
// when the field is entered, by a worker, so that typing never waits.
//
//   <div data-strength="URL of the worker" data-field="new_password" data-levels="…|…">
//     <meter min="0" max="5"></meter><span role="status"></span>
//   </div>
//
// What the other fields say are the first guesses. Without a script the server says it.

const PAUSE = 250;
const LOOKED_AT = 64;
const MOST_WORDS = 20;
const OWN = ["username", "full_name", "email"];

class Strength {
  constructor(place) {
    this.place = place;
    this.field = document.getElementById(place.dataset.field);
    this.levels = place.dataset.levels.split("|");
    this.number = 0;
    this.field.addEventListener("focus", () => this.start(), { once: true });
    this.field.addEventListener("input", () => this.later());
  }

  start() {
    if (this.worker) return;
    this.worker = new Worker(this.place.dataset.strength);
    this.worker.onmessage = ({ data }) => {
      if (data.number === this.number) this.show(data.score);
    };
  }

  later() {
    clearTimeout(this.timer);
    this.number += 1;
    if (!this.field.value) this.hide();
    else this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  ask() {
    this.start();
    const password = this.field.value.slice(0, LOOKED_AT);
    this.worker.postMessage({ number: this.number, password, words: this.words() });
  }

  words() {
    const fields = this.field.form.elements;
    const written = OWN.map((name) => (fields[name] ? fields[name].value : ""));
    const given = [...written, ...(this.place.dataset.words || "").split("\n")];
    const parts = given.flatMap((each) => [each, ...each.split(/[\s@]+/)]);
    return [...new Set(parts.filter(Boolean))].map((each) => each.slice(0, LOOKED_AT)).slice(0, MOST_WORDS);
  }

  show(score) {
    this.place.querySelector("meter").value = score + 1;
    this.place.querySelector("[role=status]").textContent = this.levels[score];
    this.place.classList.add("strength--shown");
  }

  hide() {
    this.place.classList.remove("strength--shown");
    this.place.querySelector("[role=status]").textContent = "";
  }
}

export function strengths(page) {
  if (!window.Worker) return;
  for (const place of page.querySelectorAll("[data-strength]")) new Strength(place);
}
