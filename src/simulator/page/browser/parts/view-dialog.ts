import type { PageView, Snapshot } from "../../contract.ts";
import { missingFields, showFieldErrors } from "../controls/input-block.ts";
import { collectValues, restoreValues } from "../controls/values.ts";
import { el, need } from "../draw/element.ts";
import { findFocusable } from "./keyed-list.ts";
import { drawViewForm, type ViewTools, viewContext } from "./view-form.ts";

/** Shows `snapshot.view` as a modal. The browser's `<dialog>` traps the focus and hides the rest. */
export function createViewDialog(tools: ViewTools): (snapshot: Snapshot) => void {
  const dialog = document.body.appendChild(
    el("dialog", { class: "dialog view", "aria-labelledby": "view-title" }),
  );
  let shown: PageView | undefined;
  /** Closed by the person; the server's next snapshot may still have it. */
  let dismissed: string | undefined;
  let opener: string | undefined;

  dialog.addEventListener("close", () => {
    const view = shown;
    shown = undefined;
    if (view !== undefined) {
      dismissed = view.id;
      void tools.act({ kind: "close_view", viewId: view.id });
    }
    giveFocusBack(opener);
  });
  const closeByServer = (): void => {
    if (shown === undefined) return;
    shown = undefined;
    dialog.close();
  };

  return (snapshot) => {
    const { view } = snapshot;
    if (view === undefined) dismissed = undefined;
    if (view === undefined || view.id === dismissed) {
      closeByServer();
      return;
    }
    const before = shown;
    shown = view;
    if (before === undefined || contentOf(before) !== contentOf(view)) {
      redraw(dialog, drawShown(dialog, snapshot, tools), before?.id === view.id);
    }
    if (JSON.stringify(before?.errors ?? {}) !== JSON.stringify(view.errors)) {
      showFieldErrors(dialog, view.errors);
    }
    if (!dialog.open) {
      opener = focusKey();
      dialog.showModal();
      focusFirstField(dialog);
    }
  };
}

function drawShown(
  dialog: HTMLDialogElement,
  snapshot: Snapshot,
  tools: ViewTools,
): HTMLFormElement {
  const { view } = snapshot;
  if (view === undefined) return el("form");
  const form = drawViewForm(view, viewContext(view, snapshot, tools), () => {
    dialog.close();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit(view, form, tools);
  });
  return form;
}

/** A view that the app has updated keeps what was typed, and the focus. */
function redraw(dialog: HTMLElement, form: HTMLFormElement, same: boolean): void {
  const values = same ? collectValues(dialog) : {};
  const focused = same ? focusKey() : undefined;
  dialog.replaceChildren(form);
  restoreValues(form, values);
  findFocusable(form, focused)?.focus();
}

async function submit(view: PageView, form: HTMLFormElement, { act }: ViewTools): Promise<void> {
  const missing = missingFields(form);
  showFieldErrors(form, missing);
  if (Object.keys(missing).length > 0) return;
  const button = form.querySelector("button[type=submit]");
  button?.setAttribute("aria-busy", "true");
  await act({ kind: "submit_view", viewId: view.id, values: collectValues(form) });
  button?.removeAttribute("aria-busy");
}

/** All of a view but its errors, which are shown without drawing it anew. */
function contentOf(view: PageView): string {
  return JSON.stringify({ ...view, errors: {} });
}

function focusKey(): string | undefined {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement ? activeElement.dataset["focus"] : undefined;
}

/** A field, where there is one; otherwise the title, so that reading starts at the top. */
function focusFirstField(dialog: HTMLElement): void {
  const field = dialog.querySelector<HTMLElement>(
    ".input-block input, .input-block .field-control",
  );
  (field ?? need("view-title")).focus();
}

/** The message behind the dialog may have been redrawn meanwhile: then its button is another element. */
function giveFocusBack(key: string | undefined): void {
  if (key === undefined || document.activeElement !== document.body) return;
  const message = [...document.querySelectorAll<HTMLElement>("article")].find((article) =>
    key.startsWith(`${article.dataset["key"] ?? ""}/`),
  );
  (findFocusable(document, key) ?? message)?.focus();
}
