// One controller for each behaviour; every page works without any of them.

import { copyButtons } from "./copy";
import { includes } from "./include";
import { themeSwitch } from "./theme";

function start(page) {
  themeSwitch(page);
  copyButtons(page);
}

start(document);
includes(document, start);
