import type { JsonObject } from "../../contract.ts";
import { el } from "../draw/element.ts";
import { flagAt, numberAt, stringAt, textAt } from "../text/block-json.ts";
import { drawChoices } from "./choices.ts";
import { type Field, fieldAttributes } from "./field-attributes.ts";
import { drawSelect } from "./select.ts";

const INPUT_TYPES: Readonly<Record<string, string>> = {
  plain_text_input: "text",
  email_text_input: "email",
  url_text_input: "url",
  number_input: "number",
  datepicker: "date",
  timepicker: "time",
  datetimepicker: "datetime-local",
};
const SELECT = /^(multi_)?(static|users|channels|conversations)_select$/;

export function isField(type: string): boolean {
  return type in INPUT_TYPES || SELECT.test(type) || isGroup(type);
}

function isGroup(type: string): boolean {
  return type === "checkboxes" || type === "radio_buttons";
}

export function drawField(element: JsonObject, field: Field): HTMLElement {
  const type = stringAt(element, "type");
  if (SELECT.test(type)) return drawSelect(element, field);
  if (isGroup(type)) return drawChoices(element, field);
  const control =
    type === "plain_text_input" && flagAt(element, "multiline")
      ? drawTextArea(element, field)
      : drawInputElement(element, field);
  if (flagAt(element, "focus_on_load")) control.setAttribute("autofocus", "");
  const { onChange } = field;
  if (onChange !== undefined) {
    control.addEventListener("change", () => {
      void onChange(control.value);
    });
  }
  return control;
}

function drawTextArea(element: JsonObject, field: Field): HTMLTextAreaElement {
  const area = el("textarea", {
    ...fieldAttributes(element, field),
    class: "field-control",
    rows: 4,
    placeholder: textAt(element, "placeholder") || undefined,
    maxlength: numberAt(element, "max_length"),
    minlength: numberAt(element, "min_length"),
  });
  area.value = stringAt(element, "initial_value");
  return area;
}

function drawInputElement(element: JsonObject, field: Field): HTMLInputElement {
  const input = el("input", {
    ...fieldAttributes(element, field),
    class: "field-control",
    type: INPUT_TYPES[stringAt(element, "type")] ?? "text",
    placeholder: textAt(element, "placeholder") || undefined,
    maxlength: numberAt(element, "max_length"),
    minlength: numberAt(element, "min_length"),
    min: stringAt(element, "min_value") || undefined,
    max: stringAt(element, "max_value") || undefined,
    step: flagAt(element, "is_decimal_allowed") ? "any" : undefined,
    autocomplete: "off",
  });
  input.value =
    stringAt(element, "initial_value") ||
    stringAt(element, "initial_date") ||
    stringAt(element, "initial_time");
  return input;
}
