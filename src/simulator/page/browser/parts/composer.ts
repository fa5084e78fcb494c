import { el, freshId, icon } from "../draw/element.ts";
import { type Completion, matchCompletions, placeholderRange } from "../text/completion.ts";
import { createCompletionList } from "./completion-list.ts";

export interface ComposerOptions {
  readonly place: HTMLElement;
  readonly inputId?: string;
  readonly hint: string;
  readonly completions: () => readonly Completion[];
  /** Resolves to whether the text was taken; otherwise it stands in the box again. */
  readonly send: (text: string) => Promise<boolean>;
}

export interface Composer {
  readonly setLabel: (label: string) => void;
}

/** The box for a message, with the offered commands above it (ARIA's combobox pattern). */
export function createComposer(options: ComposerOptions): Composer {
  const { input, button, form } = drawComposer(options);
  const list = createCompletionList(input, ({ text }) => {
    input.value = text;
    input.focus();
    input.setSelectionRange(...placeholderRange(text));
    button.disabled = false;
    list.show([]);
  });
  options.place.replaceChildren(list.node, form);

  const refresh = (): void => {
    button.disabled = input.value.trim() === "";
    list.show(matchCompletions(input.value, options.completions()));
  };
  const submit = async (): Promise<void> => {
    const text = input.value.trim();
    if (text === "") return;
    input.value = "";
    refresh();
    const taken = await options.send(text);
    if (taken || input.value !== "") return;
    input.value = text;
    button.disabled = false;
  };
  input.addEventListener("input", refresh);
  input.addEventListener("click", refresh);
  input.addEventListener("blur", () => {
    list.show([]);
  });
  input.addEventListener("keydown", (event) => {
    if (!event.isComposing) list.onKey(event);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  return {
    setLabel: (label) => {
      input.setAttribute("aria-label", label);
      input.placeholder = label;
    },
  };
}

interface ComposerNodes {
  readonly input: HTMLInputElement;
  readonly button: HTMLButtonElement;
  readonly form: HTMLFormElement;
}

function drawComposer({ inputId, hint }: ComposerOptions): ComposerNodes {
  const input = el("input", {
    id: inputId ?? freshId("composer"),
    class: "composer-input",
    type: "text",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    autocomplete: "off",
    autocapitalize: "off",
    enterkeyhint: "send",
  });
  const button = el(
    "button",
    { type: "submit", class: "send-button", "aria-label": "Send", disabled: true },
    icon("send"),
  );
  const form = el(
    "form",
    { class: "composer-box" },
    input,
    el("div", { class: "composer-foot" }, el("span", { class: "muted" }, hint), button),
  );
  return { input, button, form };
}
