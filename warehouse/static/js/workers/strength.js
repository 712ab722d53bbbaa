// A worker: told `{number, password, words}`, it tells `{number, score}` with zxcvbn's score
// of 0 to 4. The server judges by the same rules and has the last word.

import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import graphs from "@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.mjs";
import passwords from "@zxcvbn-ts/language-common/dist/passwords.json.mjs";
import firstnames from "@zxcvbn-ts/language-en/dist/firstnames.json.mjs";
import wikipedia from "@zxcvbn-ts/language-en/dist/wikipedia.json.mjs";

const estimate = new ZxcvbnFactory({ dictionary: { passwords, firstnames, wikipedia }, graphs });

self.onmessage = ({ data }) => {
  const { score } = estimate.check(data.password, data.words);
  self.postMessage({ number: data.number, score });
};
