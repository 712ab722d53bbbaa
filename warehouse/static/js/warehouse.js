// One controller for each behaviour; every page works without any of them.

import { copyButtons } from "./copy";
import { includes } from "./include";
import { currentTab } from "./tabs";
import { themeChoice } from "./choice";

function start(page) {
  themeChoice(page);
  copyButtons(page);
}

start(document);
currentTab(document);
includes(document, start);
