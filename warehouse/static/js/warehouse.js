// One controller for each behaviour; every page works without any of them.

import { copyButtons } from "./copy";
import { suggestWhileTyping } from "./suggest";
import { currentTab } from "./tabs";
import { includes } from "./include";
import { listFilters } from "./filter";
import { menus } from "./menu";
import { themeChoice, themeOfAccount } from "./choice";

function start(page) {
  copyButtons(page);
  themeOfAccount(page);
}

start(document);
themeChoice(document);
currentTab(document);
listFilters(document);
menus(document);
suggestWhileTyping(document);
includes(document, start);
