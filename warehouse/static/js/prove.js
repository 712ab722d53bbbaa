// Forms that wait until the browser has solved a task; it begins when somebody begins to
// fill the form in, in a worker, so that it is mostly done before the form is sent.
//
//   <div data-proof="URL of the worker" data-task="…" data-bits="18">
//     <input type="hidden" name="proof"><p role="status" data-busy="One moment…"></p>
//   </div>
//
// Where the task cannot be solved, the form is sent as it would be without a script.

class Proof {
  constructor(place) {
    this.place = place;
    this.form = place.closest("form");
    this.field = place.querySelector("[name=proof]");
    this.field.value = "";
    this.isDone = false;
    this.form.addEventListener("focusin", () => this.start(), { once: true });
    this.form.addEventListener("submit", (event) => this.sending(event));
  }

  start() {
    if (this.worker) return;
    const { proof, task, bits } = this.place.dataset;
    this.worker = new Worker(proof);
    this.worker.onmessage = (event) => this.done(event.data);
    this.worker.onerror = () => this.done("");
    this.worker.postMessage({ task, bits: Number(bits) });
  }

  sending(event) {
    if (this.isDone) return;
    event.preventDefault();
    this.isWaiting = true;
    this.submitter = event.submitter;
    const said = this.place.querySelector("[data-busy]");
    said.textContent = said.dataset.busy;
    this.start();
  }

  done(answer) {
    this.field.value = answer;
    this.isDone = true;
    this.worker.terminate();
    if (this.isWaiting) this.form.requestSubmit(this.submitter);
  }
}

export function proofs(page) {
  if (!window.Worker) return;
  for (const place of page.querySelectorAll("[data-proof]")) new Proof(place);
}
