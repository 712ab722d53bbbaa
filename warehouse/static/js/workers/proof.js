// A worker: told `{task, bits}`, it tells `TASK:NUMBER` whose SHA-256 begins with so many
// zero bits.

import { BEGINNING, compressed, padded } from "./sha256";

const DIGITS = 10;

// Count up in place: the number is written with all its digits.
function next(bytes, last) {
  let at = last;
  while (bytes[at] === 0x39) {
    bytes[at] = 0x30;
    at -= 1;
  }
  bytes[at] += 1;
}

function solved(task, bits) {
  const bytes = padded(`${task}:${"0".repeat(DIGITS)}`);
  const last = task.length + DIGITS;
  const known = Math.floor((task.length + 1) / 64) * 64;
  let beginning = BEGINNING;
  for (let at = 0; at < known; at += 64) beginning = compressed(beginning, bytes, at);
  for (;;) {
    let state = beginning;
    for (let at = known; at < bytes.length; at += 64) state = compressed(state, bytes, at);
    if (state[0] >>> (32 - bits) === 0) return String.fromCharCode(...bytes.slice(0, last + 1));
    next(bytes, last);
  }
}

self.onmessage = ({ data }) => self.postMessage(solved(data.task, data.bits));
