// Ticking one of several things chooses the choice that they belong to.
//
//   <label><input type="radio" name="token_scope" value="scope:projects" id="some"> …</label>
//   <ul data-chooses="some"><li><input type="checkbox"> …</li></ul>

export function ticks(page) {
  for (const list of page.querySelectorAll("[data-chooses]")) {
    list.addEventListener("change", (event) => {
      if (event.target.checked) {
        page.getElementById(list.dataset.chooses).checked = true;
      }
    });
  }
}
