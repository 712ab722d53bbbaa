// One controller for each behaviour; every page works without any of them.

import { codeBlocks } from "./code";
import { copyButtons } from "./copy";
import { recoveryCodes } from "./codes";
import { strengths } from "./strength";
import { suggestWhileTyping } from "./suggest";
import { dismissals } from "./dismiss";
import { currentTab } from "./tabs";
import { includes } from "./include";
import { installBox } from "./install";
import { keys } from "./keys";
import { listFilters } from "./filter";
import { liveParts } from "./live";
import { marks } from "./marks";
import { menus } from "./menu";
import { narrowing } from "./narrow";
import { themeChoice, themeOfAccount } from "./choice";
import { rowsByKey } from "./rows";
import { ticks } from "./ticks";
import { previews } from "./preview";
import { proofs } from "./prove";
import { securityKeys } from "./webauthn";

function start(page) {
  copyButtons(page);
  dismissals(page);
  themeOfAccount(page);
}

codeBlocks(document);
start(document);
themeChoice(document);
currentTab(document);
installBox(document);
keys(document);
listFilters(document);
liveParts(document);
marks(document);
menus(document);
narrowing(document);
previews(document);
proofs(document);
recoveryCodes(document);
rowsByKey(document);
securityKeys(document);
strengths(document);
suggestWhileTyping(document);
ticks(document);
includes(document, start);
