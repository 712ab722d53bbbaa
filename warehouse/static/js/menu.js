// Menus, which are `details`, close when the reader goes elsewhere or presses Escape.

export function menus(page) {
  const open = () => page.querySelectorAll("details.user-menu[open]");
  page.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
