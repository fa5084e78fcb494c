import { el, freshId } from "../draw/element.ts";
import type { Completion } from "../text/completion.ts";

export interface CompletionList {
  readonly node: HTMLElement;
  readonly show: (completions: readonly Completion[]) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/**
 * The offered commands. Nothing is chosen until the arrow keys choose it, so that Enter sends what was typed;
 * Tab takes the chosen one or the first.
 */
export function createCompletionList(
  input: HTMLInputElement,
  accept: (completion: Completion) => void,
): CompletionList {
  const id = freshId("completions");
  const node = el("div", { class: "completions", id, role: "listbox", "aria-label": "Commands" });
  node.hidden = true;
  input.setAttribute("aria-controls", id);
  let offered: readonly Completion[] = [];
  let active = -1;

  const setActive = (index: number): void => {
    active = index;
    for (const [at, option] of [...node.children].entries()) {
      option.setAttribute("aria-selected", String(at === index));
      if (at === index) option.scrollIntoView({ block: "nearest" });
    }
    const chosen = node.children[index];
    if (chosen === undefined) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", chosen.id);
  };
  const show = (completions: readonly Completion[]): void => {
    offered = completions;
    node.replaceChildren(...completions.map((one) => drawOption(one, accept)));
    node.hidden = completions.length === 0;
    input.setAttribute("aria-expanded", String(completions.length > 0));
    setActive(-1);
  };
  const take = (event: KeyboardEvent, index: number): void => {
    const completion = offered[index];
    if (completion === undefined) return;
    event.preventDefault();
    accept(completion);
  };
  const onKey = (event: KeyboardEvent): void => {
    const count = offered.length;
    if (count === 0) return;
    switch (event.key) {
      case "ArrowDown":
        event.preventDefault();
        setActive((active + 1) % count);
        break;
      case "ArrowUp":
        event.preventDefault();
        setActive(active <= 0 ? count - 1 : active - 1);
        break;
      case "Tab":
        if (!event.shiftKey) take(event, Math.max(active, 0));
        break;
      case "Enter":
        take(event, active);
        break;
      case "Escape":
        event.stopPropagation();
        show([]);
        break;
      default:
    }
  };
  return { node, show, onKey };
}

function drawOption(completion: Completion, accept: (chosen: Completion) => void): HTMLElement {
  const option = el(
    "div",
    { class: "completion", id: freshId("completion"), role: "option", "aria-selected": "false" },
    el("span", { class: "completion-text" }, completion.text),
    el("span", { class: "muted" }, completion.hint),
  );
  // The box would lose the focus, and with it the list, before a click could land.
  option.addEventListener("mousedown", (event) => {
    event.preventDefault();
  });
  option.addEventListener("click", () => {
    accept(completion);
  });
  return option;
}
