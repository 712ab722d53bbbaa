// One controller for each behaviour; every page works without any of them.

import { copyButtons } from "./copy";
import { suggestWhileTyping } from "./suggest";
import { currentTab } from "./tabs";
import { includes } from "./include";
import { themeChoice } from "./choice";

function start(page) {
  copyButtons(page);
}

start(document);
themeChoice(document);
currentTab(document);
suggestWhileTyping(document);
includes(document, start);
