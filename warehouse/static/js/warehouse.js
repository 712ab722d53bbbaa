// One controller for each behaviour; every page works without any of them.

import { copyButtons } from "./copy";
import { currentTab } from "./tabs";
import { includes } from "./include";
import { themeChoice } from "./choice";

function start(page) {
  copyButtons(page);
}

start(document);
themeChoice(document);
currentTab(document);
includes(document, start);
