import { checkedValues } from "./choices.ts";

export type Values = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Everything typed or chosen below `root`; what is empty is left out. */
export function collectValues(root: ParentNode): Values {
  const values: Record<string, Record<string, string>> = {};
  for (const field of root.querySelectorAll<HTMLElement>("[data-action-id]")) {
    const value = valueOf(field);
    const { blockId = "", actionId = "" } = field.dataset;
    if (value !== "") values[blockId] = { ...values[blockId], [actionId]: value };
  }
  return values;
}

export function valueOf(field: Element): string {
  if (field instanceof HTMLSelectElement) {
    return [...field.selectedOptions].map((option) => option.value).join(",");
  }
  if (field instanceof HTMLInputElement && field.type === "datetime-local") {
    const at = new Date(field.value).getTime();
    return Number.isNaN(at) ? "" : String(at / 1000);
  }
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) return field.value;
  return checkedValues(field);
}

/** A view that the app redraws keeps what was typed into fields that it still has, as Slack does. */
export function restoreValues(root: ParentNode, values: Values): void {
  for (const field of root.querySelectorAll<HTMLElement>("[data-action-id]")) {
    const value = values[field.dataset["blockId"] ?? ""]?.[field.dataset["actionId"] ?? ""];
    if (value !== undefined) setValue(field, value);
  }
}

function setValue(field: Element, value: string): void {
  const chosen = new Set(value.split(","));
  if (field instanceof HTMLSelectElement) {
    for (const option of field.options) option.selected = chosen.has(option.value);
  } else if (field instanceof HTMLInputElement && field.type === "datetime-local") {
    return;
  } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
    field.value = value;
  } else {
    for (const input of field.querySelectorAll("input")) input.checked = chosen.has(input.value);
  }
}
