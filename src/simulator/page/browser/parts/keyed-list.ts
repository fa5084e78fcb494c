export interface KeyedItem {
  readonly key: string;
  /** The element is drawn anew only when this changes. */
  readonly signature: string;
  readonly draw: () => HTMLElement;
}

/**
 * Keeps the elements of `container` equal to the items; what did not change is not touched.
 * What came or changed after the first time is marked `fresh`, so that the style sheet can point at it.
 */
export function createKeyedList(container: HTMLElement): (items: readonly KeyedItem[]) => void {
  let first = true;
  let known = new Map<string, { signature: string; node: HTMLElement }>();
  return (items) => {
    const next: typeof known = new Map();
    for (const { key, signature, draw } of items) {
      const old = known.get(key);
      if (old?.signature === signature) {
        next.set(key, old);
        continue;
      }
      const node = draw();
      if (!first) node.classList.add("fresh");
      next.set(key, { signature, node });
      if (old !== undefined) replaceKeepingFocus(old.node, node);
    }
    for (const [key, { node }] of known) {
      if (!next.has(key)) node.remove();
    }
    let place = container.firstElementChild;
    for (const { node } of next.values()) {
      if (node === place) place = place.nextElementSibling;
      else container.insertBefore(node, place);
    }
    known = next;
    first = false;
  };
}

/** The same control gets the focus back; where it is gone, the message that held it does. */
function replaceKeepingFocus(old: HTMLElement, node: HTMLElement): void {
  const active = document.activeElement;
  const held = active instanceof HTMLElement && old.contains(active) ? active : undefined;
  old.replaceWith(node);
  if (held === undefined) return;
  const target = findFocusable(node, held.dataset["focus"]) ?? node;
  target.focus({ preventScroll: true });
}

export function findFocusable(root: ParentNode, key: string | undefined): HTMLElement | undefined {
  if (key === undefined) return undefined;
  return (
    [...root.querySelectorAll<HTMLElement>("[data-focus]")].find(
      (node) => node.dataset["focus"] === key,
    ) ?? undefined
  );
}
