export type Child = Node | string | undefined;
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** `true` sets an empty attribute; `false` and `undefined` set none. Children that are strings become text. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

/** An icon of `assets/icons`, drawn by the style sheet in the colour of the text around it. */
export function icon(name: string): HTMLElement {
  return el("span", { class: `icon icon-${name}`, "aria-hidden": "true" });
}

export function hidden(text: string): HTMLElement {
  return el("span", { class: "visually-hidden" }, text);
}

/** An element of `index.html`; its absence is a fault of ours. */
export function need(id: string): HTMLElement {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`index.html has no element "${id}"`);
  return node;
}

let lastId = 0;
/** Unique on this page, to tie a label or an error to its field. */
export function freshId(prefix: string): string {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
