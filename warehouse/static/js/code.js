// Each block of code in a text of a stranger gets a button that copies it (copy.js).
//
//   <article data-code-copy="Copy" data-code-copied="Copied"><pre>…</pre></article>

export function codeBlocks(page) {
  for (const text of page.querySelectorAll("[data-code-copy]")) {
    text.querySelectorAll("pre").forEach((block, number) => {
      block.id ||= `code-${number}`;
      const around = document.createElement("div");
      around.className = "description__code";
      block.replaceWith(around);
      around.append(block, buttonFor(block, text.dataset));
    });
  }
}

function buttonFor(block, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small description__copy";
  button.dataset.copy = block.id;
  button.dataset.copied = words.codeCopied;
  button.hidden = true;
  const word = document.createElement("span");
  word.textContent = words.codeCopy;
  button.append(word);
  return button;
}
