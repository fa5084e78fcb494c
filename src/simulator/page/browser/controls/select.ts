import type { JsonObject, Person } from "../../contract.ts";
import { el } from "../draw/element.ts";
import { objectAt, objectsAt, stringAt, textAt } from "../text/block-json.ts";
import { withEmoji } from "../text/emoji.ts";
import { type Field, fieldAttributes } from "./field-attributes.ts";

/** The browser's own select: it is good at keyboards, screen readers and phones. */
export function drawSelect(element: JsonObject, field: Field): HTMLElement {
  const multiple = stringAt(element, "type").startsWith("multi_");
  const select = el("select", {
    ...fieldAttributes(element, field),
    class: field.onChange === undefined ? "field-control" : "button plain select",
    multiple,
  });
  if (!multiple) {
    select.append(el("option", { value: "" }, textAt(element, "placeholder") || "Choose…"));
  }
  select.append(...choices(element, field));
  const initial = initialValues(element);
  for (const option of select.options) {
    option.selected = option.value !== "" && initial.includes(option.value);
  }
  const { onChange } = field;
  if (onChange !== undefined) {
    select.addEventListener("change", () => {
      if (select.value !== "") void onChange(select.value);
    });
  }
  return select;
}

function choices(element: JsonObject, { context }: Field): readonly Node[] {
  const type = stringAt(element, "type");
  if (type.endsWith("users_select")) return context.people.map(personOption);
  if (/(channels|conversations)_select$/.test(type)) {
    return [el("option", { value: context.channel.id }, `#${context.channel.name}`)];
  }
  const groups = objectsAt(element, "option_groups").map((group) =>
    el(
      "optgroup",
      { label: withEmoji(textAt(group, "label")) },
      ...objectsAt(group, "options").map(optionNode),
    ),
  );
  return [...groups, ...objectsAt(element, "options").map(optionNode)];
}

function personOption({ id, name }: Person): Node {
  return el("option", { value: id }, name);
}

function optionNode(option: JsonObject): Node {
  return el("option", { value: stringAt(option, "value") }, withEmoji(textAt(option, "text")));
}

function initialValues(element: JsonObject): readonly string[] {
  return [
    stringAt(objectAt(element, "initial_option"), "value"),
    ...objectsAt(element, "initial_options").map((option) => stringAt(option, "value")),
    stringAt(element, "initial_user"),
    stringAt(element, "initial_channel"),
    stringAt(element, "initial_conversation"),
  ];
}
