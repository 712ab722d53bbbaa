// SHA-256 (FIPS 180-4), one block at a time: to try many texts that begin alike, the blocks
// of the beginning are compressed once. Web Crypto cannot do that, and takes a promise a text.

const primes = [];
for (let each = 2; primes.length < 64; each += 1) {
  if (primes.every((prime) => each % prime)) primes.push(each);
}
const fraction = (number) => ((number % 1) * 2 ** 32) | 0;
const CONSTANTS = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
export const BEGINNING = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

const words = new Int32Array(64);
const turned = (word, bits) => (word >>> bits) | (word << (32 - bits));

export function compressed(state, bytes, start) {
  for (let i = 0; i < 16; i += 1) {
    const at = start + 4 * i;
    words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i += 1) {
    const early = words[i - 15];
    const late = words[i - 2];
    const first = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const second = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[i] = (words[i - 16] + first + words[i - 7] + second) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const first = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const one = (h + first + ((e & f) ^ (~e & g)) + CONSTANTS[i] + words[i]) | 0;
    const second = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const two = (second + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  return [a + state[0], b + state[1], c + state[2], d + state[3], e + state[4], f + state[5], g + state[6], h + state[7]];
}

// The whole of a text, padded to blocks.
export function padded(text) {
  const plain = new TextEncoder().encode(text);
  const bytes = new Uint8Array(Math.ceil((plain.length + 9) / 64) * 64);
  bytes.set(plain);
  bytes[plain.length] = 0x80;
  new DataView(bytes.buffer).setUint32(bytes.length - 4, plain.length * 8);
  return bytes;
}
