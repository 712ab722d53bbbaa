// One controller for each behaviour; every page works without any of them.

import { copyButtons } from "./copy";
import { suggestWhileTyping } from "./suggest";
import { currentTab } from "./tabs";
import { themeChoice } from "./choice";

themeChoice(document);
copyButtons(document);
currentTab(document);
suggestWhileTyping(document);
