import type { JsonObject } from "../../contract.ts";
import { el, freshId } from "../draw/element.ts";
import { drawTextAt } from "../draw/text-object.ts";
import { objectAt, objectsAt, stringAt } from "../text/block-json.ts";
import { type Field, fieldAttributes } from "./field-attributes.ts";

/** Checkboxes and radio buttons. */
export function drawChoices(element: JsonObject, field: Field): HTMLElement {
  const radio = stringAt(element, "type") === "radio_buttons";
  const { "data-focus": focusKey, ...attributes } = fieldAttributes(element, field);
  const initial = new Set(
    [objectAt(element, "initial_option"), ...objectsAt(element, "initial_options")].map((option) =>
      stringAt(option, "value"),
    ),
  );
  const name = freshId("choice");
  const group = el("div", {
    ...attributes,
    class: "choices",
    role: radio ? "radiogroup" : "group",
    "aria-labelledby": field.id === undefined ? undefined : `${field.id}-label`,
  });
  for (const option of objectsAt(element, "options")) {
    const value = stringAt(option, "value");
    const input = el("input", {
      type: radio ? "radio" : "checkbox",
      name,
      value,
      "data-focus": `${focusKey ?? ""}/${value}`,
    });
    input.checked = initial.has(value);
    group.append(
      el(
        "label",
        { class: "choice" },
        input,
        el("span", {}, drawTextAt(option, "text", field.context)),
        objectAt(option, "description") === undefined
          ? undefined
          : el("span", { class: "muted" }, drawTextAt(option, "description", field.context)),
      ),
    );
  }
  const { onChange } = field;
  if (onChange !== undefined) {
    group.addEventListener("change", () => {
      void onChange(checkedValues(group));
    });
  }
  return group;
}

export function checkedValues(group: Element): string {
  return [...group.querySelectorAll("input")]
    .filter((input) => input.checked)
    .map((input) => input.value)
    .join(",");
}
