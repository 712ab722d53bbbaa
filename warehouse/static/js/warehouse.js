// One controller for each behaviour; every page works without any of them.

import { copyButtons } from "./copy";
import { suggestWhileTyping } from "./suggest";
import { themeSwitch } from "./theme";

themeSwitch(document);
copyButtons(document);
suggestWhileTyping(document);
