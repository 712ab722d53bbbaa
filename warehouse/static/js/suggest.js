// A search field that suggests while somebody types: the combobox of the ARIA practices.
//
//   <input name="q" data-suggest="/search/suggest/" data-suggest-label="Suggested projects">
//
// Down and Up walk through the suggestions, Enter opens the one that is marked and
// otherwise searches, Escape closes. Without a script the form searches all the same.

const PAUSE = 120;

let lists = 0;

async function suggestionsFor(url, text, signal) {
  const answer = await fetch(`${url}?q=${encodeURIComponent(text)}`, { signal });
  if (!answer.ok) return [];
  return (await answer.json()).suggestions;
}

function optionFor(suggestion, id) {
  const option = document.createElement("li");
  option.id = id;
  option.className = "suggestions__option";
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.url = suggestion.url;
  const name = document.createElement("span");
  name.className = "suggestions__name";
  name.textContent = suggestion.name;
  const summary = document.createElement("span");
  summary.className = "suggestions__summary";
  summary.textContent = suggestion.summary;
  option.append(name, " ", summary);
  return option;
}

class Suggestions {
  constructor(field) {
    lists += 1;
    this.field = field;
    this.marked = -1;
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${lists}`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.dataset.suggestLabel || field.placeholder);
    this.list.hidden = true;
    field.after(this.list);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("input", () => this.later());
    field.addEventListener("keydown", (event) => this.pressed(event));
    field.addEventListener("blur", () => this.close());
    // A press must not take the focus from the field before it is a click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.open(event.target.closest("li")));
  }

  get options() {
    return this.list.children;
  }

  later() {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    const text = this.field.value.trim();
    if (!text) {
      this.close();
      return;
    }
    this.timer = window.setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    this.asking = new AbortController();
    let found;
    try {
      found = await suggestionsFor(this.field.dataset.suggest, text, this.asking.signal);
    } catch {
      // Typed on, or offline: the form still searches.
      return;
    }
    this.show(found);
  }

  show(found) {
    this.list.replaceChildren(
      ...found.map((each, number) => optionFor(each, `${this.list.id}-${number}`)),
    );
    this.mark(-1);
    const isOpen = found.length > 0 && document.activeElement === this.field;
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    this.show([]);
  }

  mark(number) {
    this.marked = number;
    [...this.options].forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === number));
    });
    const option = this.options[number];
    if (option) {
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  // One further place than there are options is the field itself.
  move(step) {
    const places = this.options.length + 1;
    this.mark(((this.marked + 1 + step + places) % places) - 1);
  }

  pressed(event) {
    if (event.isComposing || this.list.hidden) return;
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.marked >= 0) this.open(this.options[this.marked]);
    else return;
    event.preventDefault();
  }

  open(option) {
    if (option) window.location.assign(option.dataset.url);
  }
}

export function suggestWhileTyping(page) {
  for (const field of page.querySelectorAll("[data-suggest]")) new Suggestions(field);
}
